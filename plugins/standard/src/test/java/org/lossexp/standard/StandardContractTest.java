package org.lossexp.standard;

import org.lossexp.spi.Plugin;
import org.lossexp.testkit.PluginContractTest;

class StandardContractTest extends PluginContractTest {
  @Override
  protected Plugin plugin() {
    return new StandardPlugin();
  }
}
