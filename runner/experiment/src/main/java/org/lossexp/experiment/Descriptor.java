package org.lossexp.experiment;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.spi.ParameterSpec;

/**
 * What a room offers to the language by name: a source, a step, a layer, an optimizer, a search, a
 * section of settings.
 *
 * @param name as files write it
 * @param aliases other names for the same
 * @param parameters in positional order
 * @param others what any other name may be given, such as the columns of {@code types}; mostly
 *     empty
 * @param help one sentence
 */
public record Descriptor(
    Kind kind,
    String name,
    List<String> aliases,
    List<ParameterSpec> parameters,
    Optional<ParameterSpec.Choice> others,
    String help) {
  public Descriptor {
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** A descriptor of fixed parameters. */
  public Descriptor(
      Kind kind, String name, List<String> aliases, List<ParameterSpec> parameters, String help) {
    this(kind, name, aliases, parameters, Optional.empty(), help);
  }

  /** A descriptor without aliases. */
  public Descriptor(Kind kind, String name, List<ParameterSpec> parameters, String help) {
    this(kind, name, List.of(), parameters, help);
  }

  /**
   * {@return the parameters of a call that names {@code written}: those declared, and one for each
   * other name where any may be given}
   */
  public List<ParameterSpec> parameters(Collection<String> written) {
    var all = new ArrayList<>(parameters);
    Set<String> names = new LinkedHashSet<>(written);
    parameters.forEach(parameter -> names.remove(parameter.name()));
    others.ifPresent(choice ->
        names.forEach(name ->
            all.add(
                new ParameterSpec.Choice(
                    name, choice.meaning(), Optional.empty(), choice.options()))));
    return List.copyOf(all);
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
    /** What {@code measure} names besides metrics: kept for the report, never compared. */
    EVIDENCE("evidence"),
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
