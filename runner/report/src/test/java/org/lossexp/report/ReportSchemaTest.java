package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Design;
import org.lossexp.results.Json;

/** {@code report.json} keeps to its schema, and the schema holds it to something. */
class ReportSchemaTest {
  private static JsonObject json(Design design, Synthetic synthetic, Optional<Tunability> tuned) {
    var report = new Report(design, synthetic.results);
    return new JsonReport(
            design,
            synthetic.results,
            report.comparison(),
            report.answer(),
            tuned,
            Optional.empty())
        .root();
  }

  @Test
  void everyKindOfReportKeepsToIt() {
    for (Map.Entry<String, Synthetic> page : ReportGallery.pages().entrySet()) {
      Synthetic synthetic = page.getValue();
      Design design = ReportGallery.design(page.getKey(), synthetic);
      ReportSchema.check(Json.pretty(json(design, synthetic, Optional.empty())));
      synthetic.results.clear(); // before any trial has run
      ReportSchema.check(Json.pretty(json(design, synthetic, Optional.empty())));
    }
  }

  @Test
  void randomReportsKeepToIt() {
    AnswerPropertyTest.random(
        60,
        (design, synthetic) ->
            ReportSchema.check(Json.pretty(json(design, synthetic, Optional.empty()))));
  }

  @Test
  void tunedReportsKeepToIt() {
    var synthetic = new Synthetic();
    Design design = synthetic.design();
    for (Tunability.Kind kind : Tunability.Kind.values()) {
      var tuned =
          new Tunability(
              "random(points = 20)",
              "validation.accuracy",
              kind,
              1,
              List.of(
                  new Tunability.Candidate(
                      0,
                      1,
                      2,
                      40,
                      3,
                      Map.of("rate", List.of("0.1", "")),
                      kind == Tunability.Kind.NONE ? Map.of() : Map.of(1, 0.7, 20, 0.8))));
      ReportSchema.check(Json.pretty(json(design, synthetic, Optional.of(tuned))));
    }
  }

  @Test
  void whatIsNotInItIsRefused() {
    var synthetic = new Synthetic();
    JsonObject root = json(synthetic.design(), synthetic, Optional.empty());
    root.addProperty("surprise", 1);
    AssertionError more =
        assertThrows(AssertionError.class, () -> ReportSchema.check(Json.pretty(root)));
    assertTrue(more.getMessage().contains("surprise"), more.getMessage());
    root.remove("surprise");
    root.getAsJsonObject("compare").addProperty("alpha", 2);
    assertThrows(AssertionError.class, () -> ReportSchema.check(Json.pretty(root)));
    root.remove("compare");
    assertThrows(AssertionError.class, () -> ReportSchema.check(Json.pretty(root)));
  }
}
