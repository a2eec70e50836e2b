package org.lossexp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lossexp.data.DataRoom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** What the columns of a plan's data were taken for, and how its rows are parted, in words. */
final class Schema {
  /** Columns and classes that are named; of more, their number is told. */
  private static final int SHOWN = 12;

  private Schema() {}

  /** {@return the lines for each different data of {@code plan}} */
  static List<String> of(ExperimentPlan plan, DataRoom data) {
    return plan.trials().stream()
        .map(Trial::data)
        .distinct()
        .map(pipeline -> lines(pipeline, data))
        .distinct()
        .flatMap(List::stream)
        .toList();
  }

  private static List<String> lines(List<Value.Call> pipeline, DataRoom data) {
    return switch (data.header(pipeline)) {
      case Attempt.Success<DataHeader>(DataHeader header) -> lines(pipeline, header);
      case Attempt.Failure<DataHeader>(List<Problem> problems) ->
          throw new IllegalStateException("planned, and then not there: " + problems);
    };
  }

  private static List<String> lines(List<Value.Call> pipeline, DataHeader header) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: %s for %s"
            .formatted(
                header.path().orElseGet(() -> pipeline.getFirst().name()),
                Counted.of(header.rows(), "row"),
                header.task().words()));
    header.parts().ifPresent(parts -> lines.add("  " + words(parts)));
    add(
        lines,
        "numbers",
        header.features().stream()
            .filter(feature -> feature.categories() == 0 && header.inputs().image().isEmpty())
            .toList(),
        feature -> name(feature));
    add(
        lines,
        "categories",
        header.features().stream().filter(feature -> feature.categories() > 0).toList(),
        feature -> name(feature) + " " + feature.categories());
    add(lines, "codes", header.inputs().codes(), code -> "`" + code.name() + "` " + code.size());
    header
        .inputs()
        .image()
        .ifPresent(image ->
            lines.add(
                "  images: %d × %d × %d"
                    .formatted(image.height(), image.width(), image.channels())));
    if (header.inputs().lists() > 0) {
      lines.add("  lists: " + header.inputs().lists());
    }
    if (!header.inputs().extras().isEmpty()) {
      lines.add(
          "  beside them: "
              + header.inputs().extras().stream().sorted().collect(Collectors.joining(", ")));
    }
    boolean apart = header.parts().filter(p -> p.split().name().equals("split")).isPresent();
    if (apart) {
      lines.add("  classes to train on: " + header.classes().size());
      return lines;
    }
    add(
        lines,
        header.task() == Task.MULTILABEL ? "labels" : "classes",
        IntStream.range(0, header.classes().size()).boxed().toList(),
        label -> "`" + header.classes().get(label) + "` " + header.classCounts().get(label));
    return lines;
  }

  private static String name(DataHeader.Feature feature) {
    return "`"
        + feature.name()
        + "`"
        + (feature.missing() == 0 ? "" : " (" + feature.missing() + " missing)");
  }

  private static String words(DataHeader.Parts parts) {
    String training = Counted.of(parts.training(), "row") + " to train on";
    String validation =
        parts.validation() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d to validate on", parts.validation());
    String test =
        parts.test() == 0
            ? ", none to test on"
            : String.format(Locale.ROOT, ", %,d to test on", parts.test());
    String folds = parts.folds() == 1 ? "" : ", " + Counted.of(parts.folds(), "test part");
    String drawn =
        switch (parts.drawn()) {
          case ALL -> ", drawn anew for each seed";
          case VALIDATION -> ", of which each seed draws the validation part anew";
          case NOTHING -> ", the same for all seeds";
        };
    return "about " + training + validation + test + folds + drawn;
  }

  private static <T> void add(
      List<String> lines, String title, List<T> things, Function<T, String> words) {
    if (!things.isEmpty()) {
      lines.add(
          "  "
              + title
              + ": "
              + things.stream().limit(SHOWN).map(words).collect(Collectors.joining(", "))
              + (things.size() > SHOWN ? ", … (" + things.size() + " in all)" : ""));
    }
  }
}
