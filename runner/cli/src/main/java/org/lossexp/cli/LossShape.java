package org.lossexp.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.testkit.GoldenCase;
import org.lossexp.testkit.GoldenCheck;
import org.lossexp.testkit.Nested;

/**
 * A loss along a line of predictions: the curve that its page draws.
 *
 * @param axis what varies along the line
 * @param x where the loss was evaluated
 * @param value of the loss there
 * @param gradient of the loss with respect to {@code x}
 */
@SuppressWarnings("ArrayRecordComponent") // numbers to draw, compared by nobody
record LossShape(String axis, double[] x, double[] value, double[] gradient) {
  /**
   * {@return the curve of {@code loss} at {@code points} places, or nothing where no line of
   * predictions that is known here shows it}
   */
  static Optional<LossShape> of(Loss loss, Arguments arguments, int points) {
    return of(Scene.of(loss.descriptor()), loss, arguments, points);
  }

  /** {@return the curve in the first of {@code scenes} that shows one} */
  static Optional<LossShape> of(List<Scene> scenes, Loss loss, Arguments arguments, int points) {
    for (Scene scene : scenes) {
      Optional<LossShape> shape = along(scene, loss, arguments, points);
      if (shape.isPresent()) {
        return shape;
      }
    }
    return Optional.empty();
  }

  private static Optional<LossShape> along(
      Scene scene, Loss loss, Arguments arguments, int points) {
    try {
      Optional<Scene.Link> link = scene.link(loss, arguments);
      if (link.isEmpty()) {
        return Optional.empty();
      }
      var shape =
          new LossShape(scene.axis(), new double[points], new double[points], new double[points]);
      for (int i = 0; i < points; i++) {
        double share = (double) i / (points - 1);
        shape.x[i] = scene.low() + share * (scene.high() - scene.low());
        shape.evaluate(i, scene, link.get(), loss, arguments);
      }
      return Arrays.stream(shape.value).allMatch(Double::isNaN)
          ? Optional.empty()
          : Optional.of(shape);
    } catch (Refusal | RuntimeException unfit) {
      // The loss takes other inputs than these; where it takes none of a scene, it has no curve.
      return Optional.empty();
    }
  }

  private void evaluate(int place, Scene scene, Scene.Link link, Loss loss, Arguments arguments)
      throws Refusal {
    double[] leaves = scene.prediction().leaves();
    double[] direction = new double[leaves.length];
    scene.motion().move(x[place], leaves, direction);
    link.apply(leaves);
    GoldenCase written =
        new GoldenCase(
            "",
            loss.descriptor().name(),
            arguments,
            scene.prediction().withLeaves(leaf -> leaves[leaf]),
            scene.target(),
            extras(loss, scene),
            Optional.of(Reduction.MEAN),
            Optional.empty(),
            Optional.empty(),
            0);
    GoldenCheck.Computed computed = GoldenCheck.evaluate(loss, written);
    double[] slopes = computed.gradient().leaves();
    link.applyBack(leaves, slopes);
    value[place] = computed.value()[0];
    for (int i = 0; i < slopes.length; i++) {
      gradient[place] += slopes[i] * direction[i];
    }
  }

  private static Map<String, Nested> extras(Loss loss, Scene scene) {
    return loss.descriptor().extras().contains("events")
        ? Map.of("events", scene.target().orElseThrow().withLeaves(_ -> 1))
        : Map.of();
  }

  /** {@return {@code x} and {@code value} as lists, for pages} */
  static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }
}
