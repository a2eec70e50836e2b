package org.lossexp.spi;

import java.util.List;

/**
 * What one jar offers. Name the implementation in {@code META-INF/services/org.lossexp.spi.Plugin};
 * it needs a public constructor without parameters.
 */
public interface Plugin {
  /** {@return the plugin's name, lower case with hyphens, such as {@code acme-losses}} */
  String name();

  /** {@return the plugin's version, such as {@code 1.2.0}} */
  String version();

  /** {@return {@link Spi#VERSION}: written out, so that the compiler pins it} */
  int spiVersion();

  /** {@return the losses, in the order in which lists show them} */
  List<Loss> losses();

  /** {@return the metrics, in the order in which lists show them} */
  List<Metric> metrics();
}
