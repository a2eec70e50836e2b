package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Design;

class LinePlotTest {
  private static final Pattern CURVE = Pattern.compile("class=\"curve ([^\"]*)\" d=\"([^\"]*)\"");
  private static final Pattern STEP = Pattern.compile("([Ml])(-?[0-9]+) (-?[0-9.]+)");

  private static LinePlot.Line line(String look, DoubleUnaryOperator height) {
    return new LinePlot.Line(
        look,
        look,
        IntStream.rangeClosed(0, 100)
            .mapToObj(i -> {
              double y = height.applyAsDouble(i / 100.0);
              return new LinePlot.Point(i / 100.0, y, y, y);
            })
            .toList());
  }

  /** A curve's places: across in thousandths, down in pixels; the first of a piece is told. */
  private record Place(boolean begins, double x, double y) {}

  private static List<Place> places(String plot, String look) {
    Matcher curve = CURVE.matcher(plot);
    while (curve.find()) {
      if (curve.group(1).equals(look)) {
        List<Place> places = new ArrayList<>();
        Matcher step = STEP.matcher(curve.group(2));
        double x = 0;
        double y = 0;
        while (step.find()) {
          boolean begins = step.group(1).equals("M");
          x = Double.parseDouble(step.group(2)) + (begins ? 0 : x);
          y = Double.parseDouble(step.group(3)) + (begins ? 0 : y);
          places.add(new Place(begins, x, y));
        }
        return places;
      }
    }
    return List.of();
  }

  /**
   * With the median line reaching from 0 to 1, the axis ends at 4, where 400 (x - 0.5)^2 is cut.
   */
  @Test
  void aCurveEndsWhereItLeavesTheAxisAndBeginsWhereItComesBack() {
    String plot =
        new LinePlot(200, "losses", "made up")
            .cutting()
            .draw(
                List.of(
                    line("low", x -> x),
                    line("middle", x -> 1 - x),
                    line("far", x -> 400 * (x - 0.5) * (x - 0.5))))
            .markup()
            .finished();
    List<Place> places = places(plot, "far");
    assertEquals(1, places.stream().filter(Place::begins).count());
    assertEquals(400, places.getFirst().x(), 10);
    assertEquals(600, places.getLast().x(), 10);
    places.forEach(place -> assertTrue(place.y() >= 8 && place.y() <= 180, place.toString()));
    assertEquals(101, places(plot, "low").size());
    assertTrue(places(plot, "low").getFirst().begins());
  }

  /** A peak in the middle is left out: two pieces. */
  @Test
  void whatLiesBetweenTwoPiecesIsNotJoined() {
    String plot =
        new LinePlot(200, "losses", "made up")
            .cutting()
            .draw(
                List.of(
                    line("low", x -> x),
                    line("middle", x -> 1 - x),
                    line("far", x -> 100 - 400 * (x - 0.5) * (x - 0.5))))
            .markup()
            .finished();
    List<Place> begins = places(plot, "far").stream().filter(Place::begins).toList();
    assertEquals(2, begins.size());
    assertEquals(0, begins.getFirst().x());
    assertTrue(begins.getLast().x() > 980, begins.toString());
  }

  @Test
  void intervalsOfSeveralLinesStandSideBySide() {
    LinePlot.Point point = new LinePlot.Point(0.5, 1, 2, 3);
    String plot =
        new LinePlot(200, "means", "made up")
            .barred()
            .draw(
                List.of(
                    new LinePlot.Line("c0", "one", List.of(point)),
                    new LinePlot.Line("c1", "other", List.of(point))))
            .markup()
            .finished();
    Matcher bar = Pattern.compile("class=\"reach [^\"]*\" x1=\"([^\"]*)\"").matcher(plot);
    Set<String> across = new LinkedHashSet<>();
    while (bar.find()) {
      across.add(bar.group(1));
    }
    assertEquals(2, across.size());
    assertTrue(!plot.contains("\"band "), plot);
  }

  @Test
  void nineteenContendersHaveNineteenLooks() {
    var synthetic = new Synthetic();
    synthetic.contenders = IntStream.range(0, 19).mapToObj(i -> "loss_" + i).toList();
    synthetic.effects = new double[19];
    synthetic.baseline = OptionalInt.of(0);
    synthetic.seeds = 1;
    Design design = synthetic.design();
    var palette = new Palette(design);
    assertEquals(
        19,
        IntStream.range(0, 19)
            .mapToObj(i -> palette.of(i).replaceFirst(" k[0-9]+$", ""))
            .distinct()
            .count());
  }
}
