package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Plugin;

/**
 * The contract tests as JUnit tests: extend it, return your plugin, and every loss and metric in it
 * is a test.
 */
public abstract class PluginContractTest {
  /** {@return the plugin to test} */
  protected abstract Plugin plugin();

  /**
   * {@return numbers from elsewhere, a paper or another library: {@link GoldenFile} reads them}
   *
   * @throws Exception where they cannot be read
   */
  protected List<GoldenCase> cases() throws Exception {
    return List.of();
  }

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

  @TestFactory
  Stream<DynamicTest> goldenCasesAgree() throws Exception {
    return cases().stream().map(golden -> dynamicTest(golden.id(), () -> compare(golden)));
  }

  private void compare(GoldenCase golden) {
    Loss loss =
        plugin().losses().stream()
            .filter(each -> each.descriptor().name().equals(golden.loss()))
            .findFirst()
            .orElseGet(() -> fail("the plugin has no loss `%s`".formatted(golden.loss())));
    switch (GoldenCheck.check(loss, golden)) {
      case GoldenCheck.Refused(String why) -> fail(why);
      case GoldenCheck.Compared compared -> {
        if (!compared.passed()) {
          fail(
              "off by %.3g in the value and %.3g in the gradient (relative; at most %.0e)"
                  .formatted(compared.valueError(), compared.gradientError(), golden.tolerance()));
        }
      }
    }
  }

  static void failOn(List<Violation> violations) {
    if (!violations.isEmpty()) {
      fail(violations.stream().map(Violation::text).collect(Collectors.joining("\n", "\n", "")));
    }
  }
}
