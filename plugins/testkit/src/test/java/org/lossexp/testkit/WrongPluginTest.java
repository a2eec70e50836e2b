package org.lossexp.testkit;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;
import org.lossexp.testkit.PluginContract.Rule;

class WrongPluginTest {
  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleCatchesItsWrongPlugin(Rule rule) {
    List<Loss> one = List.of(new SquaredLoss());
    Plugin wrong =
        switch (rule) {
          case NAME -> new Made("Acme Losses", "1.0", Spi.VERSION, one);
          case SPI -> new Made("acme", "1.0", Spi.VERSION + 1, one);
          case OFFER -> new Made("acme", "1.0", Spi.VERSION, List.of());
          case UNIQUE ->
              new Made("acme", "1.0", Spi.VERSION, List.of(new SquaredLoss(), new SquaredLoss()));
          case FOUND -> new Made("acme", "1.0", Spi.VERSION, one);
        };
    Set<String> rules = PluginContract.check(wrong).stream().map(Violation::rule).collect(toSet());
    // None of these is in a services file, so that rule speaks every time.
    assertEquals(EnumSet.of(rule, Rule.FOUND).stream().map(Rule::word).collect(toSet()), rules);
  }

  private record Made(String name, String version, int spiVersion, List<Loss> losses)
      implements Plugin {
    @Override
    public List<Metric> metrics() {
      return List.of();
    }
  }
}
