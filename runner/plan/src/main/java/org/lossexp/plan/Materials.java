package org.lossexp.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Value;

/**
 * Everything that a file declares, read and checked one by one.
 *
 * @param evidence what is measured besides, and never compared
 * @param complete whether nothing is missing because of a mistake
 */
record Materials(
    List<Item<DataCase>> data,
    List<Item<List<Step>>> models,
    List<Item<Step>> optimizers,
    List<Item<ResolvedLoss>> losses,
    List<Variant<Value.Call>> train,
    List<Metric> metrics,
    List<Value.Call> evidence,
    Optional<Arguments> tune,
    Optional<Arguments> repeat,
    Optional<Arguments> compare,
    Optional<Arguments> report,
    boolean complete) {

  /** {@return the declarations of {@code kind}} */
  List<? extends Item<?>> items(Kind kind) {
    return switch (kind) {
      case DATA -> data;
      case MODEL -> models;
      case LOSS -> losses;
      case OPTIMIZER -> optimizers;
    };
  }

  /** {@return how many declarations of {@code kind} there are} */
  int count(Kind kind) {
    return items(kind).size();
  }

  /** {@return the factors that declarations of {@code kind} depend on} */
  Set<Factor> factors(Kind kind) {
    Set<Factor> factors = new LinkedHashSet<>();
    items(kind).forEach(item -> factors.addAll(item.factors()));
    return factors;
  }

  /**
   * A metric that the file asks for.
   *
   * @param span where it is written
   */
  record Metric(Span span, MetricDescriptor descriptor, Value.Call call) {
    String name() {
      return call.text();
    }
  }
}
