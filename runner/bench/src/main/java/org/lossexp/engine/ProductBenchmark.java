package org.lossexp.engine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.lossexp.bench.Peak;
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
 * The products of a matrix with all panels of another, at the sizes that the bench's nets have:
 * floating-point operations a nanosecond, beside the most that the core can do.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ProductBenchmark {
  private static final int ROUNDS = 10_000;

  /** Rows × depth × columns; columns of padding do not count as work. */
  public enum Size {
    tiny(32, 10, 16),
    tab(64, 64, 64),
    mnist(128, 784, 256),
    mnist_second(128, 256, 128),
    big(256, 1024, 1024),
    lenet5_patches(784, 25, 6),
    lenet5_second_patches(100, 150, 16),
    lenet5_dense(128, 400, 120);

    private final int rows;
    private final int depth;
    private final int columns;

    Size(int rows, int depth, int columns) {
      this.rows = rows;
      this.depth = depth;
      this.columns = columns;
    }

    private double operations() {
      return 2.0 * rows * depth * columns;
    }
  }

  /** Counts floating-point operations. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Work {
    /** In all. */
    public double flop;
  }

  /** Of this run alone. */
  @State(Scope.Thread)
  public static class Matrices {
    /** What is multiplied. */
    @Param public Size size;

    private Product[] products;

    /** Fills the matrices. */
    @Setup
    public void prepare() {
      SplittableRandom random = new SplittableRandom(1);
      Rows left = filled(size.rows, size.depth, random);
      Rows out = Rows.of(size.rows, size.columns);
      Panels shape = new Panels(size.depth, size.columns);
      float[] right = new float[shape.size()];
      for (int i = 0; i < right.length; i++) {
        right[i] = (float) random.nextDouble(-1, 1);
      }
      products = new Product[shape.count()];
      for (int panel = 0; panel < products.length; panel++) {
        Product.View below = out.view(panel * shape.width());
        products[panel] = Product.of(left.view(0), shape.view(right, panel), below, shape.width());
      }
    }

    private static Rows filled(int rows, int width, SplittableRandom random) {
      Rows filled = Rows.of(rows, width);
      for (int i = 0; i < filled.data().length; i++) {
        filled.data()[i] = (float) random.nextDouble(-1, 1);
      }
      return filled;
    }
  }

  private final Peak peak = new Peak();

  /** A matrix with all panels of another. */
  @Benchmark
  public void product(Matrices matrices, Work work) {
    for (Product product : matrices.products) {
      product.run(matrices.size.rows, matrices.size.depth);
    }
    work.flop += matrices.size.operations();
  }

  /** What products are measured against. */
  @Benchmark
  public void peak(Work work) {
    peak.run(ROUNDS);
    work.flop += Peak.operations(ROUNDS);
  }
}
