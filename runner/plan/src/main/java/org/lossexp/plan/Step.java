package org.lossexp.plan;

import org.lossexp.experiment.Descriptor;
import org.lossexp.grammar.Expression;
import org.lossexp.spi.Value;

/**
 * A step of a pipeline.
 *
 * @param written where it stands in the file
 * @param value with defaults filled in
 * @param inserted whether it is a default that the file does not hold
 */
record Step(Descriptor descriptor, Expression.Call written, Value.Call value, boolean inserted) {
  Step asInserted() {
    return new Step(descriptor, written, value, true);
  }
}
