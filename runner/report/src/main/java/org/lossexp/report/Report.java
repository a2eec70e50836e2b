package org.lossexp.report;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.AtomicFile;
import org.lossexp.results.Json;

/**
 * The report of an experiment: the answer, and the files that show it.
 *
 * <p>A function of its arguments alone, to the byte.
 */
public final class Report {
  /** Format → its file. */
  private static final Map<String, String> FILES =
      Map.of(
          "html", "report.html",
          "markdown", "report.md",
          "latex", "report.tex",
          "csv", "summary.csv",
          "json", "report.json");

  private final Design design;
  private final Map<String, TrialResult> results;
  private final Comparison comparison;
  private final Answer answer;
  private final Optional<Tunability> tunability;
  private final Pictured pictured;
  private final Optional<Timings> timings;

  /** A report of an experiment in which nothing was tuned. */
  public Report(Design design, Map<String, TrialResult> results) {
    this(design, results, Optional.empty(), Pictured.none());
  }

  /** A report that does not tell what the clock said. */
  public Report(
      Design design,
      Map<String, TrialResult> results,
      Optional<Tunability> tunability,
      Pictured pictured) {
    this(design, results, tunability, pictured, Optional.empty());
  }

  /**
   * Works out the comparison.
   *
   * @param results by the trial's identity; trials without one count as not run, results of other
   *     trials are left out
   * @param timings for a report that tells what the clock said; with them it is no function of the
   *     experiment any more
   */
  public Report(
      Design design,
      Map<String, TrialResult> results,
      Optional<Tunability> tunability,
      Pictured pictured,
      Optional<Timings> timings) {
    this.timings = timings;
    this.tunability = tunability;
    this.pictured = pictured;
    this.design = design;
    this.results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    this.comparison = new Comparer(design, this.results).compare();
    this.answer = new AnswerWriter(design, this.results, comparison).answer();
  }

  /** {@return every number} */
  public Comparison comparison() {
    return comparison;
  }

  /** {@return the answer in words; {@link Answer#text} is what a terminal shows} */
  public Answer answer() {
    return answer;
  }

  /** Pictures stand beside the texts that have none in them. */
  private void figures(Path folder) throws IOException {
    boolean wanted = design.formats().contains("markdown") || design.formats().contains("latex");
    Map<String, String> files =
        wanted
            ? new FigureFiles(design, results, comparison, tunability, pictured).files()
            : Map.of();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> old = Files.list(folder)) {
        for (Path file : old.filter(each -> each.toString().endsWith(".svg")).toList()) {
          if (!files.containsKey(file.getFileName().toString())) {
            Files.delete(file);
          }
        }
      }
    }
    if (files.isEmpty()) {
      deleteIfEmpty(folder);
      return;
    }
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : files.entrySet()) {
      AtomicFile.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // Somebody's own pictures stay.
    }
  }

  /**
   * Writes what {@link Design#formats} asks for into {@code folder}, which exists: {@code
   * report.html}, {@code report.md}, {@code report.tex}, {@code summary.csv}, {@code report.json}.
   * Those of an earlier run that are no longer asked for are deleted: they would tell of other
   * results.
   */
  public void write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      if (!design.formats().contains(file.getKey())) {
        Files.deleteIfExists(folder.resolve(file.getValue()));
      }
    }
    figures(folder.resolve("figures"));
    for (String format : design.formats()) {
      if (!FILES.containsKey(format)) {
        throw new IllegalArgumentException("not a format: " + format);
      }
      Path file = folder.resolve(FILES.get(format));
      switch (format) {
        case "html" ->
            AtomicFile.write(
                file,
                new HtmlReport(design, results, comparison, answer, tunability, pictured, timings)
                    .text());
        case "markdown" ->
            AtomicFile.write(
                file,
                new TextReport(design, comparison, answer, tunability, timings, new Markdown())
                    .text());
        case "latex" ->
            AtomicFile.write(
                file,
                new TextReport(design, comparison, answer, tunability, timings, new Latex())
                    .text());
        case "csv" -> AtomicFile.write(file, new SummaryCsv(design, comparison)::writeTo);
        default ->
            AtomicFile.write(
                file,
                Json.pretty(
                    new JsonReport(design, results, comparison, answer, tunability, timings)
                        .root()));
      }
    }
  }
}
