package org.lossexp.formula.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Formulas as people write them keep their digits where written-out arithmetic loses them. */
class StableFormsTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final Signal X = Signal.unit("x", true);
  private static final Signal Z = Signal.vector("z", true);
  private static final Signal LABEL = Signal.unit("label", false);

  private final Graph g = new Graph();
  private final Term one = g.constant(1);
  private final Term x = g.input(X);
  private final Term z = g.input(Z);
  private final Term label = g.input(LABEL);
  private final Term p = g.softmax(z);

  @Test
  void whatIsWrittenOutIsRecognised() {
    assertSame(g.logSigmoid(x), g.log(g.sigmoid(x)));
    assertSame(g.neg(g.softplus(x)), g.log(g.sub(one, g.sigmoid(x))));
    assertSame(g.sigmoid(g.neg(x)), g.sub(one, g.sigmoid(x)));
    assertSame(g.sigmoid(x), g.div(one, g.add(one, g.exp(g.neg(x)))));
    assertSame(g.sigmoid(x), g.div(g.exp(x), g.add(one, g.exp(x))));
    assertSame(g.softplus(x), g.log(g.add(one, g.exp(x))));
    assertSame(g.log1p(x), g.log(g.add(one, x)));
    assertSame(g.log1p(g.neg(x)), g.log(g.sub(one, x)));
    assertSame(g.expm1(x), g.sub(g.exp(x), one));
    assertSame(g.neg(g.expm1(x)), g.sub(one, g.exp(x)));
    assertSame(g.logSoftmax(z), g.log(g.softmax(z)));
    assertSame(g.logSumExp(z), g.log(g.sum(g.exp(z))));
    assertSame(g.logSoftmax(z), g.sub(z, g.logSumExp(z)));
    assertSame(g.softmax(z), g.div(g.exp(z), g.sum(g.exp(z))));
    assertSame(g.gather(g.logSoftmax(z), label), g.log(g.gather(p, label)));
    assertSame(g.neg(g.gather(g.logSoftmax(z), label)), g.sub(g.logSumExp(z), g.gather(z, label)));
    Term mask = g.less(z, x);
    assertSame(g.logSumExp(z, mask), g.log(g.sum(g.exp(z), mask)));
    assertSame(g.softplus(g.logSumExp(z, mask)), g.log1p(g.sum(g.exp(z), mask)));
    assertSame(
        g.softplus(g.sub(g.logSumExp(z), x)), g.sub(g.log(g.add(g.exp(x), g.sum(g.exp(z)))), x));
  }

  // Expected: series with 60 digits

  private static BigDecimal exp(BigDecimal x) {
    // e^x = (e^(x / 2^12))^(2^12), the inner one by its series
    BigDecimal small = x.divide(BigDecimal.valueOf(1 << 12), new MathContext(90));
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 60; n++) {
      term = term.multiply(small).divide(BigDecimal.valueOf(n), new MathContext(90));
      sum = sum.add(term);
    }
    for (int i = 0; i < 12; i++) {
      sum = sum.multiply(sum, new MathContext(90));
    }
    return sum;
  }

  /** {@return log(1 + x) for small x} */
  private static BigDecimal log1p(BigDecimal x) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal power = BigDecimal.ONE;
    for (int n = 1; n < 40; n++) {
      power = power.multiply(x).negate();
      sum = sum.subtract(power.divide(BigDecimal.valueOf(n), DIGITS));
    }
    return sum;
  }

  @Test
  void lossesOfSureClassesKeepTheirDigits() {
    // p of the label is 1 − 1e-17 and nearer: 1 − p is what is left in doubles of p
    for (double lead : new double[] {25, 37.5, 39.14, 60, 300, 700}) {
      double[] logits = {lead, 0, -1};
      BigDecimal odds = exp(BigDecimal.valueOf(-lead)).add(exp(BigDecimal.valueOf(-lead - 1)));
      BigDecimal others = odds.divide(BigDecimal.ONE.add(odds), DIGITS);
      double own = log1p(odds).doubleValue();
      Term logP = g.log(g.gather(p, label));
      near(own, value(g.neg(logP), logits, 0));
      near(others.doubleValue(), value(g.sub(one, g.gather(p, label)), logits, 0));
      double focal = others.pow(2).multiply(log1p(odds)).doubleValue();
      Term factor = g.pow(g.sub(one, g.gather(p, label)), g.constant(2));
      near(focal, value(g.neg(g.mul(factor, logP)), logits, 0));
      Term entropy = g.neg(g.sum(g.mul(p, g.log(p))));
      BigDecimal first = exp(BigDecimal.valueOf(-lead));
      BigDecimal second = exp(BigDecimal.valueOf(-lead - 1));
      BigDecimal total = BigDecimal.ONE.add(odds);
      BigDecimal expected =
          log1p(odds)
              .add(first.divide(total, DIGITS).multiply(BigDecimal.valueOf(lead)))
              .add(second.divide(total, DIGITS).multiply(BigDecimal.valueOf(lead + 1)));
      near(expected.doubleValue(), value(entropy, logits, 0));
    }
  }

  @Test
  void theGradientOfASureClassKeepsItsDigits() {
    double[] logits = {40, 0, -1};
    Map<Signal, double[]> data = Map.of(Z, logits, LABEL, new double[] {0});
    double[] gradient =
        Runs.one(g, g.neg(g.log(g.gather(p, label))), Shape.uniform(3), data).gradient(Z);
    BigDecimal first = exp(BigDecimal.valueOf(-40));
    BigDecimal second = exp(BigDecimal.valueOf(-41));
    BigDecimal total = BigDecimal.ONE.add(first).add(second);
    near(-first.add(second).divide(total, DIGITS).doubleValue(), gradient[0]);
    near(first.divide(total, DIGITS).doubleValue(), gradient[1]);
    near(second.divide(total, DIGITS).doubleValue(), gradient[2]);
  }

  // Expected: analytic limits

  @Test
  void farOutNothingOverflows() {
    for (double far : new double[] {800, 1e300}) {
      double[] logits = {0, far, -far};
      near(far, value(g.neg(g.log(g.gather(p, label))), logits, 0));
      near(0, value(g.neg(g.log(g.gather(p, label))), logits, 1));
      near(2 * far, value(g.neg(g.log(g.gather(p, label))), logits, 2));
      near(1 / 0.7, value(gce(0.7), logits, 2));
      near(far, value(g.log(g.add(one, g.exp(x))), far));
      near(0, value(g.log(g.add(one, g.exp(x))), -far));
      near(-far, value(g.log(g.sigmoid(x)), -far));
      near(-far, value(g.log(g.sub(one, g.sigmoid(x))), far));
      near(far - StrictMath.log(2), value(g.logCosh(x), -far));
      near(far, value(g.log(g.sum(g.exp(z))), logits, 0));
      near(far, value(g.log1p(g.sum(g.exp(z))), logits, 0));
      near(far, value(g.log(g.add(g.exp(g.gather(z, label)), g.sum(g.exp(z)))), logits, 0));
    }
    near(StrictMath.exp(-40), -value(g.log(g.sub(one, g.exp(x))), -40));
  }

  private Term gce(double q) {
    Term power = g.pow(g.gather(p, label), g.constant(q));
    return g.div(g.sub(one, power), g.constant(q));
  }

  @Test
  void aPowerOfAVanishingProbabilityKeepsItsDigits() {
    // p = e^-750 / (1 + …) is 0 in doubles, but p^0.1 is e^-75
    double[] logits = {0, -750};
    near(StrictMath.exp(-75), value(g.pow(g.gather(p, label), g.constant(0.1)), logits, 1));
    near(StrictMath.exp(-75), value(g.pow(g.sigmoid(x), g.constant(0.1)), -750));
  }

  private double value(Term term, double at) {
    return Runs.one(g, term, Shape.none(), Map.of(X, new double[] {at})).values()[0];
  }

  private double value(Term term, double[] logits, int own) {
    Map<Signal, double[]> data = Map.of(Z, logits, LABEL, new double[] {own});
    return Runs.one(g, term, Shape.uniform(logits.length), data).values()[0];
  }

  private static void near(double expected, double actual) {
    assertEquals(expected, actual, 1e-12 * Math.abs(expected) + 1e-300);
  }
}
