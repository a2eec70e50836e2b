package org.lossexp.experiment;

import java.util.List;
import org.lossexp.spi.ParameterSpec;

/**
 * What a room offers to the language by name: a source, a step, a layer, an optimizer, a search, a
 * section of settings.
 *
 * @param name as files write it
 * @param aliases other names for the same
 * @param parameters in positional order
 * @param help one sentence
 */
public record Descriptor(
    Kind kind, String name, List<String> aliases, List<ParameterSpec> parameters, String help) {
  public Descriptor {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** A descriptor without aliases. */
  public Descriptor(Kind kind, String name, List<ParameterSpec> parameters, String help) {
    this(kind, name, List.of(), parameters, help);
  }

  /** Where in the language the name stands. */
  public enum Kind {
    /** The first step of a {@code data} pipeline: where rows come from. */
    SOURCE("source"),
    /** The step of a {@code data} pipeline that cuts off test and validation parts. */
    SPLIT("split"),
    /** Any other step of a {@code data} pipeline. */
    STEP("step"),
    /** A step of a {@code model} pipeline. */
    LAYER("layer"),
    /** What {@code optimizer} names. */
    OPTIMIZER("optimizer"),
    /** What {@code tune { search = … }} names. */
    SEARCH("search"),
    /** A block of settings: {@code train}, {@code tune}, {@code repeat}, {@code compare}. */
    SECTION("section");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** {@return the kind as messages name it} */
    public String words() {
      return words;
    }
  }
}
