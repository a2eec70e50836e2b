package org.lossexp.testkit;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.Spi;
import org.lossexp.spi.TargetFacts;
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
          case OUTSIDE -> new Made("acme", "1.0", Spi.VERSION, List.of(new Timed()));
          case STATICS -> new Made("acme", "1.0", Spi.VERSION, List.of(new Counting()));
          case MATH -> new Made("acme", "1.0", Spi.VERSION, List.of(new Fast()));
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

  @Test
  void whatItsCodeDoesIsNamedWithItsPlace() {
    Plugin wrong = new Made("acme", "1.0", Spi.VERSION, List.of(new Fast(), new Timed()));
    List<String> messages =
        PluginContract.check(wrong).stream()
            .map(Violation::message)
            .filter(m -> m.contains("bind`") || m.contains("apply`"))
            .toList();
    assertEquals(2, messages.size(), messages::toString);
    assertTrue(
        messages
            .getFirst()
            .matches(
                "`org\\.lossexp\\.testkit\\.WrongPluginTest\\$Timed\\.bind` \\(line \\d+\\) uses"
                    + " `System\\.nanoTime`: the machine it runs on"),
        messages.getFirst());
    assertTrue(
        messages
            .getLast()
            .contains("calls `Math.log`, whose last bit is the machine's: take `StrictMath.log`"),
        messages.getLast());
  }

  private static final class Timed extends SquaredLoss {
    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      return function(System.nanoTime() < 0 ? 1 : target.outputs());
    }
  }

  private static final class Counting extends SquaredLoss {
    @SuppressWarnings("NonFinalStaticField") // the mistake
    private static int bound;

    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      bound++;
      return function(bound < 0 ? 1 : target.outputs());
    }
  }

  /** The method is only referred to, in a class beside the loss's own. */
  private static final class Fast extends SquaredLoss {
    @Override
    public LossFunction bind(Arguments arguments, TargetFacts target) throws Refusal {
      return function((int) new Other().apply(target.outputs()));
    }
  }

  private static final class Other {
    double apply(double outputs) {
      return Math.log(Math.abs(outputs)) < -1 ? 0 : outputs;
    }
  }
}
