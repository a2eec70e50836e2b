package org.lossexp.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.lossexp.experiment.Design;
import org.lossexp.results.LandscapeSlice;

/**
 * The objective on a plane through a model's weights, as shades: the directions are random, of each
 * filter's own length (Li and others, Visualizing the loss landscape of neural nets, NeurIPS 2018,
 * section 4), so widths compare within a model.
 */
final class LandscapePlot {
  private static final int HEIGHT = 240;
  private static final int TOP = 8;
  private static final int BOTTOM = HEIGHT - 20;
  private static final int SHADES = 9;
  private static final int TABLE_STEPS = 4;

  private final Design design;
  private final List<LandscapeSlice> slices;

  LandscapePlot(Design design, List<LandscapeSlice> slices) {
    this.design = design;
    this.slices = slices;
  }

  /** {@return a picture for each contender of a setting that has a slice} */
  List<Picture> draw(int setting) {
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < design.contenders().size(); i++) {
      for (LandscapeSlice slice : slices) {
        if (slice.contender().equals(design.contenders().get(i).label())
            && slice.setting().equals(design.settings().get(setting).label())
            && slice.points().stream().anyMatch(point -> Double.isFinite(point.objective()))) {
          pictures.add(picture(pictures.size() + 1, i, slice));
          break;
        }
      }
    }
    return pictures;
  }

  private static Picture picture(int number, int contender, LandscapeSlice slice) {
    SortedSet<Double> rows = new TreeSet<>();
    SortedSet<Double> columns = new TreeSet<>();
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (LandscapeSlice.Point point : slice.points()) {
      columns.add(point.a());
      rows.add(point.b());
      if (Double.isFinite(point.objective())) {
        low = Math.min(low, point.objective());
        high = Math.max(high, point.objective());
      }
    }
    Scale shade = Scale.fitting(low, high, low, Double.POSITIVE_INFINITY);
    List<Double> across = List.copyOf(columns);
    List<Double> up = List.copyOf(rows);
    var svg =
        new Svg(
            HEIGHT,
            "objective of " + slice.contender() + " around its weights",
            "Darker is higher; some of the numbers are in the table below, all in"
                + " evidence/landscape.csv.",
            "plot gutter");
    Scale x = edges(across);
    Scale y = edges(up);
    for (Scale.Tick tick : y.ticks(4)) {
      svg.sideLabel(BOTTOM - tick.at() * (BOTTOM - TOP), tick.label());
    }
    for (Scale.Tick tick : x.ticks(4)) {
      svg.tickLabel(tick.at(), BOTTOM + 15, tick.label());
    }
    svg.openStretched();
    int[][] levels = levels(slice, shade, across, up);
    for (int level = 0; level < SHADES; level++) {
      String path = cells(levels, level);
      if (!path.isEmpty()) {
        svg.path(
            path,
            "heat h" + level,
            Figures.plain(value(shade, (double) level / SHADES))
                + " to "
                + Figures.plain(value(shade, (level + 1.0) / SHADES)));
      }
    }
    svg.closeStretched();
    svg.circle(x.at(0), BOTTOM - y.at(0) * (BOTTOM - TOP), 4, "here", "the trained weights");
    return new Picture(
        "landscape-" + number,
        slice.contender(),
        "",
        svg.finished(),
        "From %s to %s%s."
            .formatted(
                Figures.plain(low),
                Figures.plain(high),
                shade.logarithmic() ? ", shades by the logarithm" : ""),
        List.of(contender),
        header(across),
        table(slice, across, up),
        0);
  }

  private static double value(Scale shade, double share) {
    return shade.logarithmic()
        ? shade.low() * StrictMath.pow(shade.high() / shade.low(), share)
        : shade.low() + share * (shade.high() - shade.low());
  }

  /** Cells stand about their places, so the plane is half a cell wider on each side. */
  private static Scale edges(List<Double> places) {
    double half = (places.getLast() - places.getFirst()) / (places.size() - 1) / 2;
    return new Scale(places.getFirst() - half, places.getLast() + half, false);
  }

  private static int[][] levels(
      LandscapeSlice slice, Scale shade, List<Double> across, List<Double> up) {
    int[][] levels = new int[up.size()][across.size()];
    for (LandscapeSlice.Point point : slice.points()) {
      // What left the finite numbers is as high as can be.
      double share = Double.isFinite(point.objective()) ? shade.at(point.objective()) : 1;
      levels[up.indexOf(point.b())][across.indexOf(point.a())] =
          Math.min(SHADES - 1, (int) (share * SHADES));
    }
    return levels;
  }

  /** One path for all cells of a shade, neighbours of a row joined. */
  private static String cells(int[][] levels, int level) {
    int columns = levels[0].length;
    var path = new Svg.Trace();
    double high = (double) (BOTTOM - TOP) / levels.length;
    for (int row = 0; row < levels.length; row++) {
      for (int column = 0; column < columns; column++) {
        if (levels[row][column] == level && (column == 0 || levels[row][column - 1] != level)) {
          int end = column;
          while (end < columns && levels[row][end] == level) {
            end++;
          }
          double left = (double) column / columns;
          double right = (double) end / columns;
          double top = BOTTOM - (row + 1) * high;
          path.move(left, top)
              .line(right, top)
              .line(right, top + high)
              .line(left, top + high)
              .close();
        }
      }
    }
    return path.data();
  }

  private static List<String> header(List<Double> across) {
    List<String> header = new ArrayList<>(List.of("b \\ a"));
    steps(across.size()).forEach(i -> header.add(Cells.minus(Figures.plain(across.get(i)))));
    return header;
  }

  private static List<List<String>> table(
      LandscapeSlice slice, List<Double> across, List<Double> up) {
    List<List<String>> rows = new ArrayList<>();
    for (int row : steps(up.size())) {
      List<String> cells = new ArrayList<>(List.of(Cells.minus(Figures.plain(up.get(row)))));
      for (int column : steps(across.size())) {
        cells.add(
            slice.points().stream()
                .filter(point -> point.a() == across.get(column) && point.b() == up.get(row))
                .findFirst()
                .map(LandscapeSlice.Point::objective)
                .filter(Double::isFinite)
                .map(value -> Cells.minus(Figures.plain(value)))
                .orElse(Cells.NONE));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static List<Integer> steps(int size) {
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i <= TABLE_STEPS; i++) {
      steps.add(i * (size - 1) / TABLE_STEPS);
    }
    return steps;
  }
}
