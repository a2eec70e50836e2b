package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Value;

/**
 * The door to all data: what a source holds, and its rows ready for training.
 *
 * <p>A file is read once for all trials, and a pipeline is run once for all trials that share fold
 * and seeds, as far as memory allows. Safe for use by several threads.
 *
 * <p>Calls come with their arguments checked against {@link #descriptors} and with defaults filled
 * in. A problem that is about a step begins with the step's name in backquotes.
 */
public final class DataRoom {
  private final Path folder;
  private final Map<String, String> seen = new ConcurrentHashMap<>();
  private final Shelf<String, Attempt<Dataset>> datasets;
  private final Shelf<Request, Attempt<Prepared>> prepared;

  /**
   * What makes prepared data what it is; seeds that it does not depend on are left out.
   *
   * @param pipeline as resolved text
   */
  private record Request(
      String pipeline, int fold, Optional<Long> splitSeed, Optional<Long> corruptionSeed) {}

  /**
   * Bytes of prepared data that wait for the next trial, besides those in use: contenders of one
   * test part follow one another, so that more would only be kept for nothing.
   */
  private static final long PREPARED = 256L << 20;

  /**
   * A room for one project.
   *
   * @param folder of the experiment file: where relative paths start
   */
  public DataRoom(Path folder) {
    this(
        folder,
        Runtime.getRuntime().maxMemory() / 8,
        Math.min(PREPARED, Runtime.getRuntime().maxMemory() / 4));
  }

  /** A room that keeps about so many bytes of sources, and of prepared data. */
  DataRoom(Path folder, long sourceBytes, long preparedBytes) {
    this.folder = folder;
    this.datasets = new Shelf<>(sourceBytes, DataRoom::datasetBytes);
    this.prepared = new Shelf<>(preparedBytes, DataRoom::preparedBytes);
  }

  /** {@return every source, split and step that a {@code data} pipeline may name} */
  public static List<Descriptor> descriptors() {
    return DataDescriptors.ALL;
  }

  /** {@return what {@code source} holds} */
  public Attempt<DataHeader> header(Value.Call source) {
    return switch (dataset(source)) {
      case Attempt.Success<Dataset>(Dataset data) -> new Attempt.Success<>(data.header());
      case Attempt.Failure<Dataset>(List<Problem> problems) -> new Attempt.Failure<>(problems);
    };
  }

  /** {@return what the columns of {@code csv} hold, before any has a role} */
  public Attempt<List<ColumnFacts>> columns(Value.Call csv) {
    try {
      return new Attempt.Success<>(Facts.columns(folder, csv.arguments()));
    } catch (Unusable unusable) {
      return new Attempt.Failure<>(unusable.problems());
    }
  }

  /**
   * {@return statistics of the target of {@code source}: one for classes and for labels, one a
   * column for numbers}
   */
  public Attempt<List<TargetFacts>> targets(Value.Call source) {
    return switch (dataset(source)) {
      case Attempt.Success<Dataset>(Dataset data) -> new Attempt.Success<>(Facts.targets(data));
      case Attempt.Failure<Dataset>(List<Problem> problems) -> new Attempt.Failure<>(problems);
    };
  }

  /**
   * {@return what {@code pipeline} makes of its source, if everything that the steps ask of it is
   * there: its features are those that are left, its parts say how rows are parted, its notes what
   * was assumed, and its warnings what is likely a mistake}
   *
   * @param pipeline a source first, at most one split; without one {@link DataHeader.Parts#split}
   *     says which is taken
   */
  public Attempt<DataHeader> header(List<Value.Call> pipeline) {
    Pipeline sorted = Pipeline.of(pipeline);
    return switch (dataset(sorted.source())) {
      case Attempt.Failure<Dataset>(List<Problem> problems) -> new Attempt.Failure<>(problems);
      case Attempt.Success<Dataset>(Dataset data) -> {
        try {
          Dataset typed = sorted.typed(data);
          Splitter splitter = sorted.splitter(typed, folder);
          Dataset left = typed.without(splitter.columns());
          List<String> notes = new ArrayList<>(typed.header().notes());
          List<Problem> warnings = new ArrayList<>(typed.header().warnings());
          List<Problem> problems = sorted.check(left, splitter, notes, warnings);
          if (problems.isEmpty()) {
            Suspicions.look(left, sorted.featuresLeft(left), warnings);
            if (splitter.parts().test() == 0) {
              notes.add("every row is trained on and none is tested on: a fit, without a verdict");
            }
          }
          yield problems.isEmpty()
              ? new Attempt.Success<>(sorted.header(left, splitter.parts(), notes, warnings))
              : new Attempt.Failure<>(problems);
        } catch (Unusable unusable) {
          yield new Attempt.Failure<>(unusable.problems());
        }
      }
    };
  }

  /**
   * {@return the rows of {@code pipeline}, split and ready for training}
   *
   * @param fold which test part, from 0
   * @param seeds the root seeds; those for {@code SPLIT} and {@code CORRUPTION} are needed
   */
  public Attempt<Prepared> prepare(
      List<Value.Call> pipeline, int fold, Map<Trial.Purpose, Long> seeds) {
    Pipeline sorted = Pipeline.of(pipeline);
    boolean fixed =
        sorted.split().filter(split -> split.arguments().value("seed").isPresent()).isPresent();
    long splitSeed =
        fixed
            ? sorted.split().orElseThrow().arguments().whole("seed")
            : required(seeds, Trial.Purpose.SPLIT);
    long corruptionSeed = required(seeds, Trial.Purpose.CORRUPTION);
    Request request =
        new Request(
            pipeline.stream().map(Value.Call::text).toList().toString(),
            fold,
            fixed ? Optional.empty() : Optional.of(splitSeed),
            sorted.isCorrupting() ? Optional.of(corruptionSeed) : Optional.empty());
    return prepared.get(request, _ -> prepare(sorted, fold, splitSeed, corruptionSeed));
  }

  private Attempt<Prepared> prepare(
      Pipeline pipeline, int fold, long splitSeed, long corruptionSeed) {
    return switch (dataset(pipeline.source())) {
      case Attempt.Failure<Dataset>(List<Problem> problems) -> new Attempt.Failure<>(problems);
      case Attempt.Success<Dataset>(Dataset data) -> {
        try {
          yield new Attempt.Success<>(run(pipeline, data, folder, fold, splitSeed, corruptionSeed));
        } catch (Unusable unusable) {
          yield new Attempt.Failure<>(unusable.problems());
        }
      }
    };
  }

  static Prepared run(
      Pipeline pipeline, Dataset data, Path folder, int fold, long splitSeed, long corruptionSeed)
      throws Unusable {
    Dataset typed = pipeline.typed(data);
    Splitter splitter = pipeline.splitter(typed, folder);
    Dataset left = typed.without(splitter.columns());
    List<Problem> problems = pipeline.check(left, splitter, new ArrayList<>(), new ArrayList<>());
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    DataHeader.Parts parts = splitter.parts();
    if (fold < 0 || fold >= parts.folds()) {
      throw new IllegalArgumentException("no fold " + fold + " in " + parts.split().text());
    }
    String sha256 = data.header().sha256();
    String splitText = Splitter.words(parts.split());
    // Without the fold, for all folds of a seed are cut from one order of the rows.
    RandomStream.Key key =
        RandomStream.key(Trial.Purpose.SPLIT.word()).with(sha256).with(splitText).with(splitSeed);
    Split drawn = splitter.draw(fold, key);
    Split split =
        pipeline.limit().isPresent()
            ? RowLimit.of(pipeline.limit().get(), drawn, left, sha256)
            : drawn;
    Workbench bench =
        new Workbench(left, split, new Prepared.Origin(sha256, splitText, fold), corruptionSeed);
    for (Step step : pipeline.steps()) {
      step.apply(bench);
    }
    return bench.finish();
  }

  /**
   * {@return the rows of {@code source} in the form that {@code fitted} gives to new rows: for a
   * model that was trained before}
   *
   * <p>The target is NaN where a class is not among those that were trained on.
   */
  public Attempt<Part> transform(Value.Call source, Fitted fitted) {
    return switch (dataset(source)) {
      case Attempt.Failure<Dataset>(List<Problem> problems) -> new Attempt.Failure<>(problems);
      case Attempt.Success<Dataset>(Dataset data) -> {
        try {
          yield new Attempt.Success<>(NewRows.transformed(data, fitted));
        } catch (Unusable unusable) {
          yield new Attempt.Failure<>(unusable.problems());
        }
      }
    };
  }

  private Attempt<Dataset> dataset(Value.Call source) {
    return datasets.get(source.text(), _ -> load(source));
  }

  private Attempt<Dataset> load(Value.Call source) {
    try {
      Dataset data = Sources.load(folder, source);
      String sha256 = data.header().sha256();
      String before = seen.putIfAbsent(source.text(), sha256);
      if (before != null && !before.equals(sha256)) {
        throw Unusable.argument(
            Codes.FILE_CHANGED,
            "path",
            "`" + data.header().path().orElseThrow() + "` was changed while the experiment ran",
            "run the experiment again: trials on the old and the new rows cannot be compared");
      }
      return new Attempt.Success<>(data);
    } catch (Unusable unusable) {
      return new Attempt.Failure<>(unusable.problems());
    }
  }

  private static long required(Map<Trial.Purpose, Long> seeds, Trial.Purpose purpose) {
    Long seed = seeds.get(purpose);
    if (seed == null) {
      throw new IllegalArgumentException("no seed for " + purpose.word());
    }
    return seed;
  }

  private static long datasetBytes(Attempt<Dataset> attempt) {
    return switch (attempt) {
      case Attempt.Success<Dataset>(Dataset data) -> data.bytes();
      case Attempt.Failure<Dataset> _ -> 0;
    };
  }

  private static long preparedBytes(Attempt<Prepared> attempt) {
    return switch (attempt) {
      case Attempt.Success<Prepared>(Prepared data) ->
          bytes(data.training())
              + data.validation().map(DataRoom::bytes).orElse(0L)
              + data.test().map(DataRoom::bytes).orElse(0L);
      case Attempt.Failure<Prepared> _ -> 0;
    };
  }

  private static long bytes(Part part) {
    long extras = part.extras().values().stream().mapToLong(values -> values.length).sum();
    return part.features().length * (long) Float.BYTES
        + (part.codes().length + part.source().length + part.starts().length) * (long) Integer.BYTES
        + (part.target().length + part.original().length + extras) * Double.BYTES;
  }
}
