package org.lossexp.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.report.Synthetic.Trace;

/** Writes a page of every kind into a folder, to be looked at: {@code ReportGallery FOLDER}. */
final class ReportGallery {
  private ReportGallery() {}

  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, Synthetic> page : pages().entrySet()) {
      Path folder = Files.createDirectories(Path.of(arguments[0], page.getKey()));
      Synthetic synthetic = page.getValue();
      Design design = design(page.getKey(), synthetic);
      var report =
          new Report(
              design,
              synthetic.results,
              Optional.empty(),
              synthetic.trace == Trace.NONE
                  ? Pictured.none()
                  : SyntheticEvidence.pictured(synthetic.contenders));
      report.write(folder);
      System.out.println(page.getKey() + "\n" + report.answer().text());
    }
  }

  /** {@return the design of a page; on one of them some trials do not finish} */
  static Design design(String page, Synthetic synthetic) {
    Design design = synthetic.design();
    if (page.equals("diverged")) {
      synthetic.end("t0-1-2-0", TrialResult.Status.DIVERGED, "loss is NaN at epoch 3, step 41");
      synthetic.end("t0-1-5-0", TrialResult.Status.DIVERGED, "loss is NaN at epoch 2, step 7");
      synthetic.end("t0-2-5-0", TrialResult.Status.OUTSIDE, "killed: out of memory");
      for (int s = 0; s < 10; s++) {
        synthetic.end("t0-3-" + s + "-0", TrialResult.Status.DIVERGED, "weights left the numbers");
      }
    }
    return design;
  }

  static Map<String, Synthetic> pages() {
    Map<String, Synthetic> pages = new java.util.LinkedHashMap<>();
    pages.put("clear", new Synthetic());

    var noise = new Synthetic();
    noise.title = "Label noise on digits";
    noise.question = "Which loss keeps its accuracy when 40% of the training labels are wrong?";
    noise.contenders = List.of("cross_entropy", "gce(q = 0.7)", "focal(gamma = 2)", "mae");
    noise.effects = new double[] {0, 0.02, -0.001, -0.03};
    noise.settings =
        List.of(
            Synthetic.factors("noise", "0%"),
            Synthetic.factors("noise", "20%"),
            Synthetic.factors("noise", "40%"),
            Synthetic.factors("noise", "60%"));
    noise.notes = List.of("Validation labels are clean: choosing epochs on them is an oracle.");
    pages.put("settings", noise);

    var pairs = new Synthetic();
    pairs.contenders =
        List.of(
            "a",
            "b",
            "c",
            "d",
            "softmax_focal(gamma = 2, class_weights = balanced)",
            "f",
            "g",
            "h");
    pairs.effects = new double[] {0, 0.01, 0.02, 0.05, 0.02, -0.01, 0.015, 0.03};
    pairs.baseline = OptionalInt.empty();
    pages.put("pairs", pairs);

    var diverged = new Synthetic();
    diverged.contenders =
        List.of("mean_squared_error", "huber(delta = 1)", "log_cosh", "weston_watkins_hinge");
    diverged.effects = new double[] {0, 0.04, 0.0, 0.02};
    diverged.notes = List.of("Training labels are corrupted; validation labels are not.");
    pages.put("diverged", diverged);

    var equal = new Synthetic();
    equal.effects = new double[] {0, 0.0001, 0};
    equal.noise = 0.002;
    equal.rope = 0.02;
    pages.put("equal", equal);

    var one = new Synthetic();
    one.seeds = 1;
    pages.put("one", one);

    var fixed = new Synthetic();
    fixed.units = Design.Units.FIXED_FOLDS;
    fixed.folds = 5;
    fixed.seeds = 4;
    fixed.lowerIsBetter = true;
    fixed.rope = 0;
    fixed.others = List.of();
    pages.put("folds", fixed);

    var seeds = new Synthetic();
    seeds.units = Design.Units.SEEDS_ONLY;
    seeds.effects = new double[] {0, 0.002, -0.02};
    seeds.rope = 0.01;
    pages.put("seeds", seeds);

    var outlier = new Synthetic();
    outlier.lowerIsBetter = true;
    outlier.contenders = List.of("mse", "huber", "log_cosh", "exploding");
    outlier.effects = new double[] {0, 0.05, 0.04, -40};
    outlier.epochs = 400;
    pages.put("outlier", outlier);

    var dataSets = new Synthetic();
    dataSets.title = "Square loss against cross-entropy";
    dataSets.question = "Does it matter, over many data sets?";
    dataSets.contenders = List.of("cross_entropy", "square", "hinge", "focal(gamma = 2)");
    dataSets.effects = new double[] {0, 0.004, -0.012, 0.001};
    dataSets.settings =
        Stream.of("iris", "wine", "glass", "penguins", "ecoli", "sonar", "digits", "banknote")
            .map(name -> Synthetic.factors("data", name))
            .toList();
    dataSets.rope = 0;
    pages.put("data-sets", dataSets);

    for (Trace trace : Trace.values()) {
      if (trace != Trace.NONE) {
        var task = new Synthetic();
        task.trace = trace;
        task.lowerIsBetter = trace == Trace.NUMBERS;
        pages.put(trace.name().toLowerCase(Locale.ROOT), task);
      }
    }

    var single = new Synthetic();
    single.contenders = List.of("huber(delta = 1)");
    single.effects = new double[] {0};
    single.baseline = OptionalInt.empty();
    pages.put("single", single);
    return pages;
  }
}
