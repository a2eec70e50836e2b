package org.lossexp.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Task;

class ModelsTest {
  /** Expected, by hand: 7 · 8 + 9 · 5 + 6 · 3, biases included. */
  @Test
  void countsEachPairOfInputAndUnit() {
    var header =
        new DataHeader(
            Optional.empty(),
            "",
            30,
            List.of(
                new DataHeader.Feature("x", 0, 0),
                new DataHeader.Feature("only", 1, 0),
                new DataHeader.Feature("colour", 4, 0)),
            Task.MULTICLASS,
            1,
            List.of("a", "b", "c"),
            List.of(10L, 10L, 10L),
            Double.NaN,
            Double.NaN,
            List.of());
    ExperimentPlan plan =
        World.plan(
                "m",
                """
                data d = csv("iris.csv")
                model m = dense(8, relu) -> dropout(0.5) -> dense(5, tanh) -> dense(outputs)
                loss cross_entropy
                """)
            .get();
    Trial trial = plan.trials().getFirst();
    assertEquals(56 + 45 + 18, new Models(World::layered).products(trial.model(), header));
  }
}
