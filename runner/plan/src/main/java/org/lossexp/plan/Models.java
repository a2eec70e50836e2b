package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.lossexp.experiment.DataHeader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/** How large models are, known before any of them is made. */
public final class Models {
  /** With its gradient and what an optimizer keeps, more than a gigabyte for each trial. */
  private static final double MOST_WEIGHTS = 100_000_000;

  private Models() {}

  /**
   * {@return the weights of {@code model} on the data of {@code header}, biases left out}
   * Categories count as a column each. A head that the loss chooses counts one unit a class or
   * output.
   */
  public static double weights(List<Value.Call> model, DataHeader header) {
    return weightsOfLayers(model, header).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** {@return the weights of each layer; 0 for one that has none} */
  private static List<Double> weightsOfLayers(List<Value.Call> model, DataHeader header) {
    List<Double> weights = new ArrayList<>();
    double inputs =
        header.features().stream().mapToInt(feature -> Math.max(1, feature.categories())).sum();
    for (Value.Call layer : model) {
      Value units = layer.arguments().values().get("units");
      double outputs = inputs;
      if (units != null) {
        outputs =
            units instanceof Value.Numeral numeral
                ? numeral.number()
                : Math.max(header.outputs(), header.classes().size());
      }
      weights.add(units == null ? 0 : inputs * outputs);
      inputs = outputs;
    }
    return weights;
  }

  /** Refuses what no memory would hold; each layer is blamed once. */
  static void refuseHuge(List<Candidate> candidates, Diagnostics diagnostics) {
    Set<Span> said = new HashSet<>();
    for (Candidate candidate : candidates) {
      List<Double> weights = weightsOfLayers(candidate.modelCalls(), candidate.data().header());
      double all = weights.stream().mapToDouble(Double::doubleValue).sum();
      double most = Collections.max(weights);
      Step largest = candidate.model().get(weights.indexOf(most));
      Span span = largest.written().span();
      if (all > MOST_WEIGHTS && said.add(span)) {
        diagnostics.error(
            Codes.TOO_MANY_WEIGHTS,
            span,
            "the model `%s` has %s weights on `%s`, and at most %s are trained"
                .formatted(
                    candidate.modelItem().name(),
                    words(all),
                    candidate.dataItem().name(),
                    words(MOST_WEIGHTS)),
            "this layer has %s of them".formatted(words(most)),
            "a layer has a weight for each pair of an input and a unit: write fewer units");
      }
    }
  }

  private static String words(double weights) {
    return String.format(Locale.ROOT, "%,.0f", weights);
  }
}
