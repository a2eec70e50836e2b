package org.lossexp.standard;

import java.util.Arrays;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * The negative log-likelihood of a label sequence under all its alignments with the time steps
 * (Graves et al. 2006): a forward and a backward recursion over the labels with blanks between.
 */
final class ConnectionistTemporalClassification implements Loss {
  private static final String LABELS = "labels";
  private static final String INPUT_LENGTHS = "input_lengths";
  private static final String TARGET_LENGTHS = "target_lengths";

  private static final LossDescriptor DESCRIPTOR =
      LossDescriptor.of("ctc", Family.CLASSIFICATION, "sequence")
          .aliases("connectionist_temporal_classification")
          .summary(
              "Negative log-likelihood of a label sequence that is shorter than its input, summed"
                  + " over all alignments: speech and handwriting without marked positions.")
          .formula(
              "-ln sum over alignments that collapse to the target of prod_t p_t(symbol); p ="
                  + " softmax")
          .parameter(
              new ParameterSpec.Whole("blank", 0, Range.atLeast(0), "index of the blank symbol"))
          .parameter(
              new ParameterSpec.Flag(
                  "from_logits", true, "log-softmax is inside; else log-probabilities are taken"))
          .parameter(
              new ParameterSpec.Flag(
                  "length_normalized", true, "the mean divides each loss by its target's length"))
          .parameter(
              new ParameterSpec.Flag(
                  "zero_infinity",
                  false,
                  "targets that do not fit their input count 0, not infinity"))
          .reduction(ReductionClass.EXAMPLE)
          .tasks(Task.MULTICLASS)
          .target("a list of class indices for each sequence, without blanks (`labels`)")
          .head("one logit for each symbol and time step, the blank among them")
          .extra(
              LABELS,
              ExtraInput.Shape.OTHER,
              ExtraInput.Content.CLASS,
              true,
              "the label sequences, one after the other")
          .extra(
              TARGET_LENGTHS,
              ExtraInput.Shape.LISTS,
              ExtraInput.Content.COUNT,
              true,
              "labels of each sequence")
          .extra(
              INPUT_LENGTHS,
              ExtraInput.Shape.LISTS,
              ExtraInput.Content.COUNT,
              false,
              "time steps of each sequence that count; all where absent")
          .bounds("at least 0")
          .subgradient("a target that does not fit its input: gradient 0")
          .reference(
              "Graves et al. 2006, Connectionist temporal classification: labelling unsegmented"
                  + " sequence data with recurrent neural networks")
          .elsewhere("pytorch", "CTCLoss")
          .elsewhere("keras", "CTC")
          .elsewhere("optax", "ctc_loss")
          .trap(
              "The mean is over sequences, each divided by its target's length (at least 1), as in"
                  + " PyTorch; Keras and Optax do not divide.")
          .trap(
              "PyTorch's layout is [T, n, C] log-probabilities, others' [n, T, C] logits. Keras"
                  + " uses label 0 as blank and as padding.")
          .trap("Time steps beyond a sequence's input length have gradient 0.")
          .trap("For evaluation alone: no source of data gives label sequences.")
          .build();

  @Override
  public LossDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
    boolean fromLogits = arguments.flag("from_logits");
    Fit logits = Fit.logits(DESCRIPTOR.name(), target);
    Fit linked = fromLogits ? logits : logits.behind(Head.Link.LOG_SOFTMAX);
    int blank = arguments.whole("blank");
    if (blank >= target.classes()) {
      throw new Refusal(
          "`blank` is %d, but the symbols are numbered from 0 to %d"
              .formatted(blank, target.classes() - 1));
    }
    return new Function(
        new Fit(linked.head(), TargetEncoding.NONE, linked.readout()),
        blank,
        fromLogits,
        arguments.flag("zero_infinity"),
        arguments.flag("length_normalized"));
  }

  private record Function(
      Fit fit, int blank, boolean fromLogits, boolean zeroInfinity, boolean normalized)
      implements Fitted {
    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public int units(Batch batch) {
      return batch.lists();
    }

    @Override
    public LossFunction forMean() {
      return normalized ? new Shortened(this) : this;
    }

    /** Log-probabilities, and for each time step the places 0 … 2 · steps, forward and backward. */
    @Override
    public int scratch(int rows) {
      return rows * head().units() + 2 * rows * (2 * rows + 1);
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] labels = input(batch, LABELS);
      double[] targetLengths = input(batch, TARGET_LENGTHS);
      double[] inputLengths = batch.extras().get(INPUT_LENGTHS);
      Arrays.fill(evaluation.gradient(), 0, batch.rows() * batch.columns(), 0);
      int firstLabel = 0;
      for (int list = 0; list < batch.lists(); list++) {
        int first = batch.starts()[list];
        int steps =
            inputLengths == null ? batch.starts()[list + 1] - first : (int) inputLengths[list];
        int length = (int) targetLengths[list];
        var sequence =
            new Sequence(
                batch,
                evaluation.scratch(),
                first * batch.columns(),
                steps,
                labels,
                firstLabel,
                length,
                blank);
        sequence.readLogProbabilities(fromLogits);
        double logLikelihood = sequence.forward();
        boolean possible = logLikelihood > Double.NEGATIVE_INFINITY;
        if (possible) {
          sequence.backward();
          sequence.writeGradient(logLikelihood, fromLogits, evaluation.gradient());
        }
        evaluation.values()[list] = possible || !zeroInfinity ? -logLikelihood : 0;
        evaluation.counts()[list] = 1;
        firstLabel += length;
      }
    }

    private static double[] input(Batch batch, String name) {
      double[] input = batch.extras().get(name);
      if (input == null) {
        throw new IllegalArgumentException("`ctc` needs `" + name + "`");
      }
      return input;
    }
  }

  /** The same, each value and its gradient divided by the length of the target. */
  private record Shortened(Function whole) implements Fitted {
    @Override
    public Fit fit() {
      return whole.fit();
    }

    @Override
    public int units(int rows) {
      return whole.units(rows);
    }

    @Override
    public int units(Batch batch) {
      return whole.units(batch);
    }

    @Override
    public int scratch(int rows) {
      return whole.scratch(rows);
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      whole.evaluate(batch, evaluation);
      double[] lengths = batch.extras().get(TARGET_LENGTHS);
      int columns = batch.columns();
      for (int list = 0; list < batch.lists(); list++) {
        double length = Math.max(1, lengths[list]);
        evaluation.values()[list] /= length;
        int end = batch.starts()[list + 1] * columns;
        for (int i = batch.starts()[list] * columns; i < end; i++) {
          evaluation.gradient()[i] /= length;
        }
      }
    }
  }

  /**
   * One sequence and its target with blanks before, between and behind the labels: place 2 u + 1 is
   * label u, the even places are blanks.
   *
   * @param memory log-probabilities of the batch, then the two recursions, [steps × places] each
   * @param first where the sequence's outputs begin in the batch
   */
  @SuppressWarnings("ArrayRecordComponent") // lives for one evaluation, compared by nobody
  private record Sequence(
      Batch batch,
      double[] memory,
      int first,
      int steps,
      double[] labels,
      int firstLabel,
      int length,
      int blank) {
    private int places() {
      return 2 * length + 1;
    }

    private int symbol(int place) {
      return place % 2 == 0 ? blank : (int) labels[firstLabel + place / 2];
    }

    /** {@return whether an alignment may leave out the blank before {@code place}} */
    private boolean mayJumpTo(int place) {
      return place % 2 == 1 && place > 1 && symbol(place) != symbol(place - 2);
    }

    private double logP(int step, int place) {
      return memory[first + step * batch.columns() + symbol(place)];
    }

    private int ahead(int step, int place) {
      return batch.rows() * batch.columns() + step * places() + place;
    }

    private int behind(int step, int place) {
      return ahead(steps + step, place);
    }

    void readLogProbabilities(boolean fromLogits) {
      int columns = batch.columns();
      for (int i = first; i < first + steps * columns; i += columns) {
        if (fromLogits) {
          StableMath.logSoftmax(batch.prediction(), i, columns, memory, i);
        } else {
          System.arraycopy(batch.prediction(), i, memory, i, columns);
        }
      }
    }

    /** {@return ln of the target's probability}, with those of all beginnings on the way. */
    double forward() {
      if (length > steps) {
        return Double.NEGATIVE_INFINITY;
      }
      if (steps == 0) {
        return 0;
      }
      for (int step = 0; step < steps; step++) {
        for (int place = 0; place < places(); place++) {
          double before = step == 0 && place < 2 ? 0 : Double.NEGATIVE_INFINITY;
          if (step > 0) {
            before = memory[ahead(step - 1, place)];
            before = place > 0 ? LogSum.of(before, memory[ahead(step - 1, place - 1)]) : before;
            before =
                mayJumpTo(place) ? LogSum.of(before, memory[ahead(step - 1, place - 2)]) : before;
          }
          memory[ahead(step, place)] = before + logP(step, place);
        }
      }
      double last = memory[ahead(steps - 1, places() - 1)];
      return length == 0 ? last : LogSum.of(last, memory[ahead(steps - 1, places() - 2)]);
    }

    /** Finds ln of the probability of what comes after each step and place. */
    void backward() {
      for (int step = steps - 1; step >= 0; step--) {
        for (int place = 0; place < places(); place++) {
          double after = step == steps - 1 && place >= places() - 2 ? 0 : Double.NEGATIVE_INFINITY;
          for (int next = place; step < steps - 1 && next <= place + 2; next++) {
            if (next < places() && (next < place + 2 || mayJumpTo(next))) {
              after = LogSum.of(after, logP(step + 1, next) + memory[behind(step + 1, next)]);
            }
          }
          memory[behind(step, place)] = after;
        }
      }
    }

    /** The derivative is what softmax gives a symbol less how often alignments pass through it. */
    void writeGradient(double logLikelihood, boolean fromLogits, double[] gradient) {
      int columns = batch.columns();
      for (int step = 0; step < steps; step++) {
        int row = first + step * columns;
        for (int c = row; c < row + columns; c++) {
          gradient[c] = fromLogits ? StableMath.exp(memory[c]) : 0;
        }
        for (int place = 0; place < places(); place++) {
          double log = memory[ahead(step, place)] + memory[behind(step, place)] - logLikelihood;
          gradient[row + symbol(place)] -= StableMath.exp(log);
        }
      }
    }
  }
}
