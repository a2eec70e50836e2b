package org.lossexp.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.Json;

/** The trials and the summary inside {@code report.html}, for its list and its downloads. */
final class TrialData {
  private TrialData() {}

  /** {@return JSON without a character that markup would have to escape} */
  static String json(Design design, Map<String, TrialResult> results, Comparison comparison) {
    boolean several = design.settings().size() > 1;
    List<String> columns = new ArrayList<>();
    if (several) {
      columns.add("setting");
    }
    columns.addAll(List.of("contender", "unit", "status"));
    var data = new JsonObject();
    data.addProperty("words", columns.size());
    columns.addAll(List.of("seed", "best_epoch"));
    List<String> metrics = comparison.metrics().stream().map(Comparison.Metric::key).toList();
    columns.addAll(metrics);
    data.add("columns", Json.strings(columns));
    var rows = new JsonArray();
    for (Design.Row row : design.trials()) {
      Optional<TrialResult> result = Optional.ofNullable(results.get(row.trial()));
      var cells = new JsonArray();
      if (several) {
        cells.add(design.settings().get(row.setting()).label());
      }
      cells.add(design.contenders().get(row.contender()).label());
      cells.add(row.unit());
      cells.add(result.map(each -> each.status().word()).orElse("not run"));
      cells.add(row.seed());
      cells.add(result.map(TrialResult::bestEpoch).orElse(0));
      for (String metric : metrics) {
        double value = result.map(each -> each.metrics().get(metric)).orElse(Double.NaN);
        cells.add(Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE);
      }
      rows.add(cells);
    }
    data.add("rows", rows);
    var summary = new StringBuilder();
    try {
      new SummaryCsv(design, comparison).writeTo(summary);
    } catch (IOException e) {
      throw new UncheckedIOException("a text refuses nothing", e);
    }
    data.addProperty("summary", summary.toString());
    return Json.line(data).replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }
}
