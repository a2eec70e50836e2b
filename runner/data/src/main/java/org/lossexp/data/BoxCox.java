package org.lossexp.data;

/** The power of Box and Cox's transformation that is most likely for some values. */
final class BoxCox {
  private static final double WIDEST = 5;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private BoxCox() {}

  /** {@return the lambda of greatest likelihood for {@code values}, all above 0; within ±5} */
  static double lambda(double[] values) {
    double[] logs = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      logs[i] = StrictMath.log(values[i]);
      sum += logs[i];
    }
    // Powers of values about their geometric mean neither overflow nor cancel.
    for (int i = 0; i < logs.length; i++) {
      logs[i] -= sum / logs.length;
    }
    double low = -WIDEST;
    double high = WIDEST;
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double atLeft = variance(logs, left);
    double atRight = variance(logs, right);
    while (high - low > 1e-9) {
      if (atLeft < atRight) {
        high = right;
        right = left;
        atRight = atLeft;
        left = high - GOLDEN * (high - low);
        atLeft = variance(logs, left);
      } else {
        low = left;
        left = right;
        atLeft = atRight;
        right = low + GOLDEN * (high - low);
        atRight = variance(logs, right);
      }
    }
    return (low + high) / 2;
  }

  /** Of values with geometric mean 1 the likelihood is greatest where the variance is least. */
  private static double variance(double[] logs, double lambda) {
    double[] powers = new double[logs.length];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.abs(lambda) < 1e-12 ? logs[i] : StrictMath.expm1(lambda * logs[i]) / lambda;
    }
    return Moments.populationSd(powers);
  }
}
