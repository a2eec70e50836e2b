package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.RandomStream;

/** Adds its input to what the layers inside make of it (He et al., CVPR 2016). */
final class Residual implements Layer {
  private final Signal input;
  private final Chain body;

  /** What the body gives. */
  private final Signal inner;

  private final Signal output;

  /**
   * @param body that starts from {@code input}
   * @param inner what it ends with, as wide as {@code input}
   */
  Residual(Signal input, Chain body, Signal inner, int capacity) {
    this.input = input;
    this.body = body;
    this.inner = inner;
    this.output = Signal.of(capacity, input.width(), false);
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public List<Parameters> parameters() {
    return body.parameters();
  }

  @Override
  public void initialize(RandomStream.Key key) {
    body.initialize(key);
  }

  @Override
  public void begin(RandomStream.Key key) {
    body.begin(key);
  }

  @Override
  public void join(Team team) {
    body.join(team);
  }

  @Override
  public long multiplications() {
    return body.multiplications();
  }

  @Override
  public void forward(int rows, boolean training) {
    body.forward(rows, training);
    Curves.add(input.values(), inner.values(), output.values(), 0, rows);
  }

  @Override
  public void backward(int rows) {
    Rows above = output.gradient();
    if (inner.learns()) {
      System.arraycopy(above.data(), 0, inner.gradient().data(), 0, rows * above.stride());
      inner.gate(rows);
      body.backward(rows);
    }
    if (input.learns()) {
      Curves.add(input.gradient(), above, input.gradient(), 0, rows);
      input.gate(rows);
    }
  }
}
