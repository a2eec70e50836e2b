package org.lossexp.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.lossexp.cli.ExitCode;
import org.lossexp.cli.Program;
import org.lossexp.cli.Told;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.TrialResult;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Severity;
import org.lossexp.report.Comparison.Contrast;
import org.lossexp.report.Comparison.Evidence;
import org.lossexp.report.Comparison.InSetting;
import org.lossexp.report.Comparison.Measured;
import org.lossexp.report.statistics.Descriptive;
import org.lossexp.report.statistics.Direction;
import org.lossexp.report.statistics.Friedman;
import org.lossexp.results.Searched;
import org.lossexp.results.TrialRecord;

/**
 * From what the rooms hand to one another to what strangers are promised: names instead of indices,
 * and records that stay where the rooms' own change.
 */
final class Reading {
  private final Design design;
  private final Program.Read read;
  private final Optional<String> baseline;

  private Reading(Program.Read read) {
    this.read = read;
    this.design = read.results().design();
    OptionalInt index = design.baseline();
    this.baseline = index.isPresent() ? Optional.of(label(index.getAsInt())) : Optional.empty();
  }

  static Run run(Program.Ended ended) {
    return new Run(
        end(ended.code()),
        ended.told().stream().map(Reading::diagnostic).toList(),
        ended.folder(),
        ended.read().map(read -> new Reading(read).results()));
  }

  private static RunEnd end(ExitCode code) {
    return switch (code) {
      case DONE -> RunEnd.DONE;
      case TRIAL_FAILED -> RunEnd.TRIAL_FAILED;
      case INVALID -> RunEnd.INVALID;
      case INPUT_OUTPUT -> RunEnd.INPUT_OUTPUT;
      case INTERRUPTED -> RunEnd.INTERRUPTED;
      case DIFFERENT, INTERNAL -> throw new IllegalStateException("not how a run ends: " + code);
    };
  }

  private static Diagnostic diagnostic(Told told) {
    return switch (told) {
      case Told.InFile(var found) ->
          new Diagnostic(
              found.code(),
              severity(found.severity()),
              found.message(),
              Optional.of(
                  new Diagnostic.Place(
                      found.source().name(),
                      found.source().line(found.span().start()),
                      found.source().column(found.span().start()))),
              found.label(),
              found.notes(),
              DiagnosticText.plain(found));
      case Told.Apart(Severity severity, Problem problem) ->
          new Diagnostic(
              problem.code(),
              severity(severity),
              problem.message(),
              Optional.empty(),
              Optional.empty(),
              problem.notes(),
              Told.text(severity, problem));
      case Told.Broken(Throwable thrown) -> throw new IllegalStateException(thrown);
    };
  }

  private static Diagnostic.Severity severity(Severity severity) {
    return switch (severity) {
      case ERROR -> Diagnostic.Severity.ERROR;
      case WARNING -> Diagnostic.Severity.WARNING;
    };
  }

  private Results results() {
    List<Comparison> comparisons = new ArrayList<>();
    for (InSetting setting : read.comparison().settings()) {
      setting.measured().forEach(measured -> comparisons.add(comparison(setting, measured)));
    }
    return new Results(
        design.name(),
        design.title(),
        design.question(),
        read.report().answer().text(),
        read.results().complete(),
        design.contenders().stream()
            .map(it -> new Results.Contender(it.label(), it.loss(), it.factors()))
            .toList(),
        design.settings().stream()
            .map(it -> new Results.Setting(it.label(), it.factors()))
            .toList(),
        trials(),
        comparisons,
        read.comparison().overDataSets().stream().map(this::overDataSets).toList(),
        design.notes());
  }

  private List<Trial> trials() {
    Map<Integer, Searched> searches = read.results().searchedByRow();
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < design.trials().size(); i++) {
      Design.Row row = design.trials().get(i);
      Optional<TrialResult> last = read.results().last(row).map(TrialRecord::result);
      trials.add(
          new Trial(
              row.trial(),
              design.settings().get(row.setting()).label(),
              label(row.contender()),
              Optional.ofNullable(searches.get(i)).map(Searched::values).orElse(Map.of()),
              row.unit(),
              row.seed(),
              last.map(result -> status(result.status())).orElse(Trial.Status.NOT_RUN),
              last.map(TrialResult::cause).orElse(""),
              last.map(TrialResult::bestEpoch).orElse(0),
              last.map(TrialResult::metrics).orElse(Map.of())));
    }
    return trials;
  }

  private static Trial.Status status(TrialResult.Status status) {
    return switch (status) {
      case DONE -> Trial.Status.DONE;
      case DIVERGED -> Trial.Status.DIVERGED;
      case FAILED -> Trial.Status.FAILED;
      case OUTSIDE -> Trial.Status.OUTSIDE;
    };
  }

  private Comparison comparison(InSetting setting, Measured measured) {
    var metric = read.comparison().metrics().get(measured.metric());
    return new Comparison(
        design.settings().get(setting.setting()).label(),
        new Comparison.Metric(
            metric.key(),
            metric.direction() == Direction.HIGHER_IS_BETTER,
            metric.low(),
            metric.high()),
        measured.metric() == 0,
        setting.rope(),
        baseline,
        measured.scores().stream().map(this::score).toList(),
        measured.contrasts().stream().map(this::difference).toList());
  }

  private Comparison.Score score(org.lossexp.report.Comparison.Score score) {
    return new Comparison.Score(
        label(score.contender()),
        units(score.units()),
        score.missing().total(),
        score.mean(),
        score.sd(),
        score.iqm(),
        score.interval().map(Reading::interval));
  }

  private Difference difference(Contrast contrast) {
    Optional<Evidence> evidence = contrast.evidence();
    return new Difference(
        label(contrast.contender()),
        label(contrast.reference()),
        units(contrast.differences()),
        mean(contrast.differences()),
        evidence.map(it -> OptionalDouble.of(it.improvement())).orElse(OptionalDouble.empty()),
        evidence.map(it -> judgement(it.inSetting())),
        evidence.map(it -> judgement(it.overall())));
  }

  private OverDataSets overDataSets(org.lossexp.report.OverDataSets panel) {
    return new OverDataSets(
        panel.panel(),
        panel.dataSets(),
        panel.contenders().stream()
            .map(it -> new OverDataSets.Rank(label(it.contender()), it.averageRank()))
            .toList(),
        panel.leftOut().stream().map(this::label).toList(),
        panel.friedman().map(Friedman::fP).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        Double.isNaN(panel.criticalDifference())
            ? OptionalDouble.empty()
            : OptionalDouble.of(panel.criticalDifference()),
        panel.relative(),
        panel.rope(),
        baseline,
        panel.pairs().stream()
            .map(pair ->
                new Difference(
                    label(pair.contender()),
                    label(pair.reference()),
                    units(pair.differences()),
                    mean(pair.differences()),
                    OptionalDouble.of(pair.improvement()),
                    Optional.empty(),
                    Optional.of(judgement(pair.judgement()))))
            .toList());
  }

  private static Judgement judgement(org.lossexp.report.Comparison.Judgement judgement) {
    return new Judgement(
        judgement.family(),
        interval(judgement.decision().interval()),
        judgement.decision().adjustedP(),
        judgement.cannotDecide() ? Verdict.CANNOT_DECIDE : verdict(judgement.verdict()));
  }

  private static Verdict verdict(org.lossexp.report.statistics.Verdict verdict) {
    return switch (verdict) {
      case IDENTICAL -> Verdict.IDENTICAL;
      case BETTER -> Verdict.BETTER;
      case BETTER_MAY_NOT_MATTER -> Verdict.BETTER_MAY_NOT_MATTER;
      case PRACTICALLY_EQUAL -> Verdict.PRACTICALLY_EQUAL;
      case WORSE_MAY_NOT_MATTER -> Verdict.WORSE_MAY_NOT_MATTER;
      case WORSE -> Verdict.WORSE;
      case UNDECIDED -> Verdict.UNDECIDED;
    };
  }

  private static Interval interval(org.lossexp.report.statistics.Interval interval) {
    return new Interval(interval.low(), interval.high(), interval.level());
  }

  private static List<UnitValue> units(List<org.lossexp.report.Comparison.UnitValue> units) {
    return units.stream().map(unit -> new UnitValue(unit.unit(), unit.value())).toList();
  }

  private static OptionalDouble mean(List<org.lossexp.report.Comparison.UnitValue> units) {
    return units.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Descriptive.mean(units.stream().mapToDouble(it -> it.value()).toArray()));
  }

  private String label(int contender) {
    return design.contenders().get(contender).label();
  }
}
