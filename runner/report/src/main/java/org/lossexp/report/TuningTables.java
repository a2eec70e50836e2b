package org.lossexp.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design;

/** {@link Tunability} as tables of texts, for pages of any kind. */
final class TuningTables {
  static final String HEADING = "How hard it was to tune";

  /** Of more searches, what was found is summed up. */
  private static final int LISTED = 12;

  private static final int DIGITS = 4;

  private final Design design;
  private final Tunability tunability;

  TuningTables(Design design, Tunability tunability) {
    this.design = design;
    this.tunability = tunability;
  }

  List<TextTable> tables() {
    List<TextTable> tables = new ArrayList<>();
    if (tunability.kind() != Tunability.Kind.NONE) {
      tables.add(bestOf());
    }
    tables.add(found());
    return tables;
  }

  private TextTable bestOf() {
    Set<Integer> counts = new TreeSet<>();
    tunability.candidates().forEach(each -> counts.addAll(each.bestOf().keySet()));
    List<String> header = new ArrayList<>(List.of("candidate"));
    counts.forEach(count -> header.add("best of " + count));
    header.add("without a result");
    List<List<String>> rows = new ArrayList<>();
    for (Tunability.Candidate each : tunability.candidates()) {
      List<String> row = new ArrayList<>(List.of(name(each)));
      for (int count : counts) {
        Double best = each.bestOf().get(count);
        row.add(best == null ? Cells.NONE : Figures.fixed(best, DIGITS));
      }
      row.add(each.bad() + " of " + each.points());
      rows.add(row);
    }
    String what =
        switch (tunability.kind()) {
          case EXPECTED -> "Expected " + tunability.goal() + " at the best of so many points";
          case AS_TRIED, NONE -> tunability.goal() + " at the best of the first so many points";
        };
    return new TextTable(
        "%s, mean over the searches of a candidate (%s). It was what searches looked at, so it is"
                .formatted(what, tunability.search())
            + " too good as an estimate of anything else.",
        header,
        rows,
        1);
  }

  private TextTable found() {
    List<List<String>> rows = new ArrayList<>();
    for (Tunability.Candidate each : tunability.candidates()) {
      each.found().forEach((value, found) -> rows.add(List.of(name(each), value, words(found))));
    }
    return new TextTable(
        "Values found, one for each search; – where a search found none, or the value does not"
            + " exist with what it found.",
        List.of("candidate", "value", "found"),
        rows,
        3);
  }

  static String words(List<String> found) {
    if (found.size() <= LISTED) {
      return found.stream()
          .map(value -> value.isEmpty() ? Cells.NONE : value)
          .collect(Collectors.joining(", "));
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    found.forEach(value -> counts.merge(value.isEmpty() ? Cells.NONE : value, 1, Integer::sum));
    if (counts.size() <= LISTED) {
      return counts.entrySet().stream()
          .map(count -> count.getKey() + " × " + count.getValue())
          .collect(Collectors.joining(", "));
    }
    try {
      List<String> sorted =
          found.stream()
              .filter(value -> !value.isEmpty())
              .sorted(Comparator.comparingDouble(Double::parseDouble))
              .toList();
      return "%s … %s … %s (least, median, greatest)"
          .formatted(sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    } catch (NumberFormatException e) {
      return counts.size() + " different ones: `tuning.csv` lists them";
    }
  }

  private String name(Tunability.Candidate candidate) {
    String setting = Words.plain(design.settings().get(candidate.setting()).label());
    String contender = Words.plain(design.contenders().get(candidate.contender()).label());
    return setting.isEmpty() ? contender : contender + ", " + setting;
  }
}
