package org.lossexp.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Predicted;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * What a trained model does on the test part, as small tables: whatever the task asks for and the
 * loss's readout gives.
 */
final class Behaviour {
  /** Quantiles of more examples than that take more memory than their table is worth. */
  private static final int MOST_OF_QUANTILES = 200_000;

  private final Part part;
  private final Prepared data;
  private final List<String> targets;

  /**
   * @param trial whose data says what targets are called
   * @param part what is predicted
   */
  Behaviour(Trial trial, Prepared data, Part part) {
    this.part = part;
    this.data = data;
    this.targets = targets(trial, data);
  }

  /** {@return what is read of predictions of {@code rows} examples, if the readout gives it} */
  static Set<Reading> readings(Task task, int rows) {
    return switch (task) {
      case REGRESSION ->
          rows <= MOST_OF_QUANTILES
              ? EnumSet.of(Reading.POINT, Reading.QUANTILES)
              : EnumSet.of(Reading.POINT);
      case BINARY, MULTICLASS ->
          EnumSet.of(Reading.CLASS, Reading.PROBABILITIES, Reading.EMBEDDING);
      case MULTILABEL -> EnumSet.of(Reading.CLASS, Reading.PROBABILITIES);
      case RANKING, RECOMMENDATION -> EnumSet.of(Reading.SCORE);
      case EMBEDDING -> EnumSet.of(Reading.EMBEDDING);
    };
  }

  /** {@return what was predicted, if that is numbers or classes} */
  Optional<Predicted> predicted(Map<Reading, Predictions> read) {
    boolean labels = data.task() == Task.MULTILABEL;
    Predictions classes = read.get(Reading.CLASS);
    if (classes != null) {
      Predictions probabilities = read.get(Reading.PROBABILITIES);
      return Optional.of(
          new Predicted(
              part.source(),
              labels ? targets : List.of(""),
              labels ? List.of() : data.classes(),
              classes.target(),
              classes.prediction(),
              probabilities == null
                  ? new double[0]
                  : labels ? probabilities.prediction() : ofPredicted(classes, probabilities)));
    }
    return Stream.of(Reading.POINT, Reading.SCORE)
        .filter(read::containsKey)
        .findFirst()
        .map(read::get)
        .map(numbers ->
            new Predicted(
                part.source(),
                data.outputs() == 1 ? List.of("") : targets,
                List.of(),
                numbers.target(),
                numbers.prediction(),
                new double[0]));
  }

  private static double[] ofPredicted(Predictions classes, Predictions probabilities) {
    double[] out = new double[classes.rows()];
    for (int row = 0; row < out.length; row++) {
      int predicted = (int) classes.prediction()[row];
      boolean known = predicted >= 0 && predicted < probabilities.columns();
      out[row] =
          known
              ? probabilities.prediction()[row * probabilities.columns() + predicted]
              : Double.NaN;
    }
    return out;
  }

  /** The names of the target columns as the source was told them, or numbers. */
  private static List<String> targets(Trial trial, Prepared data) {
    if (data.task() == Task.MULTILABEL) {
      return data.classes();
    }
    List<String> names =
        trial.data().stream()
            .findFirst()
            .flatMap(source -> Optional.ofNullable(source.arguments().values().get("target")))
            .map(Behaviour::texts)
            .orElse(List.of());
    if (names.size() == data.outputs()) {
      return names;
    }
    return data.outputs() == 1
        ? List.of("target")
        : IntStream.rangeClosed(1, data.outputs()).mapToObj(i -> "target " + i).toList();
  }

  private static List<String> texts(Value value) {
    return switch (value) {
      case Value.Text(String text) -> List.of(text);
      case Value.Sequence(List<Value> items) ->
          items.stream().flatMap(item -> texts(item).stream()).toList();
      case Value.Numeral _, Value.Word _, Value.Flag _, Value.Pipeline _, Value.Call _ -> List.of();
    };
  }

  /**
   * {@return the tables that {@code read} gives}
   *
   * @param measurements of lists, for a table of queries
   */
  List<Evidence> tables(Map<Reading, Predictions> read, List<Measurement> measurements) {
    List<Evidence> tables = new ArrayList<>();
    Predictions classes = read.get(Reading.CLASS);
    if (classes != null && data.task().hasClasses()) {
      ClassTables.confusion(classes, data.classes()).ifPresent(tables::add);
    }
    Predictions probabilities = read.get(Reading.PROBABILITIES);
    if (probabilities != null && data.task().hasClasses()) {
      tables.add(ClassTables.calibration(probabilities));
    }
    if (data.task() == Task.REGRESSION) {
      Optional.ofNullable(read.get(Reading.POINT))
          .ifPresent(points -> tables.add(PointTables.residuals(points, targets)));
      Optional.ofNullable(read.get(Reading.QUANTILES))
          .ifPresent(quantiles -> tables.add(PointTables.quantiles(quantiles, targets)));
    }
    if (data.task() == Task.RANKING && read.containsKey(Reading.SCORE)) {
      QueryTable queries = new QueryTable(measurements);
      queries.addLists(read.get(Reading.SCORE), part.source());
      queries.table().ifPresent(tables::add);
    }
    Optional.ofNullable(read.get(Reading.EMBEDDING))
        .ifPresent(
            embeddings -> tables.add(NeighbourTable.of(embeddings, part.source(), data.classes())));
    return Collections.unmodifiableList(tables);
  }
}
