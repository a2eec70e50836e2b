package org.lossexp.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a loss is, for people and for the host.
 *
 * @param name as files write it, such as {@code huber}
 * @param aliases other names for the same
 * @param family its family in the catalogue
 * @param subfamily its place in the family, such as {@code pointwise}
 * @param summary one sentence: what it does and when one takes it
 * @param formula in mathematics, of one unit
 * @param parameters in positional order
 * @param reduction what its units are and what its mean divides by
 * @param tasks what it can be trained for
 * @param target what it takes as target, in words
 * @param head what it takes as prediction, in words
 * @param parts names of the groups of its raw outputs, such as {@code mean} and {@code variance};
 *     empty where they are all alike
 * @param inputs further inputs that it reads
 * @param state names of the numbers of its own that it trains: {@link LossFunction#state()} has
 *     their sizes
 * @param properties what is known of its mathematics
 * @param subgradient the convention where the gradient is undefined; empty where it never is
 * @param reference the paper or book
 * @param elsewhere library → its name there
 * @param traps what surprises people who come from elsewhere
 */
public record LossDescriptor(
    String name,
    List<String> aliases,
    Family family,
    String subfamily,
    String summary,
    String formula,
    List<ParameterSpec> parameters,
    ReductionClass reduction,
    Set<Task> tasks,
    String target,
    String head,
    List<String> parts,
    List<ExtraInput> inputs,
    List<String> state,
    LossProperties properties,
    String subgradient,
    String reference,
    Map<String, String> elsewhere,
    List<String> traps) {
  public LossDescriptor {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
    tasks = Set.copyOf(tasks);
    parts = List.copyOf(parts);
    inputs = List.copyOf(inputs);
    state = List.copyOf(state);
    elsewhere = Collections.unmodifiableMap(new LinkedHashMap<>(elsewhere));
    traps = List.copyOf(traps);
  }

  /** {@return the names of the further inputs} */
  public List<String> extras() {
    return inputs.stream().map(ExtraInput::name).toList();
  }

  /** {@return a builder for a loss called {@code name}} */
  public static Builder of(String name, Family family, String subfamily) {
    return new Builder(name, family, subfamily);
  }

  /** Collects the parts of a descriptor by name; those not given are empty. */
  public static final class Builder {
    private final String name;
    private final Family family;
    private final String subfamily;
    private final List<String> aliases = new ArrayList<>();
    private final List<ParameterSpec> parameters = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<ExtraInput> inputs = new ArrayList<>();
    private final List<String> state = new ArrayList<>();
    private final Set<Invariant> invariants = EnumSet.noneOf(Invariant.class);
    private final Map<String, String> elsewhere = new LinkedHashMap<>();
    private final List<String> traps = new ArrayList<>();
    private String summary = "";
    private String formula = "";
    private ReductionClass reduction = ReductionClass.ELEMENT;
    private Set<Task> tasks = Set.of();
    private String target = "";
    private String head = "";
    private String convexity = "";
    private String bounds = "";
    private boolean scaleDependent;
    private String stopped = "";
    private String subgradient = "";
    private String reference = "";

    private Builder(String name, Family family, String subfamily) {
      this.name = name;
      this.family = family;
      this.subfamily = subfamily;
    }

    /** Other names for the same loss. */
    public Builder aliases(String... names) {
      aliases.addAll(List.of(names));
      return this;
    }

    /** What it does and when one takes it, one sentence. */
    public Builder summary(String sentence) {
      summary = sentence;
      return this;
    }

    /** Its value for one unit, in mathematics. */
    public Builder formula(String mathematics) {
      formula = mathematics;
      return this;
    }

    /** One more parameter, in positional order. */
    public Builder parameter(ParameterSpec parameter) {
      parameters.add(parameter);
      return this;
    }

    /** What its units are and what its mean divides by. */
    public Builder reduction(ReductionClass units) {
      reduction = units;
      return this;
    }

    /** What it can be trained for. */
    public Builder tasks(Task... possible) {
      tasks = Set.of(possible);
      return this;
    }

    /** What it takes as target, in words. */
    public Builder target(String words) {
      target = words;
      return this;
    }

    /** What it takes as prediction, in words. */
    public Builder head(String words) {
      head = words;
      return this;
    }

    /** Names of the groups of its raw outputs, such as mean and variance. */
    public Builder parts(String... names) {
      parts.addAll(List.of(names));
      return this;
    }

    /** A further input, a positive number for each raw output, that it reads where it is given. */
    public Builder extra(String name) {
      return extra(
          name, ExtraInput.Shape.OUTPUTS, ExtraInput.Content.POSITIVE, false, "one a raw output");
    }

    /** A further input that it reads. */
    public Builder extra(
        String name,
        ExtraInput.Shape shape,
        ExtraInput.Content content,
        boolean required,
        String meaning) {
      inputs.add(new ExtraInput(name, shape, content, required, meaning));
      return this;
    }

    /** Numbers of its own that are trained with the model. */
    public Builder state(String... names) {
      state.addAll(List.of(names));
      return this;
    }

    /** What leaves its values as they are. */
    public Builder invariant(Invariant... under) {
      invariants.addAll(List.of(under));
      return this;
    }

    /** In which of its inputs it is convex, in words. */
    public Builder convex(String words) {
      convexity = words;
      return this;
    }

    /** Between which values it lies, in words. */
    public Builder bounds(String words) {
      bounds = words;
      return this;
    }

    /** Its parameters are in the target's units. */
    public Builder scaleDependent() {
      scaleDependent = true;
      return this;
    }

    /** What counts as constant in its gradient although it depends on the prediction. */
    public Builder stopsGradient(String what) {
      stopped = what;
      return this;
    }

    /** The convention where the gradient is undefined. */
    public Builder subgradient(String convention) {
      subgradient = convention;
      return this;
    }

    /** The paper or book. */
    public Builder reference(String source) {
      reference = source;
      return this;
    }

    /** Its name in another library. */
    public Builder elsewhere(String library, String nameThere) {
      elsewhere.put(library, nameThere);
      return this;
    }

    /** What surprises people who come from elsewhere. */
    public Builder trap(String surprise) {
      traps.add(surprise);
      return this;
    }

    /** {@return the descriptor} */
    public LossDescriptor build() {
      return new LossDescriptor(
          name,
          aliases,
          family,
          subfamily,
          summary,
          formula,
          parameters,
          reduction,
          tasks,
          target,
          head,
          parts,
          inputs,
          state,
          new LossProperties(invariants, convexity, bounds, scaleDependent, stopped),
          subgradient,
          reference,
          elsewhere,
          traps);
    }
  }
}
