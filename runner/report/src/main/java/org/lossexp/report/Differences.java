package org.lossexp.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Results;
import org.lossexp.results.TrialRecord;

/** What two runs differ in, in words and numbers, a line each. */
public final class Differences {
  private static final int MOST_LINES = 20;

  /** Beyond that, files are compared as a whole: the table below grows with the square. */
  private static final int MOST_FILE_LINES = 2000;

  private static final Pattern LONG_NUMBER =
      Pattern.compile("\\d+\\.\\d{5,}(?:E-?\\d+)?|\\d+\\.\\d+E-?\\d+");

  private Differences() {}

  /**
   * {@return what {@code b} has other than {@code a}: the file, what else the results depend on,
   * means, and verdicts; empty if there is no difference}
   */
  public static List<String> between(Results a, Results b) {
    List<String> lines = new ArrayList<>();
    section(lines, "the file", ofTexts(a.design().resolved(), b.design().resolved()));
    section(lines, "what it depends on", ofInputs(a, b));
    Comparison before = comparison(a);
    Comparison after = comparison(b);
    section(
        lines, "the numbers (means)", ofMaps(means(a.design(), before), means(b.design(), after)));
    section(
        lines, "the verdicts", ofMaps(verdicts(a.design(), before), verdicts(b.design(), after)));
    if (lines.isEmpty()) {
      section(lines, "the trials", ofTrials(a, b));
    }
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> differences) {
    if (!differences.isEmpty()) {
      lines.add("");
      lines.add(title + ":");
      differences.forEach(difference -> lines.add("  " + difference));
    }
  }

  /** {@return the lines that are in one text alone, marked {@code -} and {@code +}, in order} */
  static List<String> ofTexts(String a, String b) {
    List<String> before = a.lines().toList();
    List<String> after = b.lines().toList();
    if (before.equals(after)) {
      return List.of();
    }
    if (Math.max(before.size(), after.size()) > MOST_FILE_LINES) {
      return List.of("too long to be compared line by line");
    }
    // The longest common subsequence of what is left of each.
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
        i++;
        j++;
      } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
        lines.add("- " + before.get(i++));
      } else {
        lines.add("+ " + after.get(j++));
      }
    }
    return lines;
  }

  private static List<String> ofInputs(Results a, Results b) {
    return ofMaps(inputs(a), inputs(b));
  }

  private static Map<String, String> inputs(Results results) {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("program", results.run().versions().program());
    inputs.put("engine", Integer.toString(results.run().versions().engine()));
    for (Design.DataSource data : results.design().data()) {
      inputs.merge(
          "data " + data.name(),
          "%,d rows, sha256 %s".formatted(data.rows(), brief(data.sha256())),
          (one, other) -> one + "; " + other);
    }
    for (Design.PluginSource plugin : results.design().plugins()) {
      inputs.put(
          "plugin " + plugin.name(),
          plugin.sha256().isEmpty()
              ? plugin.version()
              : plugin.version() + ", sha256 " + brief(plugin.sha256()));
    }
    return inputs;
  }

  private static String brief(String sha256) {
    return sha256.substring(0, Math.min(12, sha256.length()));
  }

  private static Comparison comparison(Results results) {
    Map<String, TrialResult> byTrial = new LinkedHashMap<>();
    results.finished().forEach((trial, record) -> byTrial.put(trial, record.result()));
    results.outside().forEach((trial, record) -> byTrial.putIfAbsent(trial, record.result()));
    return new Report(results.design(), byTrial).comparison();
  }

  private static Map<String, String> means(Design design, Comparison comparison) {
    Map<String, String> means = new LinkedHashMap<>();
    for (Comparison.InSetting setting : comparison.settings()) {
      for (Comparison.Measured measured : setting.measured()) {
        for (Comparison.Score score : measured.scores()) {
          String missing = score.missing().words();
          means.put(
              place(design, setting.setting(), score.contender())
                  + comparison.metrics().get(measured.metric()).key(),
              (score.mean().isPresent() ? number(score.mean().getAsDouble()) : "none")
                  + " of %d units".formatted(score.units().size())
                  + (missing.isEmpty() ? "" : ", " + missing));
        }
      }
    }
    return means;
  }

  private static Map<String, String> verdicts(Design design, Comparison comparison) {
    Map<String, String> verdicts = new LinkedHashMap<>();
    for (Comparison.InSetting setting : comparison.settings()) {
      for (Comparison.Contrast contrast : setting.deciding().contrasts()) {
        contrast
            .evidence()
            .ifPresent(evidence ->
                verdicts.put(
                    place(design, setting.setting(), contrast.contender())
                        + "against "
                        + design.contenders().get(contrast.reference()).label(),
                    "%s, p = %s"
                        .formatted(
                            evidence.overall().words(),
                            number(evidence.overall().decision().adjustedP()))));
      }
    }
    return verdicts;
  }

  private static String place(Design design, int setting, int contender) {
    String label = design.settings().get(setting).label();
    return design.contenders().get(contender).label()
        + " · "
        + (label.isEmpty() ? "" : label + " · ");
  }

  private static List<String> ofMaps(Map<String, String> a, Map<String, String> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(a.get(name), b.get(name)))
        .map(name ->
            a.get(name) == null
                ? "+ %s: %s".formatted(name, brief(b.get(name), ""))
                : b.get(name) == null
                    ? "- %s: %s".formatted(name, brief(a.get(name), ""))
                    : "%s: %s → %s"
                        .formatted(
                            name, brief(a.get(name), b.get(name)), brief(b.get(name), a.get(name))))
        .toList();
  }

  /** {@return {@code text} with fewer digits, if it can still be told from {@code other}} */
  private static String brief(String text, String other) {
    String brief = fewerDigits(text);
    return brief.equals(fewerDigits(other)) ? text : brief;
  }

  private static String fewerDigits(String text) {
    return LONG_NUMBER
        .matcher(text)
        .replaceAll(
            number -> String.format(Locale.ROOT, "%.5g", Double.parseDouble(number.group())));
  }

  /**
   * {@return where the results of equal trials, by place and not by identity, are not equal bit for
   * bit, and by how much; the last line counts what is not shown}
   */
  public static List<String> ofTrials(Results then, Results now) {
    Map<String, TrialResult> before = byPlace(then);
    Map<String, TrialResult> after = byPlace(now);
    List<String> lines = new ArrayList<>();
    before.forEach((place, result) -> {
      Optional<TrialResult> other = Optional.ofNullable(after.get(place));
      if (other.isEmpty()) {
        lines.add(place + ": only then");
      } else {
        difference(result, other.get()).ifPresent(words -> lines.add(place + ": " + words));
      }
    });
    after.keySet().stream()
        .filter(place -> !before.containsKey(place))
        .forEach(place -> lines.add(place + ": only now"));
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    List<String> shown = new ArrayList<>(lines.subList(0, MOST_LINES));
    shown.add("… and %d more trials".formatted(lines.size() - MOST_LINES));
    return shown;
  }

  private static Map<String, TrialResult> byPlace(Results results) {
    Map<String, TrialResult> byPlace = new LinkedHashMap<>();
    for (Design.Row row : results.design().trials()) {
      results
          .last(row)
          .map(TrialRecord::result)
          .ifPresent(result ->
              byPlace.put(
                  place(results.design(), row.setting(), row.contender())
                      + row.unit()
                      + (row.unit().contains("seed") ? "" : " · seed " + row.seed()),
                  result));
    }
    return byPlace;
  }

  private static Optional<String> difference(TrialResult then, TrialResult now) {
    if (then.status() != now.status() || !then.cause().equals(now.cause())) {
      return Optional.of("%s then, %s now".formatted(ending(then), ending(now)));
    }
    for (Map.Entry<String, Double> metric : then.metrics().entrySet()) {
      Double value = now.metrics().get(metric.getKey());
      if (value == null) {
        return Optional.of(metric.getKey() + " only then");
      }
      if (Double.compare(value, metric.getValue()) != 0) {
        return Optional.of(
            "%s %s then, %s now (%s)"
                .formatted(
                    metric.getKey(),
                    metric.getValue(),
                    value,
                    String.format(Locale.ROOT, "%+.3g", value - metric.getValue())));
      }
    }
    if (!then.metrics().keySet().equals(now.metrics().keySet())) {
      return Optional.of("other metrics");
    }
    return firstOther(then, now, result -> result.history().size(), "epochs")
        .or(() -> firstOther(then, now, TrialResult::bestEpoch, "best epoch"))
        .or(() -> firstOther(then, now, TrialResult::trainingRows, "training rows"))
        .or(() -> firstOther(then, now, TrialResult::validationRows, "validation rows"))
        .or(() -> firstOther(then, now, TrialResult::testRows, "test rows"))
        .or(() -> epoch(then, now))
        .or(() ->
            then.evidence().equals(now.evidence())
                ? Optional.empty()
                : Optional.of("other evidence"));
  }

  private static Optional<String> epoch(TrialResult then, TrialResult now) {
    for (int i = 0; i < then.history().size(); i++) {
      if (!then.history().get(i).equals(now.history().get(i))) {
        return Optional.of(
            "the same metrics, but from epoch %d on another course".formatted(i + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> firstOther(
      TrialResult then, TrialResult now, Function<TrialResult, Integer> count, String what) {
    return count.apply(then).equals(count.apply(now))
        ? Optional.empty()
        : Optional.of("%d %s then, %d now".formatted(count.apply(then), what, count.apply(now)));
  }

  private static String ending(TrialResult result) {
    return result.cause().isEmpty()
        ? result.status().word()
        : result.status().word() + " (" + result.cause() + ")";
  }

  /** All digits, so that what is not equal is told apart. */
  private static String number(double number) {
    return Double.toString(number);
  }
}
