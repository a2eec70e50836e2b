package org.lossexp.experiment;

import java.util.List;
import org.lossexp.spi.Value;

/** Says what a layer makes of an example, before any model is made. */
@FunctionalInterface
public interface Layering {
  /**
   * {@return what {@code layer} gives, or why it cannot take what it is given}
   *
   * @param layer with its defaults filled in
   */
  Attempt<Layered> after(Value.Call layer, Given given);

  /**
   * What a layer is given.
   *
   * @param shape of an example
   * @param codes what a model may look up; empty behind the first layer
   * @param classes the units of {@code dense(classes)}
   * @param outputs the units of {@code dense(outputs)}
   */
  record Given(Shape shape, List<DataHeader.Code> codes, int classes, int outputs) {
    public Given {
      codes = List.copyOf(codes);
    }
  }

  /**
   * What a layer gives.
   *
   * @param weights how many numbers it learns
   * @param products how many products it sums for an example
   */
  record Layered(Shape shape, double weights, double products) {}
}
