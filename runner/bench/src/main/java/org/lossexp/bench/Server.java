package org.lossexp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Keeper;
import org.lossexp.engine.Measurement;
import org.lossexp.engine.Objective;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Value;

/**
 * Trains on demand, for {@code compare.py}: prints {@code ready}, then answers each line {@code NET
 * OPTIMIZER THREADS SECONDS} with the rate in examples a second and the share of the time that the
 * trial's own thread was computing. The net {@code peak} is no net, but what a core can do.
 */
public final class Server {
  /** A few microseconds, between two looks at the clock many of them. */
  private static final int ROUNDS = 10_000;

  private final Map<String, Prepared> data = new HashMap<>();
  private final Standard standard = new Standard();

  public static void main(String[] arguments) throws IOException, Refusal {
    serve(new BufferedReader(new InputStreamReader(System.in, UTF_8)), System.out);
  }

  static void serve(BufferedReader questions, PrintStream answers) throws IOException, Refusal {
    Server server = new Server();
    answers.println("ready");
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      answers.println(server.answer(line.split(" ")));
    }
  }

  private String answer(String[] question) throws Refusal {
    if (question[0].equals("peak")) {
      return peak(new Budget(Double.parseDouble(question[3])));
    }
    Task task = task(question[0], question[1], 1_000_000);
    Budget budget = new Budget(Double.parseDouble(question[3]));
    TrialResult result = train(task, Integer.parseInt(question[2]), budget::isSpent);
    if (result.status() != TrialResult.Status.OUTSIDE) {
      throw new IllegalStateException(result.status().word() + " " + result.cause());
    }
    return budget.rate(task.batch);
  }

  /**
   * What the engine is given.
   *
   * @param batch examples a step
   */
  public record Task(
      Trial trial, Prepared data, Objective objective, Measurement metric, int batch) {}

  /** {@return what trains the net {@code name}} */
  public Task task(String name, String optimizer, int epochs) throws Refusal {
    Net net = Net.of(name);
    Prepared prepared = data.computeIfAbsent(name, _ -> net.data().get());
    Objective objective = new Objective(standard.loss(net.loss(), prepared), Reduction.MEAN);
    Measurement metric = standard.metric(net.metric());
    return new Task(trial(net, optimizer, epochs), prepared, objective, metric, net.batch());
  }

  /** Trains as the engine trains any trial. */
  static TrialResult train(Task task, int threads, BooleanSupplier cancelled) {
    return Trainer.train(
        task.trial,
        task.data,
        task.objective,
        List.of(task.metric),
        Keeper.NONE,
        cancelled,
        () -> threads - 1);
  }

  /** {@return floating-point operations a second, and the share as for a net} */
  private static String peak(Budget budget) {
    Peak peak = new Peak();
    while (!budget.isSpent()) {
      peak.run(ROUNDS);
    }
    return budget.rate(Peak.operations(ROUNDS));
  }

  /** Counts steps until the time is over; the clock is asked now and then. */
  private static final class Budget {
    private static final int PATIENCE = 16;

    private final double nanos;
    private long start;
    private long cpuStart;
    private long steps = -1;

    Budget(double seconds) {
      nanos = seconds * 1e9;
    }

    /** Counts a step; the first starts the clock, for what is made before is made once. */
    boolean isSpent() {
      steps++;
      if (steps == 0) {
        start = System.nanoTime();
        cpuStart = cpuTime();
      }
      return steps % PATIENCE == 0 && System.nanoTime() - start >= nanos;
    }

    /** {@return the rate of what a step has {@code each} of, and the share of the time} */
    String rate(double each) {
      double spent = System.nanoTime() - start;
      double share = (cpuTime() - cpuStart) / spent;
      return String.format(Locale.ROOT, "%.1f %.3f", steps * each / (spent * 1e-9), share);
    }

    private static long cpuTime() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  /** The trial that the peers train: seeds do not matter here. */
  private static Trial trial(Net net, String optimizer, int epochs) {
    Map<Trial.Purpose, Long> seeds = new EnumMap<>(Trial.Purpose.class);
    for (Trial.Purpose purpose : Trial.Purpose.values()) {
      seeds.put(purpose, 1L);
    }
    Value.Call train = Standard.with(Standard.call("train"), "epochs", new Value.Numeral(epochs));
    return new Trial(
        net.name() + " " + optimizer,
        List.of(),
        net.name(),
        0,
        net.model(),
        net.loss(),
        optimizer(net, optimizer),
        Standard.with(train, "batch_size", new Value.Numeral(net.batch())),
        List.of(),
        Optional.empty(),
        seeds);
  }

  /** Of the nets with layers, plain descent has momentum, as the peers' has. */
  private static Value.Call optimizer(Net net, String name) {
    Value.Call call = Standard.call(name);
    return name.equals("sgd") && !net.name().equals("factors")
        ? Standard.with(call, "momentum", new Value.Numeral(0.9))
        : call;
  }
}
