package org.lossexp.formula;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.spi.ParameterSpec;

/**
 * What is called: a name and what it takes.
 *
 * @param name as messages name it
 * @param parameters its own, in positional order
 * @param common parameters that everything of its kind takes besides, after its own
 */
public record Callee(String name, List<ParameterSpec> parameters, List<ParameterSpec> common) {
  public Callee {
    parameters = List.copyOf(parameters);
    common = List.copyOf(common);
  }

  /** A callee with its own parameters alone. */
  public Callee(String name, List<ParameterSpec> parameters) {
    this(name, parameters, List.of());
  }

  /** {@return every parameter, in positional order} */
  public List<ParameterSpec> all() {
    return Stream.concat(parameters.stream(), common.stream()).toList();
  }

  Optional<ParameterSpec> parameter(String parameter) {
    return all().stream().filter(spec -> spec.name().equals(parameter)).findFirst();
  }

  /** {@return what it takes, in one line} */
  String takes() {
    return parameters.isEmpty()
        ? "`" + name + "` takes nothing"
        : name
            + " takes: "
            + parameters.stream().map(ParameterSpec::summary).collect(Collectors.joining("; "));
  }
}
