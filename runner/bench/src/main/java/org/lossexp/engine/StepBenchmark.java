package org.lossexp.engine;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.lossexp.bench.Server;
import org.lossexp.spi.Refusal;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The steps of an epoch: what they take and, with {@code -prof gc}, what they allocate. An
 * invocation is an epoch; {@code steps} counts its steps, by which {@code gc.alloc.rate.norm} is to
 * be divided.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
  /** Of the bench server's. */
  @Param({"tiny", "tab", "mnist", "big", "lenet5", "factors"})
  public String net;

  /** By its name in the language. */
  @Param({"adam", "sgd"})
  public String optimizer;

  private Training training;
  private int steps;
  private int epoch;

  /** Counts steps. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    /** In all. */
    public long steps;
  }

  /** Draws data and weights. */
  @Setup
  public void prepare() throws Refusal {
    Server.Task task = new Server().task(net, optimizer, 1_000_000_000);
    training =
        new Training(
            task.trial(), task.data(), task.objective(), List.of(), Keeper.NONE, () -> false);
    steps = Math.ceilDiv(task.data().training().rows(), task.batch());
  }

  /** The steps of one epoch, without its validation. */
  @Benchmark
  public Object epoch(Work work) {
    work.steps += steps;
    epoch++;
    return training.train(epoch);
  }
}
