package org.lossexp.data;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Kurtosis;
import org.apache.commons.math3.stat.descriptive.moment.Skewness;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Linear and log-linear fits by iteratively reweighted least squares. */
final class SimpleFits {
  /** Makes the median absolute deviation of normal errors their standard deviation. */
  private static final double NORMALIZED = 1.4826;

  /** 95% efficient on normal errors (Huber 1964; Holland and Welsch 1977). */
  private static final double HUBER = 1.345;

  /** Iglewicz and Hoaglin 1993, How to detect and handle outliers. */
  private static final double FAR = 3.5;

  private static final int ITERATIONS = 50;

  /** Keeps columns that follow from one another from stopping the fit. */
  private static final double RIDGE = 1e-6;

  private final double[][] columns;
  private final double[] target;

  private SimpleFits(double[][] columns, double[] target) {
    this.columns = columns;
    this.target = target;
  }

  /** {@return what is left of {@code target} beyond a robust linear fit on {@code design}} */
  static TargetFacts.Residuals residuals(DesignMatrix design, double[] target) {
    double[] fitted = new SimpleFits(design.columns(), target).huber();
    double[] residuals = new double[target.length];
    Arrays.setAll(residuals, i -> target[i] - fitted[i]);
    double centre = median(residuals);
    double scale = scale(residuals);
    double[] sizes = Arrays.stream(residuals).map(r -> Math.abs(r - centre)).toArray();
    long far = Arrays.stream(sizes).filter(size -> size > FAR * scale).count();
    double sd = Moments.sampleSd(residuals);
    double all = Moments.sampleSd(target);
    // Where more than half of the residuals are equal there is no scale to be far by.
    boolean exact = scale <= 1e-9 * all;
    boolean flat = Moments.sampleSd(fitted) <= 1e-9 * all;
    return new TargetFacts.Residuals(
        target.length,
        design.columns().length,
        1 - sd * sd / (all * all),
        exact ? 0 : (double) far / target.length,
        sd <= 1e-9 * all || target.length < 3 ? 0 : new Skewness().evaluate(residuals),
        sd <= 1e-9 * all || target.length < 4 ? 0 : new Kurtosis().evaluate(residuals),
        flat || exact ? 0 : new SpearmansCorrelation().correlation(sizes, fitted));
  }

  /** {@return how far {@code target} is from Poisson counts about a log-linear fit} */
  static TargetFacts.Counts counts(DesignMatrix design, double[] target) {
    double[] mu = new SimpleFits(design.columns(), target).poisson();
    double pearson = 0;
    double zeros = 0;
    double products = 0;
    double squares = 0;
    for (int i = 0; i < mu.length; i++) {
      double residual = target[i] - mu[i];
      pearson += residual * residual / mu[i];
      zeros += StrictMath.exp(-mu[i]);
      // The regression of ((y - mu)^2 - y) / mu on mu, without an intercept.
      products += residual * residual - target[i];
      squares += mu[i] * mu[i];
    }
    double alpha = products / squares;
    double errors = 0;
    double zerosWithAlpha = 0;
    double dispersed = Math.max(alpha, 1e-6);
    for (int i = 0; i < mu.length; i++) {
      double residual = target[i] - mu[i];
      double error = (residual * residual - target[i]) / mu[i] - alpha * mu[i];
      errors += error * error;
      zerosWithAlpha += StrictMath.pow(1 + dispersed * mu[i], -1 / dispersed);
    }
    int n = mu.length;
    return new TargetFacts.Counts(
        pearson / Math.max(1, n - 1 - columnsOf(design)),
        alpha / Math.sqrt(errors / (n - 1) / squares),
        Math.max(0, alpha),
        zeros / n,
        zerosWithAlpha / n);
  }

  private static int columnsOf(DesignMatrix design) {
    return design.columns().length;
  }

  private double[] huber() {
    double[] weights = new double[target.length];
    Arrays.fill(weights, 1);
    double[] fitted = weighted(weights, target);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] residuals = new double[target.length];
      for (int i = 0; i < residuals.length; i++) {
        residuals[i] = target[i] - fitted[i];
      }
      double limit = HUBER * scale(residuals);
      if (limit == 0) {
        return fitted;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = Math.min(1, limit / Math.abs(residuals[i]));
      }
      double[] next = weighted(weights, target);
      double moved = moved(fitted, next);
      fitted = next;
      if (moved < 1e-6 * limit) {
        return fitted;
      }
    }
    return fitted;
  }

  /** {@return the means} */
  private double[] poisson() {
    double mean = Moments.mean(target);
    double[] mu = Arrays.stream(target).map(y -> (y + mean) / 2).toArray();
    double[] eta = Arrays.stream(mu).map(StrictMath::log).toArray();
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] working = new double[mu.length];
      for (int i = 0; i < mu.length; i++) {
        working[i] = eta[i] + (target[i] - mu[i]) / mu[i];
      }
      double[] next = weighted(mu, working);
      for (int i = 0; i < next.length; i++) {
        next[i] = Math.max(-20, Math.min(30, next[i]));
      }
      double moved = moved(eta, next);
      eta = next;
      mu = Arrays.stream(eta).map(StrictMath::exp).toArray();
      if (moved < 1e-8) {
        break;
      }
    }
    return mu;
  }

  private static double moved(double[] before, double[] after) {
    double most = 0;
    for (int i = 0; i < before.length; i++) {
      most = Math.max(most, Math.abs(after[i] - before[i]));
    }
    return most;
  }

  /** {@return what weighted least squares with an intercept fits to {@code y}} */
  private double[] weighted(double[] weights, double[] y) {
    int p = columns.length + 1;
    double[][] normal = new double[p][p];
    double[] right = new double[p];
    double[] product = new double[y.length];
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < y.length; i++) {
        product[i] = weights[i] * value(j, i);
        right[j] += product[i] * y[i];
      }
      for (int k = 0; k <= j; k++) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
          sum += product[i] * value(k, i);
        }
        normal[j][k] = sum;
        normal[k][j] = sum;
      }
      // The intercept is not shrunk.
      normal[j][j] += j == 0 ? 0 : RIDGE * total;
    }
    double[] coefficients =
        new CholeskyDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9, 0)
            .getSolver()
            .solve(new ArrayRealVector(right, false))
            .toArray();
    double[] fitted = new double[y.length];
    for (int j = 0; j < p; j++) {
      for (int i = 0; i < y.length; i++) {
        fitted[i] += coefficients[j] * value(j, i);
      }
    }
    return fitted;
  }

  private double value(int column, int row) {
    return column == 0 ? 1 : columns[column - 1][row];
  }

  private static double median(double[] values) {
    return new Median().evaluate(values);
  }

  private static double scale(double[] residuals) {
    double centre = median(residuals);
    return NORMALIZED * median(Arrays.stream(residuals).map(r -> Math.abs(r - centre)).toArray());
  }
}
