package org.lossexp.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.testkit.Nested;

/**
 * A few examples of which one number varies, so that a loss can be drawn.
 *
 * @param axis what varies
 * @param low where it begins
 * @param high where it ends
 * @param facts what the loss is bound to in order to learn its link; empty where it has none
 * @param prediction the examples' raw outputs; the varying ones are overwritten
 * @param target the truth, where there is one
 * @param motion how the outputs depend on what varies
 */
record Scene(
    String axis,
    double low,
    double high,
    Optional<TargetFacts> facts,
    Nested prediction,
    Optional<Nested> target,
    Motion motion) {
  private static final double REACH = 3;

  /** How far robust losses are shown: what they do far out is what they are for. */
  private static final double ROBUST_REACH = 10;

  /** softplus of it is 1: a head of positive numbers stands still there. */
  private static final double UNIT_SOFTPLUS = 0.5413248546129181;

  private static final double THIRD = 2 * Math.PI / 3;

  /** Moves some raw outputs along the line. */
  @FunctionalInterface
  interface Motion {
    /**
     * Moves them.
     *
     * @param x how far
     * @param outputs are moved there
     * @param direction receives their derivatives with respect to {@code x}
     */
    void move(double x, double[] outputs, double[] direction);
  }

  /** The link between raw outputs and what the loss sees. */
  record Link(Optional<Head> head) {
    void apply(double[] outputs) {
      head.ifPresent(it -> it.apply(outputs, 0, outputs.length / it.units()));
    }

    void applyBack(double[] linked, double[] gradient) {
      head.ifPresent(it -> it.applyBack(linked, gradient, linked.length / it.units()));
    }
  }

  /** {@return scenes that may fit a loss, the plainest first} */
  static List<Scene> of(LossDescriptor loss) {
    List<Scene> scenes = new ArrayList<>();
    loss.tasks().stream().sorted().forEach(task -> scenes.addAll(of(loss, task)));
    return scenes;
  }

  /** {@return scenes of {@code task} that may fit a loss, the plainest first} */
  static List<Scene> of(LossDescriptor loss, Task task) {
    return switch (task) {
      case REGRESSION -> regression(loss);
      case BINARY -> binary();
      case MULTICLASS -> classes();
      case MULTILABEL -> labels();
      case RANKING -> ranking();
      case RECOMMENDATION -> recommendation();
      case EMBEDDING -> embedding(loss);
    };
  }

  /** {@return the same, {@code reach} far to both sides where it has two} */
  Scene reaching(double reach) {
    return low < 0 ? new Scene(axis, -reach, reach, facts, prediction, target, motion) : this;
  }

  /** {@return the link of {@code loss} here; nothing where it does not take these outputs} */
  Optional<Link> link(Loss loss, Arguments arguments) throws Refusal {
    if (facts.isEmpty()) {
      return Optional.of(new Link(Optional.empty()));
    }
    Head head = loss.bind(arguments, facts.get()).head();
    return prediction.size() % head.units() == 0
        ? Optional.of(new Link(Optional.of(head)))
        : Optional.empty();
  }

  private static List<Scene> regression(LossDescriptor loss) {
    double reach = loss.subfamily().equals("robust") ? ROBUST_REACH : REACH;
    TargetFacts facts = new TargetFacts(Task.REGRESSION, 1, List.of(), OptionalInt.empty());
    List<Scene> scenes = new ArrayList<>();
    for (double target : new double[] {0, 1}) {
      String axis = target == 0 ? "prediction - target" : "raw output, for a target of 1";
      if (!loss.parts().isEmpty()) {
        Map<String, Nested> parts = new LinkedHashMap<>();
        loss.parts().forEach(part -> parts.put(part, Nested.of(still(part))));
        scenes.add(
            new Scene(
                loss.parts().getFirst() + " - target, at scale 1",
                -reach,
                reach,
                Optional.of(facts),
                new Nested.Parts(parts),
                Optional.of(Nested.of(0)),
                first(1)));
      }
      scenes.add(
          new Scene(
              axis,
              -reach,
              reach,
              Optional.of(facts),
              Nested.of(0),
              Optional.of(Nested.of(target)),
              first(1)));
      scenes.add(
          new Scene(
              "all outputs - target",
              -reach,
              reach,
              Optional.empty(),
              rows(new double[] {0, 0, 0}),
              Optional.of(Nested.of(target)),
              first(3)));
      scenes.add(
          new Scene(
              "first of four predictions - its target",
              -reach,
              reach,
              Optional.empty(),
              Nested.of(0, 0.5, 1.5, 3),
              Optional.of(Nested.of(target, 1, 2, 2.5)),
              first(1)));
    }
    return scenes;
  }

  private static double still(String part) {
    return part.startsWith("log") ? 0 : UNIT_SOFTPLUS;
  }

  private static List<Scene> binary() {
    TargetFacts facts = new TargetFacts(Task.BINARY, 1, List.of(1L, 1L), OptionalInt.empty());
    return List.of(
        new Scene(
            "raw output, for the positive class",
            -REACH,
            REACH,
            Optional.of(facts),
            Nested.of(0),
            Optional.of(Nested.of(1)),
            first(1)));
  }

  private static List<Scene> classes() {
    TargetFacts facts =
        new TargetFacts(Task.MULTICLASS, 1, List.of(1L, 1L, 1L), OptionalInt.empty());
    String axis = "score of the true class - score of the two others";
    Nested scores = rows(new double[] {0, 0, 0});
    return List.of(
        new Scene(
            axis, -REACH, REACH, Optional.of(facts), scores, Optional.of(Nested.of(0)), first(1)),
        new Scene(
            axis,
            -REACH,
            REACH,
            Optional.of(facts),
            scores,
            Optional.of(rows(new double[] {1, 0, 0})),
            first(1)),
        new Scene(
            axis + ", for targets of 60, 30 and 10 %",
            -REACH,
            REACH,
            Optional.of(facts),
            scores,
            Optional.of(rows(new double[] {0.6, 0.3, 0.1})),
            first(1)),
        new Scene(
            "both outputs, for the highest of three classes",
            -REACH,
            REACH,
            Optional.of(facts),
            rows(new double[] {0, 0}),
            Optional.of(Nested.of(2)),
            first(2)));
  }

  private static List<Scene> labels() {
    TargetFacts facts = new TargetFacts(Task.MULTILABEL, 3, List.of(), OptionalInt.empty());
    return List.of(
        new Scene(
            "raw output of two labels that apply, with the sign turned for one that does not",
            -REACH,
            REACH,
            Optional.of(facts),
            rows(new double[] {0, 0, 0}),
            Optional.of(rows(new double[] {1, 1, 0})),
            (x, outputs, direction) -> {
              for (int i = 0; i < outputs.length; i++) {
                direction[i] = i == 2 ? -1 : 1;
                outputs[i] = x * direction[i];
              }
            }));
  }

  private static List<Scene> ranking() {
    String axis = "score of the relevant item, beside others at 0.5 and -0.5";
    Nested relevance = rows(new double[] {1, 0, 0});
    return List.of(
        new Scene(
            axis,
            -REACH,
            REACH,
            Optional.empty(),
            rows(new double[] {0, 0.5, -0.5}),
            Optional.of(relevance),
            first(1)),
        new Scene(
            axis,
            -REACH,
            REACH,
            Optional.empty(),
            new Nested.Items(
                List.of(
                    rows(new double[] {0, 0}, new double[] {0.5, 0.5}, new double[] {-0.5, -0.5}))),
            Optional.of(relevance),
            first(2)));
  }

  private static List<Scene> recommendation() {
    String axis = "score of the preferred item, beside others at 0.5 and -0.5";
    return List.of(
        new Scene(
            axis,
            -REACH,
            REACH,
            Optional.empty(),
            parts("positive", Nested.of(0), "negatives", rows(new double[] {0.5, -0.5})),
            Optional.empty(),
            first(1)),
        new Scene(
            "score of the preferred item, beside another at 0",
            -REACH,
            REACH,
            Optional.empty(),
            parts("positive", Nested.of(0), "negative", Nested.of(0)),
            Optional.empty(),
            first(1)),
        new Scene(
            "score of the preferred item, beside another at 0",
            -REACH,
            REACH,
            Optional.empty(),
            parts("x1", Nested.of(0), "x2", Nested.of(0)),
            Optional.of(Nested.of(1)),
            first(1)));
  }

  /** Unit vectors in the plane, of which one turns away from where it should be. */
  private static List<Scene> embedding(LossDescriptor loss) {
    List<Scene> scenes = new ArrayList<>();
    List<String> parts = loss.parts();
    if (!loss.state().isEmpty()) {
      Nested own = directions(0, THIRD);
      scenes.add(
          turning(
              "angle between an example and its class (radians), the other class at 120 degrees",
              parts("embeddings", directions(0, THIRD), loss.state().getFirst(), own),
              Optional.of(Nested.of(0, 1)),
              0));
    } else if (parts.size() == 3) {
      scenes.add(
          turning(
              "angle between anchor and positive (radians), the negative at 120 degrees",
              parts(
                  parts.get(0),
                  directions(0),
                  parts.get(1),
                  directions(0),
                  parts.get(2),
                  directions(THIRD)),
              Optional.empty(),
              2));
    } else if (parts.size() == 2) {
      Nested pairs =
          parts(
              parts.get(0),
              directions(0, THIRD, 2 * THIRD),
              parts.get(1),
              directions(0, THIRD, 2 * THIRD));
      String axis = "angle between the first of three pairs (radians)";
      scenes.add(turning(axis, pairs, Optional.empty(), 6));
      scenes.add(turning(axis, pairs, Optional.of(Nested.of(1, 1, 1)), 6));
    } else {
      scenes.add(
          turning(
              "angle between two examples of a class (radians), the other class at 120 and 240"
                  + " degrees",
              directions(0, 0, THIRD, 2 * THIRD),
              Optional.of(Nested.of(0, 0, 1, 1)),
              2));
      scenes.add(
          turning(
              "angle between two of four examples (radians)",
              directions(0, 0, THIRD, 2 * THIRD),
              Optional.empty(),
              2));
      scenes.add(
          new Scene(
              "distance, or similarity, of a pair that belongs together",
              0,
              REACH,
              Optional.empty(),
              Nested.of(0, 0.5),
              Optional.of(Nested.of(1, -1)),
              first(1)));
    }
    return scenes;
  }

  private static Scene turning(String axis, Nested prediction, Optional<Nested> target, int from) {
    return new Scene(
        axis,
        0,
        Math.PI,
        Optional.empty(),
        prediction,
        target,
        (x, outputs, direction) -> {
          outputs[from] = StrictMath.cos(x);
          outputs[from + 1] = StrictMath.sin(x);
          direction[from] = -outputs[from + 1];
          direction[from + 1] = outputs[from];
        });
  }

  /** The first {@code count} outputs are what varies. */
  private static Motion first(int count) {
    return (x, outputs, direction) -> {
      Arrays.fill(outputs, 0, count, x);
      Arrays.fill(direction, 0, count, 1);
    };
  }

  private static Nested rows(double[]... rows) {
    return new Nested.Items(Arrays.stream(rows).map(Nested::of).toList());
  }

  private static Nested directions(double... angles) {
    return new Nested.Items(
        Arrays.stream(angles)
            .mapToObj(angle -> Nested.of(StrictMath.cos(angle), StrictMath.sin(angle)))
            .toList());
  }

  private static Nested parts(Object... namesAndNumbers) {
    Map<String, Nested> parts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      parts.put((String) namesAndNumbers[i], (Nested) namesAndNumbers[i + 1]);
    }
    return new Nested.Parts(parts);
  }
}
