package org.lossexp.spi;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a metric is.
 *
 * <p>Metrics of one plugin may share a name where they judge different tasks: {@code recall} means
 * one thing for lists and another for embeddings. The host takes the one whose tasks hold the
 * data's.
 *
 * @param name as files write it
 * @param aliases other names for the same
 * @param tasks the tasks that it judges
 * @param reading what it reads of a prediction
 * @param direction which way is better
 * @param range the values it can take
 * @param parameters in positional order
 * @param summary one sentence
 * @param formula in mathematics
 * @param undefined when it is NaN; empty where it is always defined
 * @param reference where it is defined
 */
public record MetricDescriptor(
    String name,
    List<String> aliases,
    Set<Task> tasks,
    Reading reading,
    Direction direction,
    Range range,
    List<ParameterSpec> parameters,
    String summary,
    String formula,
    String undefined,
    String reference) {
  public MetricDescriptor {
    aliases = List.copyOf(aliases);
    tasks = Set.copyOf(tasks);
    parameters = List.copyOf(parameters);
  }

  /** Which way is better. */
  public enum Direction {
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER
  }

  /** {@return whether files may write {@code word} for it: its name or an alias} */
  public boolean isCalled(String word) {
    return name.equals(word) || aliases.contains(word);
  }

  /** Begins to describe a metric; values are at least 0 where nothing else is said. */
  public static Builder of(String name, Reading reading, Direction direction) {
    return new Builder(name, reading, direction);
  }

  /** Takes the parts of a descriptor one by one. */
  public static final class Builder {
    private final String name;
    private final Reading reading;
    private final Direction direction;
    private final Set<Task> tasks = EnumSet.noneOf(Task.class);
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private List<String> aliases = List.of();
    private Range range = Range.atLeast(0);
    private String summary = "";
    private String formula = "";
    private String undefined = "";
    private String reference = "";

    private Builder(String name, Reading reading, Direction direction) {
      this.name = name;
      this.reading = reading;
      this.direction = direction;
    }

    /** Other names for the same. */
    public Builder aliases(String... words) {
      aliases = List.of(words);
      return this;
    }

    /** What it judges. */
    public Builder tasks(Task... judged) {
      tasks.addAll(List.of(judged));
      return this;
    }

    /** The values it can take. */
    public Builder range(Range values) {
      range = values;
      return this;
    }

    /** The next parameter. */
    public Builder parameter(ParameterSpec parameter) {
      parameters.add(parameter);
      return this;
    }

    /** One sentence. */
    public Builder summary(String sentence) {
      summary = sentence;
      return this;
    }

    /** In mathematics. */
    public Builder formula(String mathematics) {
      formula = mathematics;
      return this;
    }

    /** When it is NaN. */
    public Builder undefined(String when) {
      undefined = when;
      return this;
    }

    /** Where it is defined. */
    public Builder reference(String source) {
      reference = source;
      return this;
    }

    /** {@return the descriptor} */
    public MetricDescriptor build() {
      return new MetricDescriptor(
          name,
          aliases,
          tasks,
          reading,
          direction,
          range,
          parameters,
          summary,
          formula,
          undefined,
          reference);
    }
  }
}
