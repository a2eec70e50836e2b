package org.lossexp.standard;

import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Readout;
import org.lossexp.spi.TargetEncoding;

/** A loss function that says of itself what its {@link Fit} says. */
interface Fitted extends LossFunction {
  Fit fit();

  @Override
  default Head head() {
    return fit().head();
  }

  @Override
  default TargetEncoding encoding() {
    return fit().encoding();
  }

  @Override
  default Readout readout() {
    return fit().readout();
  }
}
