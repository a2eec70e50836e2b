package org.lossexp.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Which rows of a source are trained on, validated on and tested on: source row numbers, ascending.
 * All fractions are of all rows.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
record Split(int[] training, int[] validation, int[] test) {
  /** How many rows a part gets. */
  private record Sizes(int training, int validation, int test) {}

  /** {@return how many test parts the split has} */
  static int folds(Value.Call call) {
    return call.name().equals("kfold") ? call.arguments().whole("folds") : 1;
  }

  /** {@return what stands against splitting {@code data} so, and remarks that do not} */
  static List<Problem> check(Value.Call call, Dataset data, List<String> notes) {
    List<Problem> problems = new ArrayList<>();
    Arguments arguments = call.arguments();
    boolean stratify = arguments.flag("stratify");
    boolean classes = data.header().task().hasClasses();
    if (stratify && !classes) {
      problems.add(
          new Problem(
              Codes.STRATIFY_NEEDS_CLASSES,
              "`" + call.name() + "` cannot stratify by real numbers: `stratify` needs classes",
              Optional.of("stratify"),
              List.of(
                  "write `stratify = false`; if `"
                      + data.targetName()
                      + "` holds classes, write `task = classification` in the source")));
    }
    Sizes sizes = sizes(call, data.rows(), 0);
    if (folds(call) > data.rows()) {
      problems.add(tooManyFolds(folds(call), data.rows()));
    } else if (sizes.test < 1 || sizes.training < 1) {
      problems.add(emptyPart(call, data.rows(), sizes));
    } else if (sizes.validation < 1 && arguments.real("validation") > 0) {
      problems.add(emptyPart(call, data.rows(), sizes));
    }
    if (classes) {
      remarkSmallClasses(call, data, notes);
    }
    return problems;
  }

  private static Problem tooManyFolds(int folds, int rows) {
    return new Problem(
        Codes.EMPTY_PART,
        String.format(
            Locale.ROOT,
            "%d folds, but only %d row%s: each fold tests on at least one row of its own",
            folds,
            rows,
            rows == 1 ? "" : "s"),
        Optional.of("folds"),
        List.of(String.format(Locale.ROOT, "write at most %d folds; 5 or 10 are usual", rows)));
  }

  private static Problem emptyPart(Value.Call call, int rows, Sizes sizes) {
    return new Problem(
        Codes.EMPTY_PART,
        String.format(
            Locale.ROOT,
            "`%s` leaves a part of the %d rows empty: %d to train on, %d to validate, %d to test",
            call.text(),
            rows,
            Math.max(0, sizes.training),
            sizes.validation,
            sizes.test),
        Optional.empty(),
        List.of("fractions are of all rows, and training gets what is left: write others"));
  }

  private static void remarkSmallClasses(Value.Call call, Dataset data, List<String> notes) {
    int parts = Math.max(2, folds(call));
    List<Long> counts = data.header().classCounts();
    for (int label = 0; label < counts.size(); label++) {
      if (counts.get(label) < parts) {
        notes.add(
            String.format(
                Locale.ROOT,
                "class `%s` has %d row%s only: some parts of `%s` hold none of it",
                data.header().classes().get(label),
                counts.get(label),
                counts.get(label) == 1 ? "" : "s",
                call.name()));
      }
    }
  }

  private static Sizes sizes(Value.Call call, int rows, int fold) {
    Arguments arguments = call.arguments();
    int validation = (int) Math.round(arguments.real("validation") * rows);
    int test =
        call.name().equals("kfold")
            ? rows / folds(call) + (fold < rows % folds(call) ? 1 : 0)
            : (int) Math.round(arguments.real("test") * rows);
    return new Sizes(rows - validation - test, validation, test);
  }

  /**
   * Draws the split.
   *
   * @param key says what data, which split and which seed; {@code fold} is added where it matters,
   *     for the folds of one seed must not overlap
   */
  static Split draw(Value.Call call, Dataset data, int fold, RandomStream.Key key) {
    int[] strata = new int[data.rows()];
    int classes = 1;
    if (call.arguments().flag("stratify")) {
      classes = data.header().classes().size();
      Arrays.setAll(strata, row -> (int) data.target()[row]);
    }
    Sizes sizes = sizes(call, data.rows(), fold);
    int[] all = RandomStream.identity(data.rows());
    int[] test =
        call.name().equals("kfold")
            ? fold(all, strata, classes, fold, folds(call), key.with("test").stream())
            : take(all, strata, classes, sizes.test, key.with("test").stream());
    int[] rest = without(all, test);
    int[] validation =
        take(rest, strata, classes, sizes.validation, key.with("validation").with(fold).stream());
    return new Split(without(rest, validation), validation, test);
  }

  /**
   * Every {@code folds}-th row of the shuffled strata: sizes differ by one at most, in each too.
   */
  private static int[] fold(
      int[] rows, int[] strata, int classes, int fold, int folds, RandomStream stream) {
    int[] shuffled = shuffledStrata(rows, strata, classes, stream);
    int[] chosen = new int[(shuffled.length - fold + folds - 1) / folds];
    Arrays.setAll(chosen, i -> shuffled[i * folds + fold]);
    Arrays.sort(chosen);
    return chosen;
  }

  /**
   * Draws {@code count} of {@code rows}, each stratum in proportion. What rounding down leaves goes
   * to the strata with the largest remainders, at equal remainders to the first.
   */
  private static int[] take(int[] rows, int[] strata, int classes, int count, RandomStream stream) {
    int[] sizes = new int[classes];
    for (int row : rows) {
      sizes[strata[row]]++;
    }
    int[] shares = new int[classes];
    long[] remainders = new long[classes];
    int left = count;
    for (int label = 0; label < classes; label++) {
      long product = (long) count * sizes[label];
      shares[label] = (int) (product / rows.length);
      remainders[label] = product % rows.length;
      left -= shares[label];
    }
    for (; left > 0; left--) {
      int largest = 0;
      for (int label = 1; label < classes; label++) {
        largest = remainders[label] > remainders[largest] ? label : largest;
      }
      shares[largest]++;
      remainders[largest] = -1;
    }
    int[] shuffled = shuffledStrata(rows, strata, classes, stream);
    int[] chosen = new int[count];
    int from = 0;
    int to = 0;
    for (int label = 0; label < classes; label++) {
      System.arraycopy(shuffled, from, chosen, to, shares[label]);
      from += sizes[label];
      to += shares[label];
    }
    Arrays.sort(chosen);
    return chosen;
  }

  /** The rows of the first stratum in an order drawn, then those of the second, and so on. */
  private static int[] shuffledStrata(int[] rows, int[] strata, int classes, RandomStream stream) {
    int[] shuffled = new int[rows.length];
    int at = 0;
    for (int label = 0; label < classes; label++) {
      int wanted = label;
      int[] stratum = Arrays.stream(rows).filter(row -> strata[row] == wanted).toArray();
      stream.shuffle(stratum);
      System.arraycopy(stratum, 0, shuffled, at, stratum.length);
      at += stratum.length;
    }
    return shuffled;
  }

  private static int[] without(int[] rows, int[] taken) {
    boolean[] gone = new boolean[rows.length == 0 ? 0 : rows[rows.length - 1] + 1];
    for (int row : taken) {
      gone[row] = true;
    }
    return Arrays.stream(rows).filter(row -> !gone[row]).toArray();
  }
}
