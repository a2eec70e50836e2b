package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;

/**
 * The folder {@code evidence}: what trials leave besides metrics, a file for each kind of table.
 */
final class EvidenceTables {
  /** Its name in a folder of results. */
  static final String FOLDER = "evidence";

  private static final String ENDING = ".csv";

  /** Every table that trials leave, so that one which is of no trial any more is removed. */
  private static final List<String> NAMES =
      List.of(
          "confusion",
          PerClass.NAME,
          "calibration",
          "residuals",
          "quantiles",
          "per_query",
          "neighbours",
          "coefficients");

  private EvidenceTables() {}

  /** Writes the tables of all final trials; removes those that no trial leaves. */
  static void write(Path folder, Results results) throws IOException {
    Map<String, Header> headers = headers(results);
    for (String name : NAMES) {
      Path file = folder.resolve(FOLDER).resolve(name + ENDING);
      Header header = headers.get(name);
      if (header == null) {
        Files.deleteIfExists(file);
      } else {
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, out -> table(name, header, results, new CsvWriter(out)));
      }
    }
  }

  /** The columns of all tables of one name. */
  private record Header(Set<String> keys, Set<String> values) {
    Header() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }
  }

  private static Map<String, Header> headers(Results results) {
    Map<String, Header> headers = new LinkedHashMap<>();
    for (Design.Row row : results.design().trials()) {
      for (Evidence table : results.finished(row).map(TrialResult::evidence).orElse(List.of())) {
        Header header = headers.computeIfAbsent(table.name(), _ -> new Header());
        header.keys().addAll(table.keys());
        header.values().addAll(table.values());
        if (table.name().equals("confusion")) {
          headers.computeIfAbsent(
              PerClass.NAME,
              _ ->
                  new Header(
                      new LinkedHashSet<>(PerClass.KEYS), new LinkedHashSet<>(PerClass.VALUES)));
        }
      }
    }
    return headers;
  }

  private static Optional<Evidence> table(TrialResult result, String name) {
    return name.equals(PerClass.NAME)
        ? result.evidence("confusion").map(PerClass::of)
        : result.evidence(name);
  }

  /** One row a final trial and row of its table; what a trial's table does not have is empty. */
  private static void table(String name, Header header, Results results, CsvWriter csv)
      throws IOException {
    List<String> columns = new ArrayList<>(List.of("trial"));
    columns.addAll(Tables.PLACE);
    columns.addAll(Tables.REPETITION);
    columns.addAll(header.keys());
    columns.addAll(header.values());
    csv.row(columns);
    for (Design.Row row : results.design().trials()) {
      Optional<Evidence> table = results.finished(row).flatMap(result -> table(result, name));
      if (table.isPresent()) {
        List<String> start = new ArrayList<>(List.of(row.trial()));
        start.addAll(Tables.place(results.design(), row));
        start.addAll(Tables.repetition(row));
        rows(table.get(), header, start, csv);
      }
    }
  }

  private static void rows(Evidence table, Header header, List<String> start, CsvWriter csv)
      throws IOException {
    int[] keys = header.keys().stream().mapToInt(table.keys()::indexOf).toArray();
    int[] values = header.values().stream().mapToInt(table::column).toArray();
    for (Evidence.Row row : table.rows()) {
      List<String> cells = new ArrayList<>(start);
      for (int key : keys) {
        cells.add(key < 0 ? "" : row.keys().get(key));
      }
      for (int value : values) {
        cells.add(value < 0 ? "" : CsvWriter.number(row.values().get(value)));
      }
      csv.row(cells);
    }
  }
}
