package org.lossexp.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Source;
import org.lossexp.results.LossCurve;
import org.lossexp.spi.Task;

/** The curves of the losses that an experiment compares, all at the same places. */
final class LossShapes {
  private static final int POINTS = 201;

  /** How far from where prediction and target agree. */
  private static final double REACH = 5;

  private LossShapes() {}

  /**
   * {@return a curve for each loss of {@code design} that has one, in the contenders' order}
   *
   * <p>Losses of guests have none: a guest is not called in this process, where it could end all.
   */
  static List<LossCurve> of(Design design, LossCompiler losses, Plugins plugins) {
    List<Task> tasks =
        Arrays.stream(Task.values())
            .filter(task -> design.data().stream().anyMatch(it -> it.task().equals(task.words())))
            .toList();
    List<LossCurve> curves = new ArrayList<>();
    List<String> texts =
        design.contenders().stream()
            .map(it -> it.loss())
            .distinct()
            .filter(text -> plugins.guestsIn(text).findAny().isEmpty())
            .toList();
    for (String text : texts) {
      losses
          .resolve(new Source("loss", text))
          .value()
          .flatMap(loss -> shape(loss, tasks))
          .ifPresent(shape -> curves.add(curve(text, shape)));
    }
    return curves;
  }

  /** The experiment's task comes first: a loss may be drawn in several ways. */
  private static Optional<LossShape> shape(ResolvedLoss loss, List<Task> tasks) {
    List<Scene> scenes =
        Stream.concat(
                tasks.stream().filter(loss.loss().descriptor().tasks()::contains),
                loss.loss().descriptor().tasks().stream().sorted())
            .flatMap(task -> Scene.of(loss.loss().descriptor(), task).stream())
            .map(scene -> scene.reaching(REACH))
            .toList();
    return LossShape.of(scenes, loss.loss(), loss.own(), POINTS);
  }

  private static LossCurve curve(String text, LossShape shape) {
    List<LossCurve.Point> points =
        IntStream.range(0, shape.x().length)
            .mapToObj(i -> new LossCurve.Point(shape.x()[i], shape.value()[i], shape.gradient()[i]))
            .toList();
    return new LossCurve(text, shape.axis(), points);
  }
}
