package org.lossexp.bench;

import java.util.function.IntUnaryOperator;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Readouts;
import org.lossexp.spi.StableMath;
import org.lossexp.spi.TargetEncoding;

/**
 * Losses as one writes them in Java by hand, at the arguments that {@link FormulaBenchmark} gives
 * the formulas of the same mathematics.
 */
enum HandWritten {
  HUBER {
    @Override
    void evaluate(int rows, int columns, Batch batch, Evaluation evaluation) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      double[] values = evaluation.values();
      double[] gradient = evaluation.gradient();
      for (int i = 0; i < rows; i++) {
        double residual = prediction[i] - target[i];
        double clipped = Math.max(-1, Math.min(1, residual));
        values[i] = clipped * (residual - 0.5 * clipped);
        gradient[i] = clipped;
        evaluation.counts()[i] = 1;
      }
    }
  },
  LOG_COSH {
    @Override
    void evaluate(int rows, int columns, Batch batch, Evaluation evaluation) {
      double[] prediction = batch.prediction();
      double[] target = batch.target();
      double[] values = evaluation.values();
      double[] gradient = evaluation.gradient();
      for (int i = 0; i < rows; i++) {
        double residual = prediction[i] - target[i];
        double size = Math.abs(residual);
        double e = StableMath.exp(-2 * size);
        values[i] = size + StableMath.log1p(e) - 0.6931471805599453;
        gradient[i] = Math.copySign((1 - e) / (1 + e), residual);
        evaluation.counts()[i] = 1;
      }
    }
  },
  CROSS_ENTROPY {
    @Override
    void evaluate(int rows, int columns, Batch batch, Evaluation evaluation) {
      double[] logits = batch.prediction();
      double[] gradient = evaluation.gradient();
      for (int row = 0; row < rows; row++) {
        int first = row * columns;
        int label = (int) batch.target()[row];
        double logSumExp = StableMath.softmax(logits, first, columns, gradient, first);
        gradient[first + label] -= 1;
        evaluation.values()[row] = logSumExp - logits[first + label];
        evaluation.counts()[row] = 1;
      }
    }
  },
  FOCAL {
    @Override
    void evaluate(int rows, int columns, Batch batch, Evaluation evaluation) {
      double[] logits = batch.prediction();
      double[] gradient = evaluation.gradient();
      for (int row = 0; row < rows; row++) {
        int first = row * columns;
        int label = (int) batch.target()[row];
        double logSumExp = StableMath.softmax(logits, first, columns, gradient, first);
        double p = gradient[first + label];
        double others = 0;
        for (int c = 0; c < columns; c++) {
          others += c == label ? 0 : gradient[first + c];
        }
        double logP = others < 0.5 ? StableMath.log1p(-others) : logits[first + label] - logSumExp;
        double slope = others * others - 2 * others * p * logP;
        for (int c = 0; c < columns; c++) {
          gradient[first + c] *= slope;
        }
        gradient[first + label] = -slope * others;
        evaluation.values()[row] = -others * others * logP;
        evaluation.counts()[row] = 1;
      }
    }
  },
  HINGE_OF_CLASSES {
    @Override
    void evaluate(int rows, int columns, Batch batch, Evaluation evaluation) {
      double[] scores = batch.prediction();
      double[] gradient = evaluation.gradient();
      for (int row = 0; row < rows; row++) {
        int first = row * columns;
        int label = (int) batch.target()[row];
        double own = scores[first + label];
        double sum = 0;
        double pushed = 0;
        for (int c = 0; c < columns; c++) {
          double excess = scores[first + c] - own + 1;
          boolean pushes = c != label && excess > 0;
          gradient[first + c] = pushes ? 1 : 0;
          pushed += pushes ? 1 : 0;
          sum += pushes ? excess : 0;
        }
        gradient[first + label] = -pushed;
        evaluation.values()[row] = sum;
        evaluation.counts()[row] = 1;
      }
    }
  };

  /** Writes values, counts and gradient of {@code rows} examples. */
  abstract void evaluate(int rows, int columns, Batch batch, Evaluation evaluation);

  /** {@return the loss for {@code columns} raw outputs an example} */
  LossFunction function(int columns) {
    boolean classes = columns > 1;
    return new Function(
        new Head(columns, Head.Link.IDENTITY),
        classes ? TargetEncoding.CLASS_INDEX : TargetEncoding.REAL,
        classes ? Readouts.softmax(columns) : Readouts.identity(1),
        rows -> rows,
        this);
  }

  private record Function(
      Head head, TargetEncoding encoding, Readout readout, IntUnaryOperator count, HandWritten loss)
      implements LossFunction {
    @Override
    public int units(int rows) {
      return count.applyAsInt(rows);
    }

    @Override
    public void evaluate(Batch batch, Evaluation evaluation) {
      loss.evaluate(batch.rows(), batch.columns(), batch, evaluation);
    }
  }
}
