package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Tuning;
import org.lossexp.report.statistics.Descriptive;

/** {@link Tunability} as pictures: how far a budget gets, and how much each value matters. */
final class TuningPlots {
  private static final int HEIGHT = 220;

  /** More dots than these on a page are not seen, only carried. */
  private static final int MOST_DOTS = 1500;

  private static final int MOST_PICTURES = 24;
  private static final int PARTS = 3;
  private static final List<String> PART_NAMES =
      List.of("Lowest third", "Middle third", "Highest third");

  private final Design design;
  private final Tunability tunability;
  private final Palette palette;

  TuningPlots(Design design, Tunability tunability) {
    this.design = design;
    this.tunability = tunability;
    this.palette = new Palette(design);
  }

  /** {@return the best of n points over n, a picture for each setting} */
  List<Picture> bestOf() {
    List<Picture> pictures = new ArrayList<>();
    candidates()
        .forEach((setting, candidates) -> {
          List<Tunability.Candidate> drawn =
              candidates.stream().filter(each -> each.bestOf().size() > 1).toList();
          if (!drawn.isEmpty() && pictures.size() < MOST_PICTURES) {
            pictures.add(bestOf(setting, drawn));
          }
        });
    return pictures;
  }

  private Map<Integer, List<Tunability.Candidate>> candidates() {
    Map<Integer, List<Tunability.Candidate>> bySetting = new TreeMap<>();
    tunability
        .candidates()
        .forEach(
            each -> bySetting.computeIfAbsent(each.setting(), _ -> new ArrayList<>()).add(each));
    return bySetting;
  }

  private Picture bestOf(int setting, List<Tunability.Candidate> candidates) {
    Set<Integer> counts = new TreeSet<>();
    candidates.forEach(each -> counts.addAll(each.bestOf().keySet()));
    int most = counts.stream().max(Integer::compare).orElseThrow();
    Scale across = new Scale(1, most, most >= 20);
    List<Scale.Tick> ticks =
        counts.stream()
            .filter(count -> count == most || across.at(count) < 0.92)
            .map(count -> new Scale.Tick(across.at(count), count.toString()))
            .toList();
    List<LinePlot.Line> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("Contender"));
    counts.forEach(count -> header.add(count.toString()));
    List<List<String>> rows = new ArrayList<>();
    for (Tunability.Candidate candidate : candidates) {
      List<LinePlot.Point> points = new ArrayList<>();
      List<String> row = new ArrayList<>(List.of(label(candidate)));
      for (int count : counts) {
        Double best = candidate.bestOf().get(count);
        if (best == null) {
          row.add(Cells.NONE);
        } else {
          String words = Cells.minus(Figures.plain(best));
          points.add(
              new LinePlot.Point(
                  across.at(count), best, best, best, "best of " + count + ": " + words));
          row.add(words);
        }
      }
      lines.add(new LinePlot.Line(palette.of(candidate.contender()), label(candidate), points));
      rows.add(row);
    }
    return new Picture(
        "best-of-" + (setting + 1),
        tunability.goal(),
        " at the best of so many points" + in(setting),
        new LinePlot(
                HEIGHT,
                tunability.goal() + " at the best of so many points" + in(setting),
                "A line for each contender; the numbers are in the table below.")
            .over(across, ticks)
            .marked()
            .draw(lines),
        "",
        candidates.stream().map(Tunability.Candidate::contender).toList(),
        header,
        rows,
        1);
  }

  /** {@return the goal over each tuned value, a picture for each setting and value} */
  List<Picture> sensitivity() {
    List<Picture> pictures = new ArrayList<>();
    int dots = tunability.candidates().stream().mapToInt(each -> each.tried().size()).sum();
    int every = Math.max(1, (dots * values().size() + MOST_DOTS - 1) / MOST_DOTS);
    candidates()
        .forEach((setting, candidates) -> {
          for (Tuning.TunedValue value : values()) {
            if (pictures.size() < MOST_PICTURES) {
              sensitivity(pictures.size() + 1, setting, value, candidates, every)
                  .ifPresent(pictures::add);
            }
          }
        });
    return pictures;
  }

  /** The values that are tuned, each once; candidates that tune it share its range. */
  private List<Tuning.TunedValue> values() {
    Map<String, Tuning.TunedValue> values = new LinkedHashMap<>();
    design.tuning().stream()
        .flatMap(tuning -> tuning.searches().stream())
        .flatMap(search -> search.values().stream())
        .forEach(value -> values.putIfAbsent(value.name(), value));
    return List.copyOf(values.values());
  }

  /** A tuned value's axis. */
  private record Axis(Scale scale, List<Scale.Tick> ticks, Tuning.Range range) {
    /** {@return where a value stands as written; nothing for one that is not of its range} */
    Optional<Double> at(String written) {
      return switch (range) {
        case Tuning.Range.Choice(List<String> values, boolean _) ->
            values.contains(written)
                ? Optional.of(scale.at(values.indexOf(written)))
                : Optional.empty();
        case Tuning.Range.Interval _, Tuning.Range.Whole _ ->
            FactorPanels.number(written).stream().boxed().map(scale::at).findFirst();
      };
    }
  }

  private static Axis axis(Tuning.Range range) {
    return switch (range) {
      case Tuning.Range.Interval(double low, double high, boolean log) -> {
        var scale = new Scale(low, high, log);
        yield new Axis(scale, scale.ticks(4), range);
      }
      case Tuning.Range.Whole(long low, long high) -> {
        var scale = new Scale(low, Math.max(high, low + 1), false);
        List<Scale.Tick> whole =
            scale.ticks(4).stream().filter(tick -> !tick.label().contains(".")).toList();
        yield new Axis(scale, whole, range);
      }
      case Tuning.Range.Choice(List<String> values, boolean _) -> {
        // Half a place free at either side.
        var scale = new Scale(-0.5, values.size() - 0.5, false);
        List<Scale.Tick> places = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          places.add(new Scale.Tick(scale.at(i), values.get(i)));
        }
        yield new Axis(scale, places, range);
      }
    };
  }

  private Optional<Picture> sensitivity(
      int number,
      int setting,
      Tuning.TunedValue value,
      List<Tunability.Candidate> candidates,
      int every) {
    Axis axis = axis(value.range());
    List<ScatterPlot.Dot> dots = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    Set<Integer> who = new LinkedHashSet<>();
    for (Tunability.Candidate candidate : candidates) {
      List<Tunability.Point> points =
          candidate.tried().stream()
              .filter(point ->
                  Optional.ofNullable(point.values().get(value.name()))
                      .flatMap(axis::at)
                      .isPresent())
              .toList();
      for (int i = 0; i < points.size(); i += every) {
        Tunability.Point point = points.get(i);
        String written = point.values().get(value.name());
        dots.add(
            new ScatterPlot.Dot(
                palette.of(candidate.contender()),
                axis.at(written).orElseThrow(),
                point.goal(),
                "%s, %s = %s: %s"
                    .formatted(
                        label(candidate),
                        value.name(),
                        written,
                        Cells.minus(Figures.plain(point.goal())))));
      }
      if (!points.isEmpty()) {
        who.add(candidate.contender());
        rows.add(thirds(label(candidate), value, axis, points));
      }
    }
    if (dots.isEmpty()) {
      return Optional.empty();
    }
    List<String> header = new ArrayList<>(List.of("Contender"));
    if (value.range() instanceof Tuning.Range.Choice(List<String> names, boolean _)) {
      header.addAll(names);
    } else {
      header.addAll(PART_NAMES);
    }
    return Optional.of(
        new Picture(
            "sensitivity-" + number,
            tunability.goal(),
            " over " + value.name() + in(setting),
            ScatterPlot.draw(
                HEIGHT,
                tunability.goal() + " over " + value.name() + in(setting),
                "A dot for each point that was tried, up to some; the table below has medians,"
                    + " tuning.csv every point.",
                dots,
                axis.ticks(),
                up(dots)),
            "",
            List.copyOf(who),
            header,
            rows,
            1));
  }

  private Scale up(List<ScatterPlot.Dot> dots) {
    double low = dots.stream().mapToDouble(ScatterPlot.Dot::y).min().orElseThrow();
    double high = dots.stream().mapToDouble(ScatterPlot.Dot::y).max().orElseThrow();
    Optional<Design.Measure> measure =
        design.metrics().stream()
            .filter(each -> tunability.goal().endsWith("." + each.name()))
            .findFirst();
    return Scale.fitting(
        low,
        high,
        measure.map(Design.Measure::low).orElse(Double.NEGATIVE_INFINITY),
        measure.map(Design.Measure::high).orElse(Double.POSITIVE_INFINITY));
  }

  /** {@return the median goal in each third of the points by their value, or at each choice} */
  private static List<String> thirds(
      String label, Tuning.TunedValue value, Axis axis, List<Tunability.Point> points) {
    List<String> row = new ArrayList<>(List.of(label));
    if (axis.range() instanceof Tuning.Range.Choice(List<String> names, boolean _)) {
      for (String name : names) {
        row.add(
            median(
                points.stream()
                    .filter(point -> name.equals(point.values().get(value.name())))
                    .toList()));
      }
      return row;
    }
    List<Tunability.Point> sorted =
        points.stream()
            .sorted((one, other) ->
                Double.compare(
                    axis.at(one.values().get(value.name())).orElseThrow(),
                    axis.at(other.values().get(value.name())).orElseThrow()))
            .toList();
    for (int part = 0; part < PARTS; part++) {
      List<Tunability.Point> own =
          sorted.subList(part * sorted.size() / PARTS, (part + 1) * sorted.size() / PARTS);
      row.add(
          own.isEmpty()
              ? Cells.NONE
              : "%s … %s: %s"
                  .formatted(
                      own.getFirst().values().get(value.name()),
                      own.getLast().values().get(value.name()),
                      median(own)));
    }
    return row;
  }

  private static String median(List<Tunability.Point> points) {
    return points.isEmpty()
        ? Cells.NONE
        : Cells.minus(
            Figures.plain(
                Descriptive.median(points.stream().mapToDouble(Tunability.Point::goal).toArray())));
  }

  private String label(Tunability.Candidate candidate) {
    return design.contenders().get(candidate.contender()).label();
  }

  private String in(int setting) {
    String label = design.settings().get(setting).label();
    return label.isEmpty() ? "" : ", " + label;
  }
}
