package org.lossexp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.lossexp.engine.Keeper;
import org.lossexp.engine.Trainer;
import org.lossexp.spi.Refusal;

/**
 * What a second thread is worth to a trial: one training, a few steps with one thread and a few
 * with two, over and over, so that whatever else goes on meets both. The fastest tenth of each
 * tells of the machine when it is quiet, the median of how it is now.
 */
final class Threads {
  private static final double SECONDS = 20;
  private static final double WARM_UP = 0.4;

  /** Steps with one number of threads: caches must get used to it. */
  private static final int SLICE = 8;

  private final List<List<Double>> slices = List.of(new ArrayList<>(), new ArrayList<>());
  private final long start = System.nanoTime();
  private int steps;
  private int helpers;
  private long began = start;

  private Threads() {}

  public static void main(String[] nets) throws Refusal {
    System.out.println("net      one, µs  two, µs  ratio  of medians");
    for (String net : nets.length == 0 ? new String[] {"mnist", "big", "lenet5"} : nets) {
      Server.Task task = new Server().task(net, "adam", 1_000_000);
      System.out.println(new Threads().measure(net, task));
    }
  }

  private String measure(String net, Server.Task task) {
    Trainer.train(
        task.trial(),
        task.data(),
        task.objective(),
        List.of(task.metric()),
        Keeper.NONE,
        this::isOver,
        () -> helpers);
    double one = quantile(0, 0.1);
    double two = quantile(1, 0.1);
    double medians = quantile(0, 0.5) / quantile(1, 0.5);
    return String.format(
        Locale.ROOT, "%-8s %7.0f  %7.0f  %5.2f  %.2f", net, one, two, one / two, medians);
  }

  /** Asked before every step. */
  private boolean isOver() {
    if (steps++ % SLICE != 0) {
      return false;
    }
    long now = System.nanoTime();
    double spent = (now - start) * 1e-9;
    if (spent > SECONDS * WARM_UP) {
      slices.get(helpers).add((now - began) * 1e-3 / SLICE);
    }
    helpers = 1 - helpers;
    began = now;
    return spent > SECONDS;
  }

  /** {@return microseconds a step that a share of the slices stays below} */
  private double quantile(int slice, double share) {
    List<Double> sorted = slices.get(slice).stream().sorted().toList();
    return sorted.get((int) (share * sorted.size()));
  }
}
