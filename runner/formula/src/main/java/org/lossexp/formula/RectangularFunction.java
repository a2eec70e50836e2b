package org.lossexp.formula;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.formula.kernel.Kernel;
import org.lossexp.formula.kernel.Kernels;
import org.lossexp.formula.kernel.Shape;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;

/**
 * A formula on batches whose rows have equally many units: the batch's own arrays are the kernel's
 * inputs, and the kernel writes the gradient where it belongs.
 */
final class RectangularFunction implements LossFunction {
  private static final String WEIGHTS = "weights";

  private final UnitFormula formula;
  private final Kernel kernel;
  private final Head head;
  private final TargetEncoding encoding;
  private final Readout readout;
  private final int perRow;
  private final int positions;
  private final Map<String, TiledList> lists;
  private final boolean covered;

  private RectangularFunction(
      UnitFormula formula,
      Kernel kernel,
      Head head,
      TargetEncoding encoding,
      Readout readout,
      int perRow,
      int positions,
      Map<String, TiledList> lists) {
    this.formula = formula;
    this.kernel = kernel;
    this.head = head;
    this.encoding = encoding;
    this.readout = readout;
    this.perRow = perRow;
    this.positions = positions;
    this.lists = lists;
    List<Signal> predicted = kernel.inputs().stream().filter(Signal::differentiable).toList();
    // Heads stand side by side: all outputs have a derivative where each head has one.
    this.covered = !predicted.isEmpty() && predicted.size() == predicted.getFirst().stride();
  }

  /**
   * {@return the loss function of {@code formula}}
   *
   * @param perRow units a row
   * @param positions how many numbers a list has: one for each position, or for each unit of a row
   */
  static RectangularFunction of(
      UnitFormula formula,
      Head head,
      TargetEncoding encoding,
      Readout readout,
      int perRow,
      Shape shape,
      int positions)
      throws Refusal {
    Kernel kernel = Kernels.of(formula.graph(), formula.value(), formula.counted(), shape);
    Map<String, TiledList> lists = new LinkedHashMap<>();
    for (Signal input : kernel.inputs()) {
      double[] list = formula.lists().get(input.name());
      if (list == null) {
        continue;
      }
      if (list.length != positions) {
        throw new Refusal(
            "`%s` of `%s` has %d numbers, but there are %d: write one for each"
                .formatted(input.name(), formula.loss(), list.length, positions));
      }
      lists.put(input.name(), new TiledList(list, input.kind() == Signal.Kind.UNIT));
    }
    return new RectangularFunction(
        formula, kernel, head, encoding, readout, perRow, positions, lists);
  }

  @Override
  public Head head() {
    return head;
  }

  @Override
  public TargetEncoding encoding() {
    return encoding;
  }

  @Override
  public Readout readout() {
    return readout;
  }

  @Override
  public int units(int rows) {
    return rows * perRow;
  }

  @Override
  public int scratch(int rows) {
    return kernel.scratch(positions);
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    int units = units(batch.rows());
    List<Signal> signals = kernel.inputs();
    double[][] inputs = new double[signals.size()][];
    double[][] gradients = new double[signals.size()][];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = array(signals.get(i), batch, units);
      gradients[i] = evaluation.gradient();
    }
    if (!covered) {
      Arrays.fill(evaluation.gradient(), 0, batch.rows() * batch.columns(), 0);
    }
    kernel.run(
        0,
        units,
        new int[0],
        inputs,
        gradients,
        evaluation.values(),
        evaluation.counts(),
        evaluation.scratch(),
        0);
    weigh(batch, evaluation, units);
    if (formula.reduction() == ReductionClass.NONZERO) {
      for (int u = 0; u < units; u++) {
        evaluation.counts()[u] = evaluation.values()[u] > 0 ? 1 : 0;
      }
    }
  }

  private double[] array(Signal signal, Batch batch, int units) {
    if (signal.differentiable()) {
      return batch.prediction();
    }
    TiledList list = lists.get(signal.name());
    if (list != null) {
      return list.of(units);
    }
    if (signal.name().equals(FormulaWords.PROGRESS)) {
      return new double[] {batch.progress()};
    }
    ExtraInput extra = formula.extras().get(signal.name());
    return extra == null ? batch.target() : formula.extra(extra.name(), batch);
  }

  private void weigh(Batch batch, Evaluation evaluation, int units) {
    double[] weights = formula.weighted() ? batch.extras().get(WEIGHTS) : null;
    if (weights == null) {
      return;
    }
    int outputs = batch.columns() * batch.rows() / units;
    for (int u = 0; u < units; u++) {
      evaluation.values()[u] *= weights[u];
      for (int i = u * outputs; i < (u + 1) * outputs; i++) {
        evaluation.gradient()[i] *= weights[u];
      }
    }
  }

  /** A list for the outputs of a row, repeated for all rows of the largest batch so far. */
  private static final class TiledList {
    private final double[] list;
    private final boolean repeated;
    private volatile double[] tiled;

    TiledList(double[] list, boolean repeated) {
      this.list = list.clone();
      this.repeated = repeated;
      this.tiled = this.list;
    }

    double[] of(int units) {
      double[] known = tiled;
      if (!repeated || known.length >= units) {
        return known;
      }
      double[] longer = new double[units];
      for (int i = 0; i < units; i++) {
        longer[i] = list[i % list.length];
      }
      tiled = longer;
      return longer;
    }
  }
}
