package org.lossexp.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lossexp.experiment.Descriptor;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Head;
import org.lossexp.spi.Value;

/**
 * The last layer of a model. {@code dense(outputs)} is whatever head the loss asks for; a model
 * that ends in no head gets one; a head that is written out is taken at its word.
 */
final class Heads {
  static final List<Descriptor.Kind> KINDS = List.of(Descriptor.Kind.LAYER);

  /** Models that look users and items up, and score them themselves. */
  private static final Set<String> SCORERS =
      Set.of("factors", "factorization_machine", "translational", "two_tower");

  private final Pipelines pipelines;
  private final Diagnostics diagnostics;

  Heads(Pipelines pipelines, Diagnostics diagnostics) {
    this.pipelines = pipelines;
    this.diagnostics = diagnostics;
  }

  /** {@return {@code dense(outputs)}, as if it stood at {@code span}} */
  static Expression.Call outputs(Span span) {
    Expression units =
        new Expression.Call(span, List.of(new Name(span, "outputs")), Optional.empty());
    return Pipelines.call(
        span, "dense", new Argument.Positional(span, units, Optional.empty(), Optional.empty()));
  }

  /** {@return the model of a file that declares none, for data with {@code codes} codes a row} */
  static Expression.Call usual(int codes) {
    Span start = new Span(0, 0);
    String name = codes == 3 ? "translational" : "factors";
    Expression width = new Expression.Numeral(start, "32", 32);
    return codes < 2
        ? outputs(start)
        : Pipelines.call(
            start, name, new Argument.Positional(start, width, Optional.empty(), Optional.empty()));
  }

  /** {@return whether {@code layer} is a whole model that gives a score} */
  static boolean scores(Value.Call layer) {
    return SCORERS.contains(layer.name());
  }

  /** {@return the layers of {@code declared}, with a head at their end} */
  Optional<List<Step>> read(Declared declared) {
    return pipelines.read(declared.body(), KINDS).flatMap(this::completed);
  }

  private Optional<List<Step>> completed(List<Step> layers) {
    for (Step layer : layers) {
      if (scores(layer.value())) {
        return alone(layers, layer);
      }
    }
    for (Step layer : layers.subList(0, layers.size() - 1)) {
      if (asks(layer.value(), "outputs")
          || asks(layer.value(), "classes")
          || isNamed(layer.value())) {
        diagnostics.error(
            Codes.HEAD_NOT_LAST,
            layer.written().span(),
            "`%s` is the head of a model, and stands last"
                .formatted(diagnostics.written(layer.written().span())),
            "give this layer a number of units");
        return Optional.empty();
      }
    }
    if (isHead(layers.getLast().value())) {
      return Optional.of(layers);
    }
    return pipelines
        .step(outputs(layers.getLast().written().span()), KINDS)
        .map(head -> {
          var complete = new ArrayList<>(layers);
          complete.add(head.asInserted());
          return complete;
        });
  }

  private Optional<List<Step>> alone(List<Step> layers, Step scorer) {
    if (layers.size() == 1) {
      return Optional.of(layers);
    }
    diagnostics.error(
        Codes.HEAD_NOT_LAST,
        scorer.written().span(),
        "`%s` is a whole model, and stands alone".formatted(scorer.value().name()),
        "take the other layers out",
        "`embedding(32) -> dense(64, relu) -> dense(outputs)` looks up, and goes on with layers");
    return Optional.empty();
  }

  /**
   * {@code heads(…)}; a dense layer of {@code outputs} or {@code classes}, one without an
   * activation, with {@code softmax}, or of a single unit with {@code sigmoid}: several sigmoid
   * units are taken as hidden ones.
   */
  static boolean isHead(Value.Call layer) {
    if (isNamed(layer)) {
      return true;
    }
    if (!layer.name().equals("dense")) {
      return false;
    }
    boolean single =
        layer.arguments().value("units").filter(new Value.Numeral(1)::equals).isPresent();
    return asks(layer, "outputs")
        || asks(layer, "classes")
        || switch (layer.arguments().word("activation")) {
          case "identity", "softmax" -> true;
          case "sigmoid" -> single;
          default -> false;
        };
  }

  /** {@return whether {@code layer} is {@code heads(mean, log_scale)}} */
  static boolean isNamed(Value.Call layer) {
    return layer.name().equals("heads");
  }

  private static boolean asks(Value.Call layer, String word) {
    return layer.name().equals("dense") && layer.arguments().isWord("units", word);
  }

  /**
   * {@return the units of the head of {@code model} where the file says how many: what {@link
   * org.lossexp.spi.TargetFacts#headUnits} is}
   *
   * @param model ends in a head, or in an embedding
   * @param classes of the target, 0 where there are none
   */
  static OptionalInt writtenUnits(List<Value.Call> model, int classes) {
    Value.Call head = model.getLast();
    if (scores(head)) {
      return OptionalInt.of(1);
    }
    if (head.arguments().values().get("names") instanceof Value.Sequence(List<Value> names)) {
      return OptionalInt.of(names.size());
    }
    if (asks(head, "classes")) {
      return classes == 0 ? OptionalInt.empty() : OptionalInt.of(classes);
    }
    return asks(head, "outputs")
        ? OptionalInt.empty()
        : OptionalInt.of(head.arguments().whole("units"));
  }

  /** {@return what the head applies to its sums; empty where the loss chooses, or no loss could} */
  static Optional<Head.Link> writtenLink(Value.Call head) {
    if (isNamed(head)) {
      return Optional.of(Head.Link.IDENTITY);
    }
    if (!head.name().equals("dense")) {
      return Optional.empty();
    }
    return switch (head.arguments().word("activation")) {
      case "identity" -> asks(head, "outputs") ? Optional.empty() : Optional.of(Head.Link.IDENTITY);
      case "sigmoid" -> Optional.of(Head.Link.SIGMOID);
      case "softmax" -> Optional.of(Head.Link.SOFTMAX);
      default -> Optional.empty();
    };
  }
}
