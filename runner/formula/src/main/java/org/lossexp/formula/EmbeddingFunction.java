package org.lossexp.formula;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;

/** A formula on embeddings: what the model gives is what metrics read. */
abstract class EmbeddingFunction implements LossFunction {
  /** The length of an embedding where the model leaves it open. */
  private static final int USUAL_WIDTH = 16;

  private final UnitFormula formula;
  private final Head head;
  private final TargetEncoding encoding;
  private final AtomicReference<double[][]> spare = new AtomicReference<>(new double[0][]);

  EmbeddingFunction(UnitFormula formula, int parts, TargetEncoding encoding, TargetFacts facts)
      throws Refusal {
    int units = facts.headUnits().orElse(parts * USUAL_WIDTH);
    if (units % parts != 0) {
      throw new Refusal(
          "`%s` reads %d embeddings of the same length side by side, but there are %d numbers"
              .formatted(formula.loss(), parts, units));
    }
    this.formula = formula;
    this.head = formula.head(units, "number of the embedding", facts);
    this.encoding = encoding;
  }

  @Override
  public final Head head() {
    return head;
  }

  @Override
  public final TargetEncoding encoding() {
    return encoding;
  }

  @Override
  public final Readout readout() {
    return new AsIs(head.units());
  }

  UnitFormula formula() {
    return formula;
  }

  /** {@return what the kernel reads of {@code signal} that is the same for the whole batch} */
  double[] constant(Signal signal, Batch batch) {
    double[] list = formula.lists().get(signal.name());
    if (list != null) {
      return list;
    }
    if (signal.name().equals(FormulaWords.PROGRESS)) {
      return new double[] {batch.progress()};
    }
    throw new AssertionError("no input: " + signal.name());
  }

  /** Counts what is not 0, where the formula's mean is about that. */
  void count(Evaluation evaluation, int units) {
    for (int u = 0; u < units && formula.reduction() == ReductionClass.NONZERO; u++) {
      evaluation.counts()[u] = evaluation.values()[u] > 0 ? 1 : 0;
    }
  }

  /**
   * {@return {@code count} arrays of at least {@code length} numbers, which no other thread has}
   *
   * <p>Kernels read and write arrays of their own, which the host's scratch memory cannot be: they
   * are kept from batch to batch.
   */
  double[][] borrow(int count, int length) {
    double[][] arrays = spare.getAndSet(new double[0][]);
    boolean fits = arrays.length >= count && (count == 0 || arrays[0].length >= length);
    return fits ? arrays : new double[count][length];
  }

  /** Gives back what was borrowed. */
  void giveBack(double[][] arrays) {
    spare.set(arrays);
  }

  private record AsIs(int units) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.EMBEDDING);
    }

    @Override
    public int width(Reading reading) {
      return units;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      System.arraycopy(raw, 0, out, 0, rows * columns);
    }
  }
}
