package org.lossexp.formula.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Formulas and their derivatives as people read them; expected: written by hand. */
class TextTest {
  private final Graph g = new Graph();
  private final Signal prediction = Signal.unit("prediction", true);
  private final Term target = g.input(Signal.unit("target", false));
  private final Term residual = g.sub(target, g.input(prediction));
  private final Term delta = g.input(Signal.batch("delta"));
  private final Signal z = Signal.vector("z", true);
  private final Term label = g.input(Signal.unit("label", false));
  private final Term p = g.softmax(g.input(z));
  private final Term one = g.constant(1);
  private final Term half = g.constant(0.5);
  private final Term two = g.constant(2);

  private String derivative(Term value, Signal signal) {
    return Kernels.text(Kernels.derivatives(g, value).get(signal));
  }

  @Test
  void huber() {
    Term size = g.abs(residual);
    Term huber =
        g.select(
            g.lessOrEqual(size, delta),
            g.mul(half, g.pow(residual, two)),
            g.mul(delta, g.sub(size, g.mul(half, delta))));
    assertEquals(
        "if u <= delta then 0.5 * residual^2 else delta * (u - 0.5 * delta)"
            + " where u = abs(residual)",
        Kernels.text(huber));
    assertEquals(
        "-(if abs(residual) <= delta then residual else delta * sign(residual))",
        derivative(huber, prediction));
  }

  @Test
  void crossEntropy() {
    Term loss = g.neg(g.log(g.gather(p, label)));
    assertEquals("-log_p[label]", Kernels.text(loss));
    assertEquals("if index == label then p[label] - 1 else p", derivative(loss, z));
  }

  @Test
  void multiclassSupportVectorMachine() {
    Term v = g.input(z);
    Term margin = g.max(g.constant(0), g.add(g.sub(v, g.gather(v, label)), one));
    Term loss = g.sum(margin, g.notEqual(g.position(), label));
    assertEquals("sum(max(0, z - z[label] + 1) except label)", Kernels.text(loss));
    assertEquals(
        "if index == label then sum(if u then -1 else 0 except label) else if u then 1 else 0"
            + " where u = 0 < z - z[label] + 1",
        derivative(loss, z));
  }

  @Test
  void squaredHinge() {
    Term margin = g.mul(target, g.input(prediction));
    Term loss = g.pow(g.max(g.constant(0), g.sub(one, margin)), two);
    assertEquals(
        "if 0 < u then -2 * (u * target) else 0 where u = 1 - target * prediction",
        derivative(loss, prediction));
  }

  @Test
  void focal() {
    Term own = g.gather(p, label);
    Term loss = g.neg(g.mul(g.pow(g.sub(one, own), two), g.log(own)));
    assertEquals("-(1 - p[label])^2 * log_p[label]", Kernels.text(loss));
  }

  @Test
  void binaryCrossEntropy() {
    Signal logit = Signal.unit("z", true);
    Term q = g.sigmoid(g.input(logit));
    Term loss =
        g.neg(g.add(g.mul(target, g.log(q)), g.mul(g.sub(one, target), g.log(g.sub(one, q)))));
    assertEquals("target * softplus(-z) + (1 - target) * softplus(z)", Kernels.text(loss));
    assertEquals("(1 - target) * p - target * sigmoid(-z)", derivative(loss, logit));
  }

  @Test
  void masksReadAsTheyAreWritten() {
    Term v = g.input(z);
    Term same = g.input(Signal.vector("same", false));
    Term notLabel = g.notEqual(g.position(), label);
    assertEquals("sum(z except label)", Kernels.text(g.sum(v, notLabel)));
    assertEquals("max(z when same)", Kernels.text(g.highest(v, same)));
    assertEquals("mean(z when same)", Kernels.text(g.mean(v, same)));
    assertEquals("mean(z)", Kernels.text(g.mean(v)));
    assertEquals("log_sum_exp(z when not same)", Kernels.text(g.logSumExp(v, g.not(same))));
  }

  @Test
  void parenthesesStandWhereTheyAreNeeded() {
    Term a = g.input(Signal.unit("a", true));
    Term b = g.input(Signal.unit("b", true));
    assertEquals("a - (b - 2)", Kernels.text(g.sub(a, g.sub(b, two))));
    assertEquals("(a - b)^2", Kernels.text(g.pow(g.sub(a, b), two)));
    assertEquals("(-a)^b", Kernels.text(g.pow(g.neg(a), b)));
    assertEquals("a^(-0.5)", Kernels.text(g.pow(a, g.constant(-0.5))));
    assertEquals("a / (b * a)", Kernels.text(g.div(a, g.mul(b, a))));
    assertEquals("a / b * a", Kernels.text(g.mul(g.div(a, b), a)));
    assertEquals("-(a + b)", Kernels.text(g.neg(g.add(a, b))));
    assertEquals(
        "1e-4 * (if a < b then a else b)",
        Kernels.text(g.mul(g.constant(1e-4), g.select(g.less(a, b), a, b))));
  }

  @Test
  void whatIsUsedOftenGetsAName() {
    Term a = g.input(Signal.unit("u", true));
    Term shared = g.exp(g.mul(a, g.sin(a)));
    assertEquals(
        "v + sqrt(v) where v = exp(u * sin(u))", Kernels.text(g.add(shared, g.sqrt(shared))));
  }
}
