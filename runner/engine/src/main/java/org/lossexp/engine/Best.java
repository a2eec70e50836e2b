package org.lossexp.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Value;

/**
 * The best epoch so far: by the trial's monitor on validation, the first of equals; NaN is never
 * best. Where nothing is monitored, and until the monitor gave a number, the last epoch.
 */
final class Best {
  private final Optional<Measurement> monitor;
  private double value = Double.NaN;
  private int epoch;

  Best(Trial trial, List<Measurement> measurements) {
    Optional<String> name = trial.monitor().map(Value.Call::text);
    monitor = measurements.stream().filter(m -> m.name().equals(name.orElse(null))).findFirst();
  }

  /**
   * Looks at one more epoch.
   *
   * @param measured metric → value on validation
   * @return whether it is the best now
   */
  boolean offer(int candidate, Map<String, Double> measured) {
    double measure =
        monitor.map(m -> measured.getOrDefault(m.name(), Double.NaN)).orElse(Double.NaN);
    if (!Double.isNaN(value) && !isBetter(measure)) {
      return false;
    }
    value = measure;
    epoch = candidate;
    return true;
  }

  private boolean isBetter(double measure) {
    MetricDescriptor.Direction direction = monitor.orElseThrow().metric().descriptor().direction();
    return switch (direction) {
      case HIGHER_IS_BETTER -> measure > value;
      case LOWER_IS_BETTER -> measure < value;
    };
  }

  /** {@return the best epoch, from 1; 0 before the first} */
  int epoch() {
    return epoch;
  }
}
