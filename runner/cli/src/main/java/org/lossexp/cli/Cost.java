package org.lossexp.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.lossexp.data.DataRoom;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.Tuning;
import org.lossexp.plan.Models;
import org.lossexp.spi.Value;

/**
 * What a plan will cost, before it is run: an upper bound, as early stopping may save some of it.
 *
 * @param exampleSteps times that an example is trained on
 * @param flops floating-point operations of dense layers and convolutions, forward and backward
 */
record Cost(double exampleSteps, double flops) {
  /**
   * What an example-step costs besides its products, and how fast these are: rough figures of a
   * server core (runner/bench/README.md), good for "seconds or hours?".
   */
  private static final double SECONDS_PER_EXAMPLE = 150e-9;

  private static final Models MODELS = new Models(Trainer.layering());

  private static final double FLOPS_PER_SECOND = 20e9;
  private static final double START_SECONDS = 1.5;

  /** {@return the cost of the trials of {@code plan}, whose data {@code data} has read before} */
  static Cost of(ExperimentPlan plan, DataRoom data) {
    Map<List<Value.Call>, DataHeader> headers = new HashMap<>();
    Map<String, Cost> costs = new HashMap<>();
    Cost all = new Cost(0, 0);
    for (Trial trial : plan.trials()) {
      DataHeader header = headers.computeIfAbsent(trial.data(), pipeline -> header(data, pipeline));
      Cost cost = of(trial, header);
      costs.put(trial.id(), cost);
      all = all.plus(cost, 1);
    }
    if (plan.tuning().isPresent()) {
      all = all.plus(tuning(plan, plan.tuning().get(), costs), 1);
    }
    return all;
  }

  private static Cost of(Trial trial, DataHeader header) {
    double examples =
        header.parts().orElseThrow().training() * trial.train().arguments().real("epochs");
    // Forward, backward to the inputs and backward to the weights: a multiply and an add each.
    return new Cost(examples, examples * 6 * MODELS.products(trial.model(), header));
  }

  /** A training of a search costs what a final one of its candidate does, for as many epochs. */
  private static Cost tuning(ExperimentPlan plan, Tuning tuning, Map<String, Cost> costs) {
    Cost all = new Cost(0, 0);
    for (Tuning.Search search : tuning.searches()) {
      Cost one = costs.get(plan.design().trials().get(search.rows().getFirst()).trial());
      // The last rung is as long as a final trial.
      double full = search.brackets().getFirst().rungs().getLast().epochs();
      double trainings =
          search.brackets().stream()
              .flatMap(bracket -> bracket.rungs().stream())
              .mapToDouble(rung -> rung.points() * (rung.epochs() / full))
              .sum();
      all = all.plus(one, trainings * tuning.seeds());
    }
    return all;
  }

  private Cost plus(Cost other, double times) {
    return new Cost(exampleSteps + times * other.exampleSteps, flops + times * other.flops);
  }

  private static DataHeader header(DataRoom data, List<Value.Call> pipeline) {
    return switch (data.header(pipeline)) {
      case Attempt.Success<DataHeader>(DataHeader header) -> header;
      case Attempt.Failure<DataHeader>(List<Problem> problems) ->
          throw new IllegalStateException("planned, and then not there: " + problems);
    };
  }

  /** {@return about how long it takes with {@code workers} trials side by side} */
  Duration estimate(int workers) {
    double seconds = exampleSteps * SECONDS_PER_EXAMPLE + flops / FLOPS_PER_SECOND;
    return Duration.ofMillis(Math.round(1000 * (START_SECONDS + seconds / workers)));
  }

  /** {@return the cost in words, the time left out} */
  String words() {
    return String.format(
        Locale.ROOT, "%s example-steps, %s", magnitude(exampleSteps), magnitude(flops) + " FLOPs");
  }

  private static String magnitude(double number) {
    String[] names = {"", " thousand", " million", " billion", " trillion", " quadrillion"};
    int name = 0;
    while (number >= 1000 && name < names.length - 1) {
      number /= 1000;
      name++;
    }
    return String.format(
        Locale.ROOT, number < 10 && name > 0 ? "%.1f%s" : "%.0f%s", number, names[name]);
  }
}
