package org.lossexp.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/** Arguments to try a loss or a metric with. */
final class Variations {
  /** How near an end that does not belong to a range is tried. */
  private static final double NEAR = 1e-3;

  private Variations() {}

  /** {@return a value for every parameter: its default, or one inside its range} */
  static Arguments defaults(List<ParameterSpec> parameters) {
    Arguments arguments = Arguments.defaults(parameters);
    for (ParameterSpec parameter : parameters) {
      if (parameter.fallback().isEmpty()) {
        List<Value> others = others(parameter);
        if (!others.isEmpty()) {
          arguments = arguments.with(parameter.name(), others.getLast());
        }
      }
    }
    return arguments;
  }

  /** {@return the defaults, and for each parameter one other value or two, the rest left alone} */
  static List<Arguments> inside(List<ParameterSpec> parameters) {
    Arguments defaults = defaults(parameters);
    List<Arguments> variations = new ArrayList<>(List.of(defaults));
    for (ParameterSpec parameter : parameters) {
      add(variations, defaults, parameter, others(parameter));
    }
    return List.copyOf(variations);
  }

  /** {@return for each parameter the ends of its range, or nearly, the rest left alone} */
  static List<Arguments> ends(List<ParameterSpec> parameters) {
    Arguments defaults = defaults(parameters);
    List<Arguments> variations = new ArrayList<>();
    for (ParameterSpec parameter : parameters) {
      Optional<Range> range =
          switch (parameter) {
            case ParameterSpec.Real real -> Optional.of(real.range());
            case ParameterSpec.Whole whole -> Optional.of(whole.range());
            case ParameterSpec.Numbers numbers ->
                numbers.single() ? Optional.of(numbers.range()) : Optional.empty();
            case ParameterSpec.Flag _,
                ParameterSpec.Choice _,
                ParameterSpec.Choices _,
                ParameterSpec.Text _,
                ParameterSpec.Texts _,
                ParameterSpec.Column _,
                ParameterSpec.File _,
                ParameterSpec.Nested _,
                ParameterSpec.Names _,
                ParameterSpec.Steps _ ->
                Optional.empty();
          };
      range.ifPresent(each -> add(variations, defaults, parameter, endsOf(each)));
    }
    return List.copyOf(variations);
  }

  private static List<Value> endsOf(Range range) {
    List<Value> ends = new ArrayList<>();
    if (range.lowIn() || range.low() != Double.NEGATIVE_INFINITY) {
      ends.add(new Value.Numeral(range.lowIn() ? range.low() : range.low() + NEAR));
    }
    if (range.highIn() || range.high() != Double.POSITIVE_INFINITY) {
      ends.add(new Value.Numeral(range.highIn() ? range.high() : range.high() - NEAR));
    }
    return ends;
  }

  private static void add(
      List<Arguments> variations, Arguments defaults, ParameterSpec parameter, List<Value> values) {
    for (Value value : values) {
      boolean isDefault = parameter.fallback().filter(value::equals).isPresent();
      if (!isDefault && parameter.refusal(value).isEmpty()) {
        variations.add(defaults.with(parameter.name(), value));
      }
    }
  }

  private static List<Value> others(ParameterSpec parameter) {
    List<Value> others = new ArrayList<>();
    parameter.words().forEach(word -> others.add(new Value.Word(word)));
    switch (parameter) {
      case ParameterSpec.Real real -> others.add(new Value.Numeral(inside(real.range())));
      case ParameterSpec.Whole whole ->
          others.add(new Value.Numeral(Math.ceil(inside(whole.range()))));
      case ParameterSpec.Flag _ ->
          others.addAll(List.of(new Value.Flag(true), new Value.Flag(false)));
      case ParameterSpec.Choice choice ->
          choice.options().forEach(option -> others.add(new Value.Word(option)));
      case ParameterSpec.Numbers numbers -> {
        if (numbers.single()) {
          others.add(new Value.Numeral(inside(numbers.range())));
        }
      }
      // What they may name is known to the loss alone.
      case ParameterSpec.Choices _,
          ParameterSpec.Text _,
          ParameterSpec.Texts _,
          ParameterSpec.Column _,
          ParameterSpec.File _,
          ParameterSpec.Nested _,
          ParameterSpec.Names _,
          ParameterSpec.Steps _ -> {}
    }
    return others;
  }

  /** {@return a number well inside {@code range}, and seldom anybody's default} */
  private static double inside(Range range) {
    boolean hasLow = range.low() != Double.NEGATIVE_INFINITY;
    boolean hasHigh = range.high() != Double.POSITIVE_INFINITY;
    if (hasLow && hasHigh) {
      return range.low() + 0.7 * (range.high() - range.low());
    }
    return hasLow ? range.low() + 0.7 : hasHigh ? range.high() - 0.7 : 0.7;
  }
}
