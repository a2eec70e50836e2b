package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Shape;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Value;

/** What layers make of the data, and how large models are, known before any of them is made. */
public final class Models {
  /** With its gradient and what an optimizer keeps, more than a gigabyte for each trial. */
  private static final double MOST_WEIGHTS = 100_000_000;

  private final Layering layering;

  /**
   * @param layering what each layer makes of the shape of an example
   */
  public Models(Layering layering) {
    this.layering = layering;
  }

  /**
   * {@return the products that {@code model} sums for an example of the data of {@code header}}
   * Categories count as a column each. A head that the loss chooses counts one unit a class or
   * output.
   */
  public double products(List<Value.Call> model, DataHeader header) {
    return layered(model, header).layers.stream().mapToDouble(Layering.Layered::products).sum();
  }

  /** {@return {@code model} with the layers that stand in others, such as {@code residual(…)}} */
  static List<Value.Call> withInner(List<Value.Call> model) {
    var all = new ArrayList<Value.Call>();
    for (Value.Call layer : model) {
      all.add(layer);
      for (Value argument : layer.arguments().values().values()) {
        if (argument instanceof Value.Pipeline(List<Value.Call> steps)) {
          all.addAll(withInner(steps));
        }
      }
    }
    return all;
  }

  /**
   * What the layers of a model give.
   *
   * @param layers up to the first that cannot take what it is given
   * @param problems why it cannot; empty where all can
   */
  private record Stack(List<Layering.Layered> layers, List<Problem> problems) {}

  private Stack layered(List<Value.Call> model, DataHeader header) {
    var layers = new ArrayList<Layering.Layered>();
    int classes = header.classes().size();
    int outputs = Math.max(header.outputs(), classes);
    var given = new Layering.Given(shape(header, model), header.inputs().codes(), classes, outputs);
    for (Value.Call layer : model) {
      switch (layering.after(layer, given)) {
        case Attempt.Success<Layering.Layered>(Layering.Layered layered) -> {
          layers.add(layered);
          given = new Layering.Given(layered.shape(), List.of(), classes, outputs);
        }
        case Attempt.Failure<Layering.Layered>(List<Problem> problems) -> {
          return new Stack(layers, problems);
        }
      }
    }
    return new Stack(layers, List.of());
  }

  /**
   * {@return the shape of an example} How many columns categories become is only known once a
   * training part is drawn: where a layer says how many it takes, that is believed then.
   */
  private static Shape shape(DataHeader header, List<Value.Call> model) {
    if (header.inputs().image().isPresent()) {
      return header.inputs().image().get();
    }
    Value.Call first = model.getFirst();
    boolean known = header.features().stream().allMatch(feature -> feature.categories() == 0);
    if (!known && first.name().equals("reshape")) {
      int height = first.arguments().whole("height");
      int width = first.arguments().whole("width");
      return Shape.row(new Shape(height, width, first.arguments().whole("channels")).size());
    }
    return Shape.row(
        header.features().stream().mapToInt(feature -> Math.max(1, feature.categories())).sum());
  }

  /**
   * Refuses layers that cannot take what they are given, and models that no memory would hold;
   * warns of what trains and learns nothing.
   */
  void check(List<Candidate> candidates, Diagnostics diagnostics) {
    Set<Span> said = new HashSet<>();
    Set<String> unseen = new HashSet<>();
    for (Candidate candidate : candidates) {
      Stack stack = layered(candidate.modelCalls(), candidate.data().header());
      if (!stack.problems.isEmpty()) {
        Step misfit = candidate.layers().get(stack.layers.size());
        refuse(candidate, misfit, stack.problems, said, diagnostics);
      } else {
        refuseHuge(candidate, stack.layers, said, diagnostics);
        warnOfSingles(candidate, stack.layers, said, diagnostics);
        warnOfUnseen(candidate, unseen, diagnostics);
      }
    }
  }

  /** {@return whether {@code model} looks codes up: only its first layer can} */
  static boolean looksUp(List<Value.Call> model) {
    Value.Call first = model.getFirst();
    return Heads.scores(first) || first.name().equals("embedding");
  }

  /**
   * Columns that `codes` turns into indices are no features any more. A model that is blind to all
   * is refused elsewhere.
   */
  private static void warnOfUnseen(Candidate candidate, Set<String> said, Diagnostics diagnostics) {
    DataHeader header = candidate.data().header();
    Optional<Step> coded =
        candidate.data().steps().stream()
            .filter(step -> step.value().name().equals("codes"))
            .findFirst();
    String where =
        "in the model `%s` on `%s`"
            .formatted(candidate.modelItem().name(), candidate.dataItem().name());
    List<DataHeader.Code> codes = header.inputs().codes();
    if (coded.isPresent()
        && !codes.isEmpty()
        && !header.features().isEmpty()
        && !looksUp(candidate.modelCalls())
        && said.add(where)) {
      diagnostics.warning(
          Codes.NOT_LOOKED_UP,
          coded.get().written().span(),
          "%s %s looked up by no layer: the model trains without %s"
              .formatted(
                  codes.stream()
                      .map(code -> "`" + code.name() + "`")
                      .collect(Collectors.joining(", ")),
                  codes.size() == 1 ? "is" : "are",
                  codes.size() == 1 ? "it" : "them"),
          where,
          "write `embedding(8)` as the model's first layer",
          "or `one_hot()` instead of `codes()`: then every layer sees categories as columns");
    }
  }

  /** The only number of a channel is its own mean: nothing but 0 is left of it. */
  private static void warnOfSingles(
      Candidate candidate, List<Layering.Layered> layers, Set<Span> said, Diagnostics diagnostics) {
    boolean single =
        new Value.Numeral(1).equals(candidate.train().arguments().values().get("batch_size"));
    for (int i = 0; single && i < layers.size(); i++) {
      Step layer = candidate.layers().get(i);
      boolean normalizes =
          withInner(List.of(layer.value())).stream()
              .anyMatch(call -> call.name().equals("batch_norm"));
      Span span = layer.written().span();
      if (normalizes && layers.get(i).shape().isRow() && said.add(span)) {
        diagnostics.warning(
            Codes.BATCH_OF_ONE,
            span,
            "`batch_norm` compares the examples of a batch, and `batch_size = 1` leaves one: it"
                + " gives 0 whatever the example",
            "",
            "write `batch_size = 32`, or `layer_norm()`, which looks at one example alone");
      }
    }
  }

  /** Each layer is blamed once. */
  private static void refuse(
      Candidate candidate,
      Step misfit,
      List<Problem> problems,
      Set<Span> said,
      Diagnostics diagnostics) {
    Span span = misfit.written().span();
    if (said.add(span)) {
      for (Problem problem : problems) {
        diagnostics.error(
            problem.code(),
            span,
            problem.message(),
            "in the model `%s` on `%s`"
                .formatted(candidate.modelItem().name(), candidate.dataItem().name()),
            problem.notes());
      }
    }
  }

  private static void refuseHuge(
      Candidate candidate, List<Layering.Layered> layers, Set<Span> said, Diagnostics diagnostics) {
    List<Double> weights = layers.stream().map(Layering.Layered::weights).toList();
    double all = weights.stream().mapToDouble(Double::doubleValue).sum();
    double most = Collections.max(weights);
    Step largest = candidate.layers().get(weights.indexOf(most));
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

  private static String words(double weights) {
    return String.format(Locale.ROOT, "%,.0f", weights);
  }
}
