package org.lossexp.standard.metrics;

import java.util.List;
import java.util.stream.Stream;
import org.lossexp.spi.Metric;

/** All metrics that come with lossexp. */
public final class Metrics {
  private Metrics() {}

  /** {@return the metrics, those of one reading together} */
  public static List<Metric> all() {
    return Stream.of(
            ClassMetrics.all(),
            ProbabilityMetrics.all(),
            LabelMetrics.all(),
            PointMetrics.all(),
            QuantileMetrics.all(),
            ListMetrics.all(),
            EmbeddingMetrics.all(),
            List.of(ConcordanceIndex.metric()))
        .flatMap(List::stream)
        .toList();
  }
}
