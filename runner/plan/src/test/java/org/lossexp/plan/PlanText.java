package org.lossexp.plan;

import java.util.stream.Collectors;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Tuning;
import org.lossexp.spi.Value;

/** A plan as text, for comparison with what was expected. */
final class PlanText {
  private PlanText() {}

  static String of(ExperimentPlan plan) {
    Design design = plan.design();
    var text = new StringBuilder();
    line(text, "title", design.title());
    line(text, "question", design.question());
    design.settings().forEach(s -> line(text, "setting", s.label() + " " + s.factors()));
    design
        .contenders()
        .forEach(c -> line(text, "contender", c.label() + " " + c.factors() + " " + c.loss()));
    line(
        text,
        "judged by",
        design.by()
            + ", baseline "
            + (design.baseline().isPresent()
                ? design.contenders().get(design.baseline().getAsInt()).label()
                : "none")
            + ", rope "
            + design.rope()
            + (design.ropeRelative() ? " relative" : "")
            + ", alpha "
            + design.alpha());
    line(
        text,
        "metrics",
        design.metrics().stream().map(Design.Measure::name).collect(Collectors.joining(", ")));
    line(text, "units", design.units() + ", seeds " + design.seeds());
    line(text, "rows", design.trials().size() + ", trials " + plan.trials().size());
    design.trials().stream()
        .limit(2)
        .forEach(r -> line(text, "row", r.setting() + " " + r.contender() + " " + r.unit()));
    Trial trial = plan.trials().getFirst();
    line(
        text,
        "trial",
        trial.data().stream().map(Value::text).collect(Collectors.joining(" -> "))
            + " | "
            + trial.model().stream().map(Value::text).collect(Collectors.joining(" -> "))
            + " | "
            + trial.loss()
            + " | "
            + trial.optimizer().text()
            + " | "
            + trial.train().text()
            + " | monitor "
            + trial.monitor().map(Value::text).orElse("none")
            + " | "
            + trial.seeds());
    plan.tuning().ifPresent(tuning -> tuning(text, tuning));
    design.data().forEach(d -> line(text, "data", d.name() + " " + d.path() + " " + d.task()));
    line(text, "formats", String.join(", ", design.formats()));
    design.notes().forEach(note -> line(text, "note", note));
    text.append("---\n").append(design.resolved());
    return text.toString();
  }

  private static void tuning(StringBuilder text, Tuning tuning) {
    line(
        text,
        "tuning",
        "%s for %s, %d seeds, %s, %d trials"
            .formatted(
                tuning.search().text(),
                tuning.goal(),
                tuning.seeds(),
                tuning.scope().text(),
                tuning.trials()));
    tuning.searches().stream()
        .filter(search -> search.part() <= 2)
        .forEach(s ->
            line(
                text,
                "search",
                s.setting()
                    + " "
                    + s.contender()
                    + " part "
                    + s.part()
                    + ": "
                    + s.points()
                    + " points of "
                    + s.values().stream()
                        .map(v -> v.name() + " " + v.domain())
                        .collect(Collectors.joining(", "))));
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ").append(value).append('\n');
  }
}
