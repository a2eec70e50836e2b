package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.data.Fitted;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Head;
import org.lossexp.spi.Task;

/**
 * What a linear model multiplies each feature with, in original units: as if no feature, and no
 * target, had been scaled.
 */
final class Coefficients {
  static final String NAME = "coefficients";

  private static final String CONSTANT = "(constant)";

  private Coefficients() {}

  /**
   * {@return of each output the coefficients of the features, the constant last; empty where {@code
   * trial} does not ask for them or {@code model} is not linear}
   */
  static Optional<Evidence> of(Trial trial, Prepared data, Model model) {
    Optional<Network> linear =
        switch (model) {
          case Linear it -> Optional.of(it.network());
          case Network it when it.isLinear() -> Optional.of(it);
          case Network _, Scorer _ -> Optional.empty();
        };
    boolean wanted = trial.metrics().stream().anyMatch(call -> call.name().equals(NAME));
    if (!wanted || linear.isEmpty() || data.image().isPresent()) {
      return Optional.empty();
    }
    List<Evidence.Row> rows = new ArrayList<>();
    Parameters parameters = linear.get().learned().getFirst();
    int outputs = parameters.shape().columns();
    for (int output = 0; output < outputs; output++) {
      String name = outputs == 1 ? "" : output(data, output, outputs);
      column(data, linear.get().head(), parameters, output)
          .forEach((feature, coefficient) ->
              rows.add(new Evidence.Row(List.of(name, feature), List.of(coefficient))));
    }
    return Optional.of(
        new Evidence(NAME, List.of("output", "feature"), List.of("coefficient"), rows));
  }

  private static String output(Prepared data, int output, int outputs) {
    return data.classes().size() == outputs ? data.classes().get(output) : "output " + (output + 1);
  }

  private static Map<String, Double> column(
      Prepared data, Head head, Parameters parameters, int output) {
    List<String> features = data.features();
    Map<String, Double> coefficients = new LinkedHashMap<>();
    for (int i = 0; i < features.size(); i++) {
      double weight = parameters.values()[parameters.shape().index(i, output)];
      coefficients.put(features.get(i), weight);
    }
    double constant = parameters.values()[parameters.shape().index(features.size(), output)];
    // The last change first: each was made of what the ones before it gave.
    for (Fitted.Change change : data.fitted().changes().reversed()) {
      Double weight = coefficients.get(change.column());
      if (change.kind() == Fitted.Kind.SCALE && weight != null) {
        double mean = change.numbers().get(0);
        double sd = change.numbers().get(1);
        double original = sd == 0 ? 0 : weight / sd;
        coefficients.put(change.column(), original);
        constant -= original * mean;
      }
    }
    if (data.task() == Task.REGRESSION && head.links().get(output) == Head.Link.IDENTITY) {
      List<List<Prepared.Curve>> curves = data.targetScale().columns();
      List<Prepared.Curve> done = curves.isEmpty() ? List.of() : curves.get(output);
      for (Prepared.Curve curve : done.reversed()) {
        if (!(curve instanceof Prepared.Curve.Linear(double mean, double sd))) {
          // From here on the target is no linear function of the features.
          break;
        }
        coefficients.replaceAll((_, weight) -> weight * sd);
        constant = constant * sd + mean;
      }
    }
    coefficients.put(CONSTANT, constant);
    return coefficients;
  }
}
