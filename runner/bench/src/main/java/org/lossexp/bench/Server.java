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
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Measurement;
import org.lossexp.engine.Objective;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Metric;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Value;

/**
 * Trains on demand, for {@code compare.py}: prints {@code ready}, then answers each line {@code NET
 * OPTIMIZER THREADS SECONDS} with the rate in examples a second and the share of the time that the
 * thread was computing.
 *
 * <p>A trial has one thread, whatever THREADS says: threads go to different trials.
 */
final class Server {
  private static final String LOSS = "softmax_cross_entropy";

  private final Map<String, Prepared> data = new HashMap<>();
  private final List<Plugin> plugins =
      ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::get).toList();

  private Server() {}

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
    Net net = Net.of(question[0]);
    Prepared prepared = data.computeIfAbsent(net.name(), _ -> net.data());
    Trial trial = trial(net, question[1]);
    LossFunction loss = loss(prepared);
    Budget budget = new Budget(Double.parseDouble(question[3]));
    TrialResult result =
        Trainer.train(
            trial,
            prepared,
            new Objective(loss, Reduction.MEAN),
            List.of(accuracy()),
            budget::isSpent);
    if (result.status() != TrialResult.Status.OUTSIDE) {
      throw new IllegalStateException(result.status().word() + " " + result.cause());
    }
    return budget.rate(net.batch());
  }

  /** Counts steps until the time is over; the clock is asked now and then. */
  private static final class Budget {
    private static final int PATIENCE = 16;

    private final long start = System.nanoTime();
    private final long cpuStart = cpuTime();
    private final double nanos;
    private long steps = -1;

    Budget(double seconds) {
      nanos = seconds * 1e9;
    }

    boolean isSpent() {
      steps++;
      return steps % PATIENCE == 0 && System.nanoTime() - start >= nanos;
    }

    String rate(int batch) {
      double spent = System.nanoTime() - start;
      double share = (cpuTime() - cpuStart) / spent;
      return String.format(Locale.ROOT, "%.1f %.3f", steps * batch / (spent * 1e-9), share);
    }

    private static long cpuTime() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  }

  /** The trial that the peers train, for ever: seeds do not matter here. */
  private static Trial trial(Net net, String optimizer) {
    Map<Trial.Purpose, Long> seeds = new EnumMap<>(Trial.Purpose.class);
    for (Trial.Purpose purpose : Trial.Purpose.values()) {
      seeds.put(purpose, 1L);
    }
    Arguments train =
        Net.defaults("train")
            .with("epochs", new Value.Numeral(1_000_000))
            .with("batch_size", new Value.Numeral(net.batch()));
    return new Trial(
        net.name() + " " + optimizer,
        List.of(),
        net.name(),
        0,
        net.model(),
        LOSS,
        optimizer(optimizer),
        new Value.Call("train", train),
        List.of(),
        Optional.empty(),
        seeds);
  }

  private static Value.Call optimizer(String name) {
    Arguments arguments =
        defaults(
            Trainer.descriptors().stream()
                .filter(descriptor -> descriptor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .parameters());
    return new Value.Call(
        name, name.equals("sgd") ? arguments.with("momentum", new Value.Numeral(0.9)) : arguments);
  }

  private LossFunction loss(Prepared prepared) throws Refusal {
    Loss loss =
        plugins.stream()
            .flatMap(plugin -> plugin.losses().stream())
            .filter(l -> l.descriptor().name().equals(LOSS))
            .findFirst()
            .orElseThrow();
    TargetFacts facts =
        new TargetFacts(prepared.task(), 1, prepared.classCounts(), OptionalInt.empty());
    return loss.bind(defaults(loss.descriptor().parameters()), facts);
  }

  private Measurement accuracy() {
    Metric metric =
        plugins.stream()
            .flatMap(plugin -> plugin.metrics().stream())
            .filter(m -> m.descriptor().name().equals("accuracy"))
            .findFirst()
            .orElseThrow();
    return new Measurement("accuracy", metric, defaults(metric.descriptor().parameters()));
  }

  private static Arguments defaults(List<ParameterSpec> parameters) {
    Arguments arguments = Arguments.NONE;
    for (ParameterSpec parameter : parameters) {
      arguments = arguments.with(parameter.name(), parameter.fallback().orElseThrow());
    }
    return arguments;
  }
}
