package org.lossexp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.lossexp.data.TargetFacts;
import org.lossexp.spi.Value;

/**
 * From statistics of a target to losses. Rules, thresholds and their sources: decision record 0018;
 * what speaks for a loss is said with the number that does.
 */
final class Advisor {
  // Regression. Residuals are those of a robust linear fit.
  private static final double OUTLIERS = 0.01;
  private static final double MANY_OUTLIERS = 0.05;

  /** So many are gross errors rather than the tail of something. */
  private static final double GROSS = 0.1;

  private static final double KURTOSIS = 3;
  private static final double GREAT_KURTOSIS = 10;
  private static final double SKEWNESS = 1;
  private static final double SPREAD = 0.2;
  private static final double GREAT_SPREAD = 0.4;
  private static final double SPREAD_DEVIATIONS = 1.96;
  private static final double ZEROS = 0.01;
  private static final double TENS = 0.3;
  private static final double NEAR_ZERO = 0.2;
  private static final double OVERDISPERSED = 1.25;
  private static final double UNDERDISPERSED = 0.8;
  private static final double ONE_SIDED_95 = 1.645;
  private static final double EXCESS_ZEROS = 0.02;
  private static final double AT_AN_END = 0.01;
  private static final int FEWEST_AT_AN_END = 5;
  private static final int CONTINUOUS = 20;

  // Classes.
  private static final double IMBALANCE = 4;
  private static final double GREAT_IMBALANCE = 20;
  private static final double DISAGREEING = 0.1;
  private static final int FEWEST_UNANIMOUS = 50;
  private static final int FEWEST_LEVELS = 4;
  private static final double ONE_STEP = 1.1;
  private static final int MANY_CLASSES = 20;
  private static final double RARE_LABEL = 0.2;

  private static final int FEW_ROWS = 50;

  private final List<Advice.Finding> findings = new ArrayList<>();
  private final Map<String, Advice.Candidate> candidates = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  private boolean positive;
  private boolean notNegative;

  private Advisor() {}

  /** {@return advice for a target of one or several columns} */
  static Advice on(List<TargetFacts> targets) {
    Advisor advisor = new Advisor();
    return switch (targets.getFirst()) {
      case TargetFacts.Classes classes -> advisor.onClasses(classes);
      case TargetFacts.Labels labels -> advisor.onLabels(labels);
      case TargetFacts.Numbers _ ->
          advisor.onNumbers(targets.stream().map(TargetFacts.Numbers.class::cast).toList());
    };
  }

  // Numbers.

  private Advice onNumbers(List<TargetFacts.Numbers> targets) {
    baseline("mse", "the baseline: it asks for the mean, and is best where errors are normal");
    boolean robust = false;
    boolean mean = false;
    boolean counts = true;
    // A loss is for all columns of the target, or for none.
    positive = targets.stream().allMatch(target -> target.min() > 0);
    notNegative = targets.stream().allMatch(target -> target.min() >= 0);
    for (TargetFacts.Numbers target : targets) {
      String of = targets.size() > 1 ? ", `" + target.name() + "`" : "";
      // The tails of counts are theirs, and their spread grows with the mean.
      if (notNegative && isCount(target) && counts(target, of)) {
        mean = true;
      } else {
        counts = false;
        boolean grows = spread(target, of);
        boolean amounts = amounts(target, of, grows);
        mean |= amounts;
        robust |= tails(target, of, amounts);
        ends(target, of);
      }
    }
    TargetFacts.Numbers one = targets.getFirst();
    fewRows(one.rows());
    if (candidates.values().stream().filter(Advice.Candidate::first).count() < 2) {
      candidate(
          "huber", true, "insurance at little cost: 95% as efficient where errors are normal");
    }
    String by = robust && !mean ? "mae" : "rmse";
    remarks.add(
        by.equals("mae")
            ? "`mae` judges here, for a few large errors would decide by `rmse`; if these are what"
                + " costs you, judge by `rmse`"
            : "`rmse` judges here, which asks for the mean; `mae` asks for the median");
    String kind =
        targets.size() > 1
            ? "%d columns of %s".formatted(targets.size(), counts ? "counts" : "numbers")
            : "%s from %s to %s, mean %s"
                .formatted(
                    counts ? "counts" : "numbers",
                    short3(one.min()),
                    short3(one.max()),
                    short3(one.mean()));
    List<String> metrics = new ArrayList<>(List.of("rmse", "mae", "r2"));
    metrics.remove(by);
    return advice(kind, by, metrics);
  }

  /** Amounts of money are whole, too, but round, or far from 0. */
  private static boolean isCount(TargetFacts.Numbers target) {
    return target.counts().isPresent()
        && (target.tens() < TENS || target.max() < 100)
        && target.min() <= NEAR_ZERO * target.mean();
  }

  /** {@return whether a loss on the mean of counts fits} */
  private boolean counts(TargetFacts.Numbers target, String of) {
    TargetFacts.Counts counts = target.counts().orElseThrow();
    boolean under = counts.dispersion() < UNDERDISPERSED;
    boolean over = counts.dispersion() > OVERDISPERSED && counts.t() > ONE_SIDED_95;
    find(
        "dispersion about a Poisson fit" + of,
        counts.dispersion(),
        "> 1.25",
        over,
        "Cameron and Trivedi 1990 (t = %.1f, rule t > 1.645); Hilbe 2011, ch. 7"
            .formatted(counts.t()));
    if (under) {
      remarks.add(
          "`%s` holds whole numbers with less spread than counts of independent events have (%s < 0.8):"
                  .formatted(target.name(), short3(counts.dispersion()))
              + " nothing speaks for `poisson_nll`");
      return false;
    }
    find(
        "multiples of 10 among whole numbers from near 0" + of,
        percent(target.tens()),
        target.tens(),
        "< 30%: counts",
        true,
        "a tenth of counts, most of amounts; threshold ours");
    boolean rare = target.sd() <= 10;
    candidate(
        "poisson_nll",
        true,
        over
            ? "counts; its mean is right even though their spread is not Poisson's"
            : "counts with the spread of Poisson's");
    if (over && rare) {
      double alpha = Math.max(0.05, Math.round(counts.alpha() * 20) / 20.0);
      candidate(
          "negative_binomial_nll(alpha = %s)".formatted(Value.Numeral.text(alpha)),
          true,
          "counts, %s times as dispersed as Poisson's; alpha by the test's own estimate"
              .formatted(short3(counts.dispersion())));
    }
    if (over && !rare) {
      candidate(
          "tweedie_deviance(power = 1.5)",
          true,
          "counts this large and dispersed are nearly continuous: spread grows faster than the"
              + " mean");
    }
    double expected = over ? counts.zerosWithAlpha() : counts.zeros();
    boolean excess = target.zeros() > expected + EXCESS_ZEROS;
    find(
        "zeros beyond what a %s fit expects".formatted(over ? "negative binomial" : "Poisson") + of,
        percent(target.zeros() - expected),
        target.zeros() - expected,
        "> 2%",
        excess,
        "%s zeros, %s expected; Lambert 1992, zero-inflated Poisson"
            .formatted(percent(target.zeros()), percent(expected)));
    if (excess) {
      candidate(
          "tweedie_deviance(power = 1.5)",
          true,
          "more zeros than counts have: a mass at 0 of its own");
      remarks.add("a two-part (hurdle) model of the zeros is not among the losses");
    }
    return true;
  }

  /** {@return whether a loss on the mean of positive amounts fits} */
  private boolean amounts(TargetFacts.Numbers target, String of, boolean grows) {
    if (target.min() >= 0 && target.max() <= 1) {
      find(
          "range" + of,
          "[%s, %s]".formatted(short3(target.min()), short3(target.max())),
          target.max(),
          "within [0, 1]",
          true,
          "Papke and Wooldridge 1996, fractional responses");
      remarks.add(
          "a share stays within [0, 1] under `dense(outputs, sigmoid)`; the likelihood of shares is"
              + " `loss share = -target * log(prediction) - (1 - target) * log(1 - prediction)`");
      return false;
    }
    if (!notNegative) {
      return false;
    }
    boolean skewed = target.skewness() > SKEWNESS;
    find(
        "skewness of the target, which is never below 0" + of,
        target.skewness(),
        "> 1",
        skewed,
        "Bulmer 1979; McCullagh and Nelder 1989, ch. 8");
    boolean proportional =
        skewed
            && (target.residuals().skewness() > SKEWNESS || (grows && rises(target)))
            && target.residuals().outliers() < GROSS;
    if (skewed && !proportional && target.residuals().outliers() < GROSS) {
      remarks.add(
          "the target is skewed, and what is left of it beside a straight line is not: the features"
              + " explain the tail, and nothing asks for a loss on proportions");
    }
    if (positive) {
      if (proportional) {
        candidate(
            "gamma_deviance",
            true,
            "above 0, with errors that grow with the mean or to the right (McCullagh and Nelder"
                + " 1989)");
        remarks.add(
            "`log_target()` instead of `scale_target()` makes errors proportional for every loss;"
                + " predictions are then nearer to the median");
      }
      return proportional;
    }
    boolean zeros =
        target.distinct() > CONTINUOUS
            && target.zeros() >= ZEROS
            && target.zeros() * target.rows() >= FEWEST_AT_AN_END;
    if (target.distinct() > CONTINUOUS) {
      find(
          "zeros among amounts" + of,
          percent(target.zeros()),
          target.zeros(),
          ">= 1%, 5 rows",
          zeros,
          "Jorgensen 1987; Dunn and Smyth 2005, Tweedie");
    }
    if (zeros || proportional) {
      candidate(
          "tweedie_deviance(power = 1.5)",
          true,
          zeros
              ? "zeros, and amounts above them (Dunn and Smyth 2005)"
              : "from 0 on, with errors that grow with the mean or to the right");
    }
    return zeros || proportional;
  }

  private static boolean rises(TargetFacts.Numbers target) {
    return target.residuals().spread() > 0;
  }

  /** {@return whether errors have heavy tails} */
  private boolean tails(TargetFacts.Numbers target, String of, boolean otherwiseExplained) {
    TargetFacts.Residuals residuals = target.residuals();
    boolean outliers = residuals.outliers() >= OUTLIERS;
    boolean heavy = residuals.kurtosis() > KURTOSIS;
    find(
        "residuals beyond 3.5 robust scales" + of,
        percent(residuals.outliers()),
        residuals.outliers(),
        ">= 1%",
        outliers,
        "Iglewicz and Hoaglin 1993; 0.05% of normal errors");
    find(
        "excess kurtosis of residuals" + of,
        residuals.kurtosis(),
        "> 3",
        heavy,
        "3 is the Laplace distribution's, whose likelihood is mae");
    boolean skewed = Math.abs(residuals.skewness()) > SKEWNESS;
    find("skewness of residuals" + of, residuals.skewness(), "size > 1", skewed, "Bulmer 1979");
    if (!outliers && !heavy) {
      return false;
    }
    String because =
        outliers
            ? "%s of the residuals lie far out".formatted(percent(residuals.outliers()))
            : "tails heavier than the Laplace distribution's";
    // The tail of counts and amounts belongs to them: cutting it off moves the mean.
    boolean first = !otherwiseExplained;
    candidate("huber", true, because + "; their pull is bounded (Huber 1964)");
    candidate("mae", first, because + "; it asks for the median");
    boolean severe = residuals.outliers() >= MANY_OUTLIERS || residuals.kurtosis() > GREAT_KURTOSIS;
    if (severe && !otherwiseExplained) {
      candidate(
          "cauchy", true, "many or extreme residuals: their pull fades (Black and Anandan 1996)");
      candidate("tukey_biweight", false, "gross errors lose all pull (Beaton and Tukey 1974)");
      candidate(
          "barron_general_robust(alpha = 0)", false, "robustness as one number (Barron 2019)");
    }
    if (skewed) {
      remarks.add(
          "tails on one side: `mae` and `huber` predict lower or higher than the mean there, by"
              + " design");
    }
    return true;
  }

  /** {@return whether some rows have larger errors than others} */
  private boolean spread(TargetFacts.Numbers target, String of) {
    TargetFacts.Residuals residuals = target.residuals();
    double deviations = Math.abs(residuals.spread()) * Math.sqrt(residuals.rows() - 1.0);
    boolean grows = Math.abs(residuals.spread()) > SPREAD && deviations > SPREAD_DEVIATIONS;
    find(
        "rank correlation of residual size and fit" + of,
        residuals.spread(),
        "size > 0.2, p < 5%",
        grows,
        "Koenker and Bassett 1982; Glejser 1969 in ranks");
    if (grows) {
      candidate(
          "multi_quantile",
          Math.abs(residuals.spread()) > GREAT_SPREAD,
          "spread differs between rows: it gives each row's own interval");
      candidate(
          "gaussian_nll",
          false,
          "spread differs between rows: it learns it (Nix and Weigend 1994)");
    }
    return grows;
  }

  private void ends(TargetFacts.Numbers target, String of) {
    if (target.distinct() <= CONTINUOUS) {
      return;
    }
    boolean top =
        target.atMost() >= AT_AN_END && target.atMost() * target.rows() >= FEWEST_AT_AN_END;
    find(
        "rows at the largest value, " + short3(target.max()) + of,
        percent(target.atMost()),
        target.atMost(),
        ">= 1%, 5 rows",
        top,
        "Powell 1984, least absolute deviations under censoring");
    if (top) {
      candidate("mae", true, "values cut off at the top do not move a median (Powell 1984)");
      remarks.add(
          "%s of the rows hold `%s` = %s exactly: if larger values were cut off there, no model"
                  .formatted(percent(target.atMost()), target.name(), short3(target.max()))
              + " can learn them, and errors there mislead");
    }
  }

  // Classes.

  private Advice onClasses(TargetFacts.Classes target) {
    int classes = target.classes().size();
    boolean binary = classes == 2;
    long most = target.counts().stream().mapToLong(Long::longValue).max().orElseThrow();
    long least = target.counts().stream().mapToLong(Long::longValue).min().orElseThrow();
    baseline(
        binary ? "bce_with_logits" : "cross_entropy",
        "the baseline: honest probabilities, where rows and labels are what they seem");
    boolean ordered = ordered(target);
    boolean imbalanced = imbalance(most, least, binary, ordered, classes);
    noise(target.neighbours(), binary);
    if (!binary) {
      find("classes", classes, ">= 20", classes >= MANY_CLASSES, "threshold ours");
    }
    if (classes >= MANY_CLASSES) {
      candidate("label_smoothed_cross_entropy", true, "many classes (Szegedy and others 2016)");
    }
    fewRows(target.rows());
    if (findings.stream().noneMatch(Advice.Finding::met)) {
      candidate("brier", true, "squared error of probabilities: often level (Hui and Belkin 2021)");
      candidate(
          binary ? "hinge" : "weston_watkins_hinge",
          true,
          "a margin instead of probabilities: where the class alone matters");
    }
    String by = ordered ? "quadratic_kappa" : imbalanced ? "balanced_accuracy" : "accuracy";
    if (imbalanced && !ordered) {
      remarks.add(
          "`balanced_accuracy` judges here: each class counts the same. What re-weighting moves is"
              + " the threshold; if you need probabilities, or the order of rows, judge by"
              + " `log_loss` or `roc_auc`, where plain cross-entropy is hard to beat (van den"
              + " Goorbergh and others 2022)");
    }
    List<String> metrics =
        new ArrayList<>(List.of("accuracy", "balanced_accuracy", "macro_f1", "mcc"));
    metrics.remove(by);
    return advice("%d classes, %,d to %,d rows each".formatted(classes, least, most), by, metrics);
  }

  private boolean ordered(TargetFacts.Classes target) {
    int classes = target.classes().size();
    boolean row =
        target.classes().stream().allMatch(name -> name.matches("-?[0-9]{1,6}"))
            && IntStream.range(1, classes)
                .allMatch(i ->
                    Integer.parseInt(target.classes().get(i))
                        == Integer.parseInt(target.classes().get(i - 1)) + 1);
    if (!row || classes < FEWEST_LEVELS) {
      return false;
    }
    TargetFacts.Neighbours near = target.neighbours();
    double ratio = near.oneStepByChance() == 0 ? 0 : near.oneStep() / near.oneStepByChance();
    boolean ordered = ratio > ONE_STEP;
    find(
        "unlike neighbours one class apart, against chance",
        ratio,
        "> 1.1",
        ordered,
        "%s, %s by chance; Frank and Hall 2001 on ordinal classes; threshold ours"
            .formatted(percent(near.oneStep()), percent(near.oneStepByChance())));
    if (ordered) {
      candidate(
          "cumulative_ordinal_cross_entropy",
          true,
          "classes %s to %s in order, mixed up mostly with the next (Cao and others 2020)"
              .formatted(target.classes().getFirst(), target.classes().getLast()));
      candidate(
          "squared_earth_movers_distance",
          true,
          "a far class costs more than the next (Hou and others 2016)");
      remarks.add(
          "no statistic knows whether the numbers mean an order: if they are mere codes, leave the"
              + " ordinal losses out and judge by `accuracy`; if they are amounts, `task ="
              + " regression`");
    }
    return ordered;
  }

  private boolean imbalance(long most, long least, boolean binary, boolean ordered, int classes) {
    double ratio = (double) most / Math.max(1, least);
    boolean imbalanced = ratio >= IMBALANCE;
    find(
        "rows of the largest class for each of the smallest",
        ratio,
        ">= 4",
        imbalanced,
        "a fifth: Google, Machine Learning Crash Course, imbalanced data");
    if (imbalanced) {
      candidate(
          "logit_adjusted_cross_entropy",
          !ordered,
          "%s : 1 between classes; right for balanced accuracy (Menon and others 2021)"
              .formatted(short3(ratio)));
      candidate(
          "class_balanced_cross_entropy",
          !ordered,
          "rows of small classes weigh more (Cui and others 2019)");
      candidate(
          binary ? "sigmoid_focal" : "softmax_focal",
          !ordered,
          "rows that are easy, most of the large class, fade (Lin and others 2017)");
      if (ratio >= GREAT_IMBALANCE) {
        candidate("ldam", false, "a wider margin for small classes (Cao and others 2019)");
      }
      if (least < 10L * classes && least < 20) {
        remarks.add(
            "the smallest class has %d rows: what is said of it rests on a few rows of each test part"
                .formatted(least));
      }
    }
    return imbalanced;
  }

  private void noise(TargetFacts.Neighbours near, boolean binary) {
    boolean enough = near.unanimous() >= FEWEST_UNANIMOUS;
    boolean suspect = enough && near.disagreeing() >= DISAGREEING;
    if (!enough) {
      remarks.add(
          "wrong labels were not looked for: only %d rows have ten nearest neighbours of one class"
              .formatted(near.unanimous()));
      return;
    }
    find(
        "rows of another class than all ten neighbours",
        percent(near.disagreeing()),
        near.disagreeing(),
        ">= 10%",
        suspect,
        "of %d with unanimous neighbours; Wilson 1972; threshold ours".formatted(near.unanimous()));
    if (suspect) {
      candidate(
          "gce",
          true,
          "%s of labels contradict all their neighbours (Zhang and Sabuncu 2018)"
              .formatted(percent(near.disagreeing())));
      candidate(
          "symmetric_cross_entropy", false, "for labels that may be wrong (Wang and others 2019)");
      candidate(
          "bi_tempered_logistic", false, "the same, with a bounded loss (Amid and others 2019)");
      remarks.add(
          "a label against its neighbours is wrong, or depends on what no column tells: the two"
              + " look alike");
    }
    if (binary && suspect) {
      candidate("savage", false, "a bounded margin loss (Masnadi-Shirazi and Vasconcelos 2008)");
    }
  }

  // Labels.

  private Advice onLabels(TargetFacts.Labels target) {
    baseline("bce_with_logits", "the baseline: each label by itself");
    int labels = target.labels().size();
    double share = target.each() / labels;
    boolean rare = share < RARE_LABEL;
    find(
        "share of labels that are 1",
        percent(share),
        share,
        "< 20%",
        rare,
        "Ridnik and others 2021; the same fifth as for classes");
    if (rare) {
      candidate("asymmetric", true, "few labels are 1: those of 0 fade (Ridnik and others 2021)");
      candidate("sigmoid_focal", true, "what is easy fades (Lin and others 2017)");
    } else {
      candidate("sigmoid_focal", true, "nothing asks for it: a check");
    }
    fewRows(target.rows());
    return advice(
        "%d labels, %s of them on a row".formatted(labels, short3(target.each())),
        "macro_f1",
        List.of("micro_f1", "hamming"));
  }

  // All.

  private void fewRows(int rows) {
    if (rows < FEW_ROWS) {
      remarks.add(
          "%d rows say little of tails and of classes: take each number as a hint".formatted(rows));
    }
  }

  private void baseline(String loss, String why) {
    candidate(loss, true, why);
  }

  /** What was said first of a loss stays; several columns may ask for one. */
  private void candidate(String loss, boolean first, String why) {
    candidates.merge(
        loss,
        new Advice.Candidate(loss, first, why),
        (before, now) -> new Advice.Candidate(loss, before.first() || now.first(), before.why()));
  }

  private void find(String what, double value, String rule, boolean met, String source) {
    find(what, short3(value), value, rule, met, source);
  }

  private void find(
      String what, String shown, double value, String rule, boolean met, String source) {
    findings.add(new Advice.Finding(what, shown, value, rule, met, source));
  }

  private Advice advice(String kind, String by, List<String> metrics) {
    return new Advice(
        kind, List.copyOf(candidates.values()), findings, by, metrics, List.copyOf(remarks));
  }

  /** {@return three digits, without an exponent where it is no help} */
  static String short3(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    double size = Math.abs(value);
    String format =
        size >= 1e7 || size < 1e-3 ? "%.2e" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, Math.abs(share) < 0.1 ? "%.1f%%" : "%.0f%%", 100 * share);
  }
}
