package com.acme.losses;

import java.util.List;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;

/** What the jar offers; {@code META-INF/services/org.lossexp.spi.Plugin} names this class. */
public final class AcmePlugin implements Plugin {
  @Override
  public String name() {
    return "acme-losses";
  }

  @Override
  public String version() {
    return "1.2.0";
  }

  @Override
  public int spiVersion() {
    return Spi.VERSION;
  }

  @Override
  public List<Loss> losses() {
    return List.of(new CappedAbsolute());
  }

  @Override
  public List<Metric> metrics() {
    return List.of(new Within());
  }
}
