package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * What every part of a split gets in proportion.
 *
 * @param of [rows] the stratum of each, 0 … {@code count} − 1
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
record Strata(int[] of, int count) {
  /** Real targets are cut into so many parts of equal size. */
  static final int QUANTILES = 10;

  /** {@return one stratum of {@code items} items} */
  static Strata none(int items) {
    return new Strata(new int[items], 1);
  }

  /**
   * {@return what stands against stratifying {@code data} as {@code call} says}
   *
   * <p>A class with a row or two is no reason: it is warned of.
   */
  static Optional<Problem> check(Value.Call call, Dataset data) {
    Task task = data.header().task();
    String hint = "write `stratify = false`";
    return switch (word(call)) {
      case "false" -> Optional.empty();
      case "event" ->
          data.roles().extras().containsKey("event")
              ? Optional.empty()
              : problem(
                  "`"
                      + call.name()
                      + "` cannot stratify by `event`: the source names no such column",
                  "write `event = \"column\"` in the source, or `stratify = false`");
      default ->
          task.hasClasses() || (task == Task.REGRESSION && data.header().outputs() == 1)
              ? Optional.empty()
              : problem(
                  "`"
                      + call.name()
                      + "` cannot stratify "
                      + task.words()
                      + ": `stratify` takes classes, or one column of real numbers by their size",
                  hint);
    };
  }

  private static Optional<Problem> problem(String message, String note) {
    return Optional.of(
        new Problem(Codes.CANNOT_STRATIFY, message, Optional.of("stratify"), List.of(note)));
  }

  /** {@return the strata that {@code call} asks for} */
  static Strata of(Value.Call call, Dataset data) {
    return switch (word(call)) {
      case "false" -> none(data.rows());
      case "event" -> {
        double[] event = data.roles().extras().get("event");
        yield new Strata(Arrays.stream(event).mapToInt(seen -> seen == 0 ? 0 : 1).toArray(), 2);
      }
      default ->
          data.header().task().hasClasses()
              ? new Strata(
                  Arrays.stream(data.target()).mapToInt(label -> (int) label).toArray(),
                  data.header().classes().size())
              : quantiles(data.target());
    };
  }

  /** Equal targets are told apart by their row: quantiles are of equal size. */
  private static Strata quantiles(double[] target) {
    int[] order = Order.of(target);
    int[] strata = new int[target.length];
    for (int rank = 0; rank < order.length; rank++) {
      strata[order[rank]] = (int) ((long) rank * QUANTILES / order.length);
    }
    return new Strata(strata, QUANTILES);
  }

  private static String word(Value.Call call) {
    Value written = call.arguments().values().get("stratify");
    return written == null ? "false" : written.text();
  }

  int[] sizes(int[] items) {
    int[] sizes = new int[count];
    for (int item : items) {
      sizes[of[item]]++;
    }
    return sizes;
  }

  /** The items of the first stratum in an order drawn, then those of the second, and so on. */
  int[] shuffled(int[] items, RandomStream stream) {
    int[] sizes = sizes(items);
    int[][] strata = new int[count][];
    Arrays.setAll(strata, stratum -> new int[sizes[stratum]]);
    int[] filled = new int[count];
    for (int item : items) {
      strata[of[item]][filled[of[item]]++] = item;
    }
    int[] shuffled = new int[items.length];
    int at = 0;
    for (int[] stratum : strata) {
      stream.shuffle(stratum);
      System.arraycopy(stratum, 0, shuffled, at, stratum.length);
      at += stratum.length;
    }
    return shuffled;
  }
}
