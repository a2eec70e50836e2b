package org.lossexp.formula;

import java.util.List;
import org.lossexp.spi.Loss;

/** A loss whose names are known before it is read: its descriptor is made when it is asked for. */
public interface NamedLoss extends Loss {
  /** {@return its name, as in its descriptor} */
  String name();

  /** {@return its aliases, as in its descriptor} */
  List<String> aliases();
}
