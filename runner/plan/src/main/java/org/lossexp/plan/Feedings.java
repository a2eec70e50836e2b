package org.lossexp.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Feeding;
import org.lossexp.experiment.Feeding.Role;
import org.lossexp.formula.BoundLoss;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * Which losses can be trained on which data, and how examples become their batches. A loss on
 * values takes relevances and ratings as values, and what it predicts as score; one on embeddings
 * takes classes; one on preferences gets negatives.
 */
public final class Feedings {
  private static final Set<ReductionClass> BY_EXAMPLE =
      EnumSet.of(
          ReductionClass.ELEMENT,
          ReductionClass.EXAMPLE,
          ReductionClass.WEIGHTED_EXAMPLE,
          ReductionClass.ROW);

  /** Whether a time was seen to its end. */
  private static final String EVENT = "event";

  /** Layers that give as many numbers as they take. */
  private static final Set<String> KEEPING =
      Set.of(
          "dropout",
          "batch_norm",
          "layer_norm",
          "l2_normalize",
          "relu",
          "leaky_relu",
          "elu",
          "gelu",
          "silu",
          "tanh",
          "sigmoid",
          "softplus",
          "softmax",
          "identity",
          "residual");

  private Feedings() {}

  /**
   * What a loss meets.
   *
   * @param views whether the data makes views of examples
   * @param model the pipeline of layers, as the trial has it
   * @param train the settings of {@code train}, defaults filled in
   */
  public record Occasion(
      Task task,
      int outputs,
      List<Long> classCounts,
      Set<String> extras,
      boolean views,
      List<Value.Call> model,
      Arguments train) {
    public Occasion {
      classCounts = List.copyOf(classCounts);
      extras = Set.copyOf(extras);
      model = List.copyOf(model);
    }

    /** {@return the same, where the model ends in a head that the loss chooses} */
    Occasion ending() {
      Value.Call free =
          new Value.Call(
              "dense",
              Arguments.NONE
                  .with("units", new Value.Word("outputs"))
                  .with("activation", new Value.Word("identity")));
      return new Occasion(task, outputs, classCounts, extras, views, List.of(free), train);
    }

    static Occasion of(Candidate candidate) {
      DataHeader header = candidate.data().header();
      boolean views =
          candidate.data().pipeline().stream().anyMatch(step -> step.name().equals("views"));
      return new Occasion(
          header.task(),
          header.outputs(),
          header.classCounts(),
          header.inputs().extras(),
          views,
          candidate.modelCalls(),
          candidate.train().arguments());
    }
  }

  /**
   * A loss, bound.
   *
   * @param function the loss's, or what makes it fit
   * @param weighted whether the host multiplies units by weights of examples, where there are some
   */
  public record Fed(BoundLoss loss, LossFunction function, Feeding feeding, boolean weighted) {
    /** {@return what the loss reads besides predictions and target} */
    public List<ExtraInput> inputs() {
      return loss.resolved().loss().descriptor().inputs();
    }
  }

  /** {@return whether a loss can be trained on data of a task, whatever else it needs} */
  static boolean takes(LossDescriptor loss, Task task) {
    return task(loss, task).isPresent();
  }

  /** {@return as what the loss is bound on data of {@code task}} */
  private static Optional<Task> task(LossDescriptor loss, Task task) {
    if (loss.tasks().contains(task)) {
      return Optional.of(task);
    }
    boolean values = task == Task.RANKING || task == Task.RECOMMENDATION;
    if (values && loss.tasks().contains(Task.REGRESSION)) {
      return Optional.of(Task.REGRESSION);
    }
    return task.hasClasses() && loss.tasks().contains(Task.EMBEDDING)
        ? Optional.of(Task.EMBEDDING)
        : Optional.empty();
  }

  /** {@return whether what the model gives is the embedding, on data of {@code task}} */
  static boolean embeds(LossDescriptor loss, Task task) {
    return task(loss, task).filter(Task.EMBEDDING::equals).isPresent();
  }

  /** {@return the length of what {@code model} gives at its end; empty where that is open} */
  static OptionalInt width(List<Value.Call> model) {
    for (Value.Call layer : model.reversed()) {
      if (!KEEPING.contains(layer.name())) {
        return layer.name().equals("dense")
                && layer.arguments().values().get("units") instanceof Value.Numeral
            ? OptionalInt.of(layer.arguments().whole("units"))
            : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** {@return an input that the loss cannot do without, and that neither data nor host gives} */
  static Optional<ExtraInput> missing(LossDescriptor loss, Occasion occasion) {
    return loss.inputs().stream()
        .filter(input -> input.required() && !isSupplied(input, occasion))
        .findFirst();
  }

  /** {@return why the loss can only be evaluated, whatever the data gives: a clause} */
  static Optional<String> onlyEvaluated(LossDescriptor loss) {
    if (loss.inputs().stream().anyMatch(i -> i.shape() == ExtraInput.Shape.COLUMNS)) {
      return Optional.of("it scores every item of a batch for every query of it");
    }
    return loss.parts().equals(List.of("p1", "p2"))
        ? Optional.of("it needs a second network to compare with")
        : Optional.empty();
  }

  private static boolean isSupplied(ExtraInput input, Occasion occasion) {
    // Some losses know the role `event` under the name `events`.
    String column = input.name().equals("events") ? "event" : input.name();
    return occasion.extras().contains(column)
        || (input.name().equals("num_items") && occasion.task() == Task.RECOMMENDATION)
        || input.content() == ExtraInput.Content.GUMBEL
        || input.content() == ExtraInput.Content.PART;
  }

  /** {@return whether the loss compares two views of each example} */
  static boolean needsViews(LossDescriptor loss) {
    return loss.parts().equals(List.of("view1", "view2"))
        || loss.parts().equals(List.of("image", "text"));
  }

  /**
   * {@return {@code loss}, bound by {@code binder} and fed; empty where it does not fit}
   *
   * @param binder binds the loss to facts; empty where it refuses
   */
  public static Optional<Fed> bind(
      LossDescriptor loss, Occasion occasion, Function<TargetFacts, Optional<BoundLoss>> binder) {
    Optional<Task> task = task(loss, occasion.task());
    if (task.isEmpty() || onlyEvaluated(loss).isPresent()) {
      return Optional.empty();
    }
    return switch (task.get()) {
      case EMBEDDING -> embedding(loss, occasion, binder);
      case RECOMMENDATION -> preferences(occasion, binder);
      case REGRESSION, BINARY, MULTICLASS, MULTILABEL, RANKING -> {
        OptionalInt units = Heads.writtenUnits(occasion.model(), occasion.classCounts().size());
        yield bound(task.get(), occasion, units, binder)
            .map(it -> fed(it, new Feeding.Examples(false), occasion));
      }
    };
  }

  private static Optional<BoundLoss> bound(
      Task task,
      Occasion occasion,
      OptionalInt units,
      Function<TargetFacts, Optional<BoundLoss>> binder) {
    int outputs = task == occasion.task() ? occasion.outputs() : 1;
    List<Long> counts = task == Task.REGRESSION ? List.of() : occasion.classCounts();
    return binder.apply(new TargetFacts(task, outputs, counts, units));
  }

  private static Fed fed(BoundLoss bound, Feeding feeding, Occasion occasion) {
    LossDescriptor descriptor = bound.resolved().loss().descriptor();
    LossFunction function =
        switch (bound.reduction()) {
          case MEAN -> bound.function().forMean();
          case SUM -> bound.function();
        };
    boolean scores =
        (occasion.task() == Task.RANKING || occasion.task() == Task.RECOMMENDATION)
            && descriptor.tasks().contains(Task.REGRESSION)
            && !descriptor.tasks().contains(occasion.task());
    boolean weighted =
        BY_EXAMPLE.contains(descriptor.reduction()) && !descriptor.extras().contains("weights");
    boolean lasts =
        occasion.task() == Task.REGRESSION
            && occasion.extras().contains(EVENT)
            && !function.readout().gives().contains(Reading.SCORE);
    LossFunction read = scores || lasts ? new PointAsScore(function) : function;
    return new Fed(bound, read, feeding, weighted);
  }

  private static Optional<Fed> embedding(
      LossDescriptor loss, Occasion occasion, Function<TargetFacts, Optional<BoundLoss>> binder) {
    Optional<Feeding> feeding = feeding(loss, occasion);
    if (feeding.isEmpty()) {
      return Optional.empty();
    }
    OptionalInt width = width(occasion.model());
    OptionalInt units =
        width.isEmpty()
            ? OptionalInt.empty()
            : OptionalInt.of(width.getAsInt() * feeding.get().side());
    return bound(Task.EMBEDDING, occasion, units, binder)
        .map(bound -> fed(bound, feeding.get(), occasion));
  }

  /** {@return whether a loss on embeddings needs targets that only another network could give} */
  static boolean isTaught(Fed fed) {
    return switch (fed.function().encoding()) {
      case NONE, CLASS_INDEX -> false;
      case REAL, ZERO_ONE, PLUS_MINUS_ONE, ONE_HOT -> !(fed.feeding() instanceof Feeding.Pairs);
    };
  }

  /** {@return how examples of classes reach a loss on embeddings; empty where views are missing} */
  static Optional<Feeding> feeding(LossDescriptor loss, Occasion occasion) {
    if (needsViews(loss) && !occasion.views()) {
      return Optional.empty();
    }
    List<Role> roles = new ArrayList<>();
    for (String part : loss.parts()) {
      switch (part.replaceFirst("\\d$", "")) {
        case "anchor" -> roles.add(Role.ANCHOR);
        case "positive" -> roles.add(Role.POSITIVE);
        case "negative" -> roles.add(Role.NEGATIVE);
        default -> {}
      }
    }
    if (!roles.isEmpty()) {
      return Optional.of(new Feeding.Tuples(roles));
    }
    if (loss.parts().equals(List.of("x1", "x2"))) {
      // Some say -1 for a dissimilar pair, and some 0.
      return Optional.of(new Feeding.Pairs(loss.target().contains("-1") ? -1 : 0));
    }
    boolean classes = loss.target().startsWith("the index of the class");
    boolean stacked = loss.inputs().stream().anyMatch(i -> i.content() == ExtraInput.Content.PART);
    if (stacked && !classes) {
      return Optional.of(new Feeding.Stacked(List.of(Role.ANCHOR, Role.POSITIVE, Role.NEGATIVE)));
    }
    return Optional.of(
        occasion.views()
            ? new Feeding.Views(needsViews(loss), loss.state().isEmpty())
            : new Feeding.Examples(true));
  }

  private static Optional<Fed> preferences(
      Occasion occasion, Function<TargetFacts, Optional<BoundLoss>> binder) {
    OptionalInt written = Heads.writtenUnits(occasion.model(), 0);
    if (written.isPresent() && written.getAsInt() != 1) {
      return Optional.empty();
    }
    int negatives =
        occasion.train().value("negatives").orElse(null) instanceof Value.Call call
            ? call.arguments().whole("count")
            : 1;
    Optional<BoundLoss> several =
        bound(Task.RECOMMENDATION, occasion, OptionalInt.of(1 + negatives), binder)
            .filter(bound -> bound.function().head().units() == 1 + negatives);
    // Some losses compare two items, however many there are.
    Optional<BoundLoss> bound =
        several.or(() ->
            bound(Task.RECOMMENDATION, occasion, OptionalInt.of(2), binder)
                .filter(it -> it.function().head().units() == 2));
    return bound.map(
        it -> fed(it, new Feeding.Preferences(it.function().head().units() - 1), occasion));
  }
}
