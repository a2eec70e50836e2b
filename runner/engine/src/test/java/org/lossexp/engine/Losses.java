package org.lossexp.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;

/** A few losses written out, so that these tests depend on no plugin. */
final class Losses {
  private Losses() {}

  /** A value for every output: {@code value(prediction, target)}. */
  record Elementwise(
      Head head,
      TargetEncoding encoding,
      Readout readout,
      DoubleBinaryOperator value,
      DoubleBinaryOperator slope)
      implements LossFunction {
    @Override
    public int units(int rows) {
      return rows * head.units();
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      for (int i = 0; i < units(batch.rows()); i++) {
        double prediction = batch.prediction()[i];
        double target = batch.target()[i];
        evaluation.values()[i] = value.applyAsDouble(prediction, target);
        evaluation.gradient()[i] = slope.applyAsDouble(prediction, target);
        evaluation.counts()[i] = 1;
      }
    }
  }

  /** (p − t)², on outputs that went through {@code link}. */
  static LossFunction squared(int units, Head.Link link) {
    return new Elementwise(
        new Head(units, link),
        units == 1 ? TargetEncoding.REAL : TargetEncoding.ONE_HOT,
        Readouts.identity(units),
        (p, t) -> (p - t) * (p - t),
        (p, t) -> 2 * (p - t));
  }

  /** −t log p for probabilities of classes, and a class as readout. */
  static LossFunction logarithmic(int classes) {
    return new Elementwise(
        new Head(classes, Head.Link.SOFTMAX),
        TargetEncoding.ONE_HOT,
        Readouts.argmax(classes),
        (p, t) -> t == 0 ? 0 : -t * StrictMath.log(p),
        (p, t) -> t == 0 ? 0 : -t / p);
  }

  /** p − t log p for positive p, as of Poisson counts. */
  static LossFunction poisson() {
    return new Elementwise(
        new Head(1, Head.Link.SOFTPLUS),
        TargetEncoding.REAL,
        Readouts.identity(1),
        (p, t) -> p - t * StrictMath.log(p),
        (p, t) -> 1 - t / p);
  }

  /** Softmax cross-entropy of the products with a vector of each class, which the loss trains. */
  record OwnVectors(int classes, int width) implements LossFunction {
    @Override
    public Head head() {
      return new Head(width, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.CLASS_INDEX;
    }

    @Override
    public Readout readout() {
      return Readouts.argmax(width);
    }

    @Override
    public List<State> state() {
      return List.of(new State("vectors", classes, width, 1));
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] own = batch.state().get("vectors");
      double[] slopes = evaluation.state().get("vectors");
      Arrays.fill(slopes, 0);
      Arrays.fill(evaluation.gradient(), 0, batch.rows() * width, 0);
      double[] logits = new double[classes];
      for (int row = 0; row < batch.rows(); row++) {
        for (int c = 0; c < classes; c++) {
          logits[c] = 0;
          for (int k = 0; k < width; k++) {
            logits[c] += batch.prediction()[row * width + k] * own[c * width + k];
          }
        }
        int label = (int) batch.target()[row];
        double right = logits[label];
        evaluation.values()[row] = StableMath.softmax(logits, 0, classes, logits, 0) - right;
        evaluation.counts()[row] = 1;
        logits[label] -= 1;
        for (int c = 0; c < classes; c++) {
          for (int k = 0; k < width; k++) {
            evaluation.gradient()[row * width + k] += logits[c] * own[c * width + k];
            slopes[c * width + k] += logits[c] * batch.prediction()[row * width + k];
          }
        }
      }
    }
  }

  /** The first score of a row above the mean of the others, by a line. */
  record Preference(int columns) implements LossFunction {
    @Override
    public Head head() {
      return new Head(columns, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.NONE;
    }

    @Override
    public Readout readout() {
      return new Readout() {
        @Override
        public Set<Reading> gives() {
          return Set.of(Reading.SCORE);
        }

        @Override
        public int width(Reading reading) {
          return 1;
        }

        @Override
        public void read(Reading reading, double[] raw, int rows, int width, double[] out) {
          for (int row = 0; row < rows; row++) {
            out[row] = raw[row * width];
          }
        }
      };
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      for (int row = 0; row < batch.rows(); row++) {
        evaluation.values()[row] = 0;
        evaluation.counts()[row] = 1;
        for (int k = 0; k < columns; k++) {
          int i = row * columns + k;
          double slope = k == 0 ? -1 : 1.0 / (columns - 1);
          evaluation.values()[row] += slope * batch.prediction()[i];
          evaluation.gradient()[i] = slope;
        }
      }
    }
  }

  /** Softmax cross-entropy of logits. */
  record CrossEntropy(int classes) implements LossFunction {
    @Override
    public Head head() {
      return new Head(classes, Head.Link.IDENTITY);
    }

    @Override
    public TargetEncoding encoding() {
      return TargetEncoding.CLASS_INDEX;
    }

    @Override
    public Readout readout() {
      return Readouts.softmax(classes);
    }

    @Override
    public int units(int rows) {
      return rows;
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      double[] gradient = evaluation.gradient();
      for (int row = 0; row < batch.rows(); row++) {
        int first = row * classes;
        int label = (int) batch.target()[row];
        double logSum = StableMath.softmax(batch.prediction(), first, classes, gradient, first);
        evaluation.values()[row] = logSum - batch.prediction()[first + label];
        evaluation.counts()[row] = 1;
        gradient[first + label] -= 1;
      }
    }
  }
}
