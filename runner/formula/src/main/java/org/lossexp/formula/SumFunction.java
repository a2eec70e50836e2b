package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleUnaryOperator;
import org.lossexp.experiment.Penalty;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;

/** The weighted sum of reduced losses: one value for the batch. */
final class SumFunction implements LossFunction {
  private final List<Part> parts;
  private final List<Penalty> penalties;
  private final TargetEncoding encoding;
  private final Readout readout;
  private final AtomicReference<Memory> spare = new AtomicReference<>();

  /** A loss of the sum. */
  record Part(
      String name, LossFunction function, Reduction reduction, DoubleUnaryOperator weight) {}

  private SumFunction(
      List<Part> parts, List<Penalty> penalties, TargetEncoding encoding, Readout readout) {
    this.parts = List.copyOf(parts);
    this.penalties = List.copyOf(penalties);
    this.encoding = encoding;
    this.readout = readout;
  }

  /**
   * {@return the sum of {@code parts}}
   *
   * @param named the loss whose readout it has; without one, all readouts must be equal
   */
  static SumFunction of(
      String name, List<Part> parts, List<Penalty> penalties, Optional<String> named)
      throws Refusal {
    Part first = parts.getFirst();
    TargetEncoding encoding = first.function().encoding();
    for (Part part : parts) {
      if (!part.function().head().equals(first.function().head())) {
        throw new Refusal(
            "`%s` adds `%s` and `%s`, which ask for different heads: %s, and %s"
                .formatted(
                    name,
                    first.name(),
                    part.name(),
                    words(first.function().head()),
                    words(part.function().head())));
      }
      encoding = common(encoding, part.function().encoding());
    }
    for (Part part : parts) {
      if (!Encodings.converts(encoding, part.function().encoding())) {
        throw new Refusal(
            "`%s` adds `%s` and `%s`, which take different targets"
                .formatted(name, first.name(), part.name()));
      }
    }
    return new SumFunction(parts, penalties, encoding, readout(name, parts, named));
  }

  private static TargetEncoding common(TargetEncoding a, TargetEncoding b) {
    return Encodings.converts(a, b) ? a : b;
  }

  private static String words(Head head) {
    List<String> links = head.links().stream().map(FormulaLoss::lower).toList();
    return "%d outputs through %s".formatted(head.units(), String.join(", ", links));
  }

  private static Readout readout(String name, List<Part> parts, Optional<String> named)
      throws Refusal {
    Part first = parts.getFirst();
    if (named.isPresent()) {
      return parts.stream()
          .filter(part -> part.name().equals(named.get()))
          .findFirst()
          .orElseThrow(
              () -> new Refusal("`%s` adds no loss named `%s`".formatted(name, named.get())))
          .function()
          .readout();
    }
    for (Part part : parts) {
      if (!part.function().readout().equals(first.function().readout())) {
        throw new Refusal(
            ("`%s` and `%s` are read differently by metrics: name the one that counts in the"
                    + " declaration, `loss %s(readout = %s) = …`")
                .formatted(first.name(), part.name(), name, first.name()));
      }
    }
    return first.function().readout();
  }

  /** {@return what is added for the weights of the model: the engine's part of the objective} */
  List<Penalty> penalties() {
    return penalties;
  }

  @Override
  public Head head() {
    return parts.getFirst().function().head();
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
    return 1;
  }

  @Override
  public List<State> state() {
    return parts.stream().flatMap(part -> part.function().state().stream()).toList();
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    Memory taken = spare.getAndSet(null);
    Memory memory = taken != null && taken.rows() >= batch.rows() ? taken : memory(batch.rows());
    int outputs = batch.rows() * batch.columns();
    Arrays.fill(evaluation.gradient(), 0, outputs, 0);
    evaluation.state().values().forEach(own -> Arrays.fill(own, 0));
    double sum = 0;
    for (int k = 0; k < parts.size(); k++) {
      Part part = parts.get(k);
      double weight = part.weight().applyAsDouble(batch.progress());
      if (weight == 0) {
        continue;
      }
      LossFunction function = part.function();
      Evaluation own = memory.evaluations().get(k);
      Batch mine = Encodings.convert(batch, encoding, function.encoding(), memory.target());
      function.evaluate(mine, own);
      int units = function.units(mine);
      sum += weight * part.reduction().of(own.values(), own.counts(), units);
      double share = weight / part.reduction().divisor(own.counts(), units);
      add(share, own.gradient(), evaluation.gradient(), outputs);
      own.state()
          .forEach((name, gradient) ->
              add(share, gradient, evaluation.state().get(name), gradient.length));
    }
    evaluation.values()[0] = sum;
    evaluation.counts()[0] = 1;
    spare.set(memory);
  }

  private static void add(double share, double[] from, double[] to, int length) {
    for (int i = 0; i < length; i++) {
      to[i] += share * from[i];
    }
  }

  /** What the parts write into: kept between batches, for it grows with them. */
  @SuppressWarnings("ArrayRecordComponent") // memory, compared by nobody
  private record Memory(int rows, List<Evaluation> evaluations, double[] target) {}

  private Memory memory(int rows) {
    List<Evaluation> evaluations = new ArrayList<>();
    parts.forEach(part -> evaluations.add(Evaluation.of(part.function(), rows)));
    return new Memory(rows, evaluations, new double[rows * head().units()]);
  }
}
