package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Kernels run on arrays by signal. */
final class Runs {
  private Runs() {}

  /** What a run leaves behind. */
  @SuppressWarnings("ArrayRecordComponent") // written once, compared as bits
  record Result(double[] values, double[] counts, Map<Signal, double[]> gradients) {
    /** {@return all numbers as bits, one NaN like any other} */
    List<String> bits() {
      List<String> bits = new ArrayList<>();
      bits.add(bits("value", values));
      bits.add(bits("count", counts));
      gradients.forEach((signal, gradient) -> bits.add(bits(signal.name(), gradient)));
      return bits;
    }

    private static String bits(String name, double[] numbers) {
      StringBuilder text = new StringBuilder(name);
      for (double number : numbers) {
        text.append(' ').append(number);
      }
      return text.toString();
    }

    double[] gradient(Signal signal) {
      return Objects.requireNonNull(gradients.get(signal));
    }
  }

  static Program program(Graph graph, Term value, Shape shape) {
    return ProgramBuilder.build(graph, value, Optional.empty(), shape);
  }

  static Kernel compiled(Program program) {
    return Compiler.compile(program).orElseThrow();
  }

  static Result run(Kernel kernel, int units, int[] starts, Function<Signal, double[]> data) {
    return run(kernel, 0, units, units, starts, data);
  }

  /** Runs some of the units; what is not written stays NaN. */
  static Result run(
      Kernel kernel, int first, int units, int all, int[] starts, Function<Signal, double[]> data) {
    List<Signal> signals = kernel.inputs();
    double[][] inputs = new double[signals.size()][];
    double[][] gradients = new double[signals.size()][];
    Map<Signal, double[]> named = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = data.apply(signals.get(i));
      if (signals.get(i).differentiable()) {
        gradients[i] = nans(inputs[i].length);
        named.put(signals.get(i), gradients[i]);
      }
    }
    double[] values = nans(all);
    double[] counts = nans(all);
    int longest = 0;
    for (int u = 0; starts.length > 0 && u < all; u++) {
      longest = Math.max(longest, starts[u + 1] - starts[u]);
    }
    int offset = 3;
    double[] scratch = nans(offset + kernel.scratch(longest));
    kernel.run(first, units, starts, inputs, gradients, values, counts, scratch, offset);
    return new Result(values, counts, named);
  }

  /** {@return the value and the derivatives of one unit} */
  static Result one(Graph graph, Term value, Shape shape, Map<Signal, double[]> data) {
    int length =
        data.entrySet().stream()
            .filter(entry -> entry.getKey().kind() == Signal.Kind.VECTOR)
            .mapToInt(entry -> entry.getValue().length)
            .findFirst()
            .orElse(0);
    Program program = program(graph, value, shape);
    return run(compiled(program), 1, new int[] {0, length}, data::get);
  }

  static List<Double> list(double... numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  private static double[] nans(int length) {
    double[] array = new double[length];
    Arrays.fill(array, Double.NaN);
    return array;
  }
}
