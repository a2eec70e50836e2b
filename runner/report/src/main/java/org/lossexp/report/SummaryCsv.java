package org.lossexp.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.lossexp.experiment.Design;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Judgement;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.Comparison.Score;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Interval;
import org.lossexp.results.CsvWriter;

/**
 * {@code summary.csv}: one row for each setting, contender and metric, in the order of the file.
 *
 * <p>For machines: numbers have all their digits, cells that do not apply are empty. Differences
 * are those to the baseline, positive = better, and empty where there is none; adjusted values
 * stand in the rows of {@code compare.by} alone and count the comparisons of the row's setting; the
 * last columns, empty where there is only one setting, count those of all settings, as the answer
 * does.
 */
final class SummaryCsv {
  private static final List<String> HEADER =
      List.of(
          "setting",
          "contender",
          "metric",
          "n",
          "missing",
          "mean",
          "sd",
          "iqm",
          "interval_low",
          "interval_high",
          "baseline",
          "difference",
          "difference_low",
          "difference_high",
          "adjusted_p",
          "probability_of_improvement",
          "verdict",
          "overall_low",
          "overall_high",
          "overall_p",
          "overall_verdict");

  private final Design design;
  private final Comparison comparison;

  SummaryCsv(Design design, Comparison comparison) {
    this.design = design;
    this.comparison = comparison;
  }

  void writeTo(Appendable out) throws IOException {
    var csv = new CsvWriter(out);
    csv.row(HEADER);
    for (InSetting setting : comparison.settings()) {
      for (int contender = 0; contender < design.contenders().size(); contender++) {
        for (Measured measured : setting.measured()) {
          Optional<Score> score = measured.score(contender);
          if (score.isPresent()) {
            csv.row(row(setting, measured, score.get()));
          }
        }
      }
    }
  }

  private List<String> row(InSetting setting, Measured measured, Score score) {
    List<String> cells = new ArrayList<>();
    cells.add(design.settings().get(setting.setting()).label());
    cells.add(design.contenders().get(score.contender()).label());
    cells.add(comparison.metrics().get(measured.metric()).key());
    cells.add(Integer.toString(score.units().size()));
    cells.add(Integer.toString(score.missing().total()));
    cells.add(number(score.mean()));
    cells.add(number(score.sd()));
    cells.add(number(score.iqm()));
    cells.add(number(score.interval().map(Interval::low)));
    cells.add(number(score.interval().map(Interval::high)));
    Optional<Contrast> contrast =
        design.baseline().isPresent() ? measured.contrast(score.contender()) : Optional.empty();
    Optional<Evidence> evidence = contrast.flatMap(Contrast::evidence);
    cells.add(contrast.map(each -> design.contenders().get(each.reference()).label()).orElse(""));
    cells.add(
        number(
            contrast
                .filter(each -> !each.differences().isEmpty())
                .map(each -> Descriptive.mean(each.values()))));
    cells.add(number(evidence.map(each -> each.inSetting().decision().interval().low())));
    cells.add(number(evidence.map(each -> each.inSetting().decision().interval().high())));
    cells.add(number(evidence.map(each -> each.inSetting().decision().adjustedP())));
    cells.add(number(evidence.map(Evidence::improvement)));
    cells.add(evidence.map(each -> each.inSetting().words()).orElse(""));
    Optional<Judgement> overall =
        comparison.settings().size() == 1 ? Optional.empty() : evidence.map(Evidence::overall);
    cells.add(number(overall.map(each -> each.decision().interval().low())));
    cells.add(number(overall.map(each -> each.decision().interval().high())));
    cells.add(number(overall.map(each -> each.decision().adjustedP())));
    cells.add(overall.map(Judgement::words).orElse(""));
    return cells;
  }

  private static String number(OptionalDouble number) {
    return number.isPresent() ? CsvWriter.number(number.getAsDouble()) : "";
  }

  private static String number(Optional<Double> number) {
    return number.map(CsvWriter::number).orElse("");
  }
}
