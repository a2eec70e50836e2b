package org.lossexp.standard.embedding;

/** How alike two vectors are. */
enum Measure {
  /** The inner product; of unit vectors the cosine. */
  DOT {
    @Override
    double of(Matrix left, int i, Matrix right, int j) {
      return left.dot(i, right, j);
    }

    @Override
    void pullBack(double slope, double value, Rows left, int i, Rows right, int j) {
      left.slope().addRow(i, slope, right.used(), j);
      right.slope().addRow(j, slope, left.used(), i);
    }
  },

  /** The Euclidean distance; where the two coincide its gradient is 0. */
  DISTANCE {
    @Override
    double of(Matrix left, int i, Matrix right, int j) {
      return Math.sqrt(left.squaredDistance(i, right, j));
    }

    @Override
    void pullBack(double slope, double value, Rows left, int i, Rows right, int j) {
      if (value > 0) {
        pull(slope / value, left, i, right, j);
      }
    }
  },

  /** The squared Euclidean distance. */
  SQUARED_DISTANCE {
    @Override
    double of(Matrix left, int i, Matrix right, int j) {
      return left.squaredDistance(i, right, j);
    }

    @Override
    void pullBack(double slope, double value, Rows left, int i, Rows right, int j) {
      pull(2 * slope, left, i, right, j);
    }
  },

  /** The variance of the difference over that of the left vector, both over the components. */
  NOISE_TO_SIGNAL {
    @Override
    double of(Matrix left, int i, Matrix right, int j) {
      double leftMean = left.mean(i);
      double rightMean = right.mean(j);
      double noise = 0;
      double signal = 0;
      for (int c = 0; c < left.columns(); c++) {
        double x = left.at(i, c) - leftMean;
        double difference = x - (right.at(j, c) - rightMean);
        noise += difference * difference;
        signal += x * x;
      }
      return signal > 0 ? noise / signal : 0;
    }

    @Override
    void pullBack(double slope, double value, Rows left, int i, Rows right, int j) {
      double leftMean = left.used().mean(i);
      double rightMean = right.used().mean(j);
      double signal = 0;
      for (int c = 0; c < left.used().columns(); c++) {
        double x = left.used().at(i, c) - leftMean;
        signal += x * x;
      }
      if (signal == 0) {
        return;
      }
      // Centred vectors have derivatives of mean 0, so centring has no derivative of its own.
      for (int c = 0; c < left.used().columns(); c++) {
        double x = left.used().at(i, c) - leftMean;
        double difference = x - (right.used().at(j, c) - rightMean);
        left.slope().add(i, c, slope * 2 * (difference - value * x) / signal);
        right.slope().add(j, c, -slope * 2 * difference / signal);
      }
    }
  };

  abstract double of(Matrix left, int i, Matrix right, int j);

  /** Adds {@code slope} times the derivative of {@code value} to the slopes of the two vectors. */
  abstract void pullBack(double slope, double value, Rows left, int i, Rows right, int j);

  private static void pull(double factor, Rows left, int i, Rows right, int j) {
    left.slope().addDifference(i, factor, left.used(), i, right.used(), j);
    right.slope().addDifference(j, factor, right.used(), j, left.used(), i);
  }
}
