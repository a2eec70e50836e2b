package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lossexp.spi.Plugin;

/**
 * The contract tests as JUnit tests: extend it, return your plugin, and every loss and metric in it
 * is a test.
 */
public abstract class PluginContractTest {
  /** {@return the plugin to test} */
  protected abstract Plugin plugin();

  @Test
  void keepsThePluginContract() {
    failOn(PluginContract.check(plugin()));
  }

  @TestFactory
  Stream<DynamicTest> lossesKeepTheirContract() {
    return plugin().losses().stream()
        .map(loss -> dynamicTest(loss.descriptor().name(), () -> failOn(LossContract.check(loss))));
  }

  @TestFactory
  Stream<DynamicTest> metricsKeepTheirContract() {
    return plugin().metrics().stream()
        .map(metric ->
            dynamicTest(metric.descriptor().name(), () -> failOn(MetricContract.check(metric))));
  }

  private static void failOn(List<Violation> violations) {
    if (!violations.isEmpty()) {
      fail(violations.stream().map(Violation::text).collect(Collectors.joining("\n", "\n", "")));
    }
  }
}
