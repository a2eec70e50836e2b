package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.formula.Scope;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/**
 * How contenders are judged: by which metric, against which baseline, and what else is measured.
 */
final class Comparison {
  private static final int NAMED = 10;
  private static final Set<String> PARTS = Set.of("training", "train", "validation", "test");

  private final MaterialsReader reader;
  private final Vocabulary vocabulary;
  private final Diagnostics diagnostics;
  private final List<DataHeader> headers;
  private final Set<Reading> given;

  /**
   * @param given what the losses of all contenders give
   */
  Comparison(
      MaterialsReader reader,
      Vocabulary vocabulary,
      Diagnostics diagnostics,
      List<DataHeader> headers,
      Set<Reading> given) {
    this.reader = reader;
    this.vocabulary = vocabulary;
    this.diagnostics = diagnostics;
    this.headers = headers;
    this.given = given;
  }

  /** {@return the metric that decides, where it is written; empty where that was wrong} */
  Optional<Materials.Metric> by() {
    Optional<Expression> written = reader.judging(Statement.Section.COMPARE, "by");
    return written.isPresent() ? written(written.get(), "by", "test") : usual();
  }

  /**
   * {@return the metric that a search makes best and that chooses epochs: the one that decides
   * where none is written; empty where that was wrong}
   */
  Optional<Materials.Metric> goal(Materials.Metric by) {
    Optional<Expression> written = reader.judging(Statement.Section.TUNE, "goal");
    return written.isPresent() ? written(written.get(), "goal", "validation") : Optional.of(by);
  }

  /** The metric by which people judge the task, of those that are known. */
  private Optional<Materials.Metric> usual() {
    return usualMetrics().stream().findFirst();
  }

  /** {@return what is measured where the file does not say, the usual judge first} */
  List<Materials.Metric> usualMetrics() {
    Task task = headers.getFirst().task();
    List<String> preferred =
        switch (task) {
          case REGRESSION ->
              given.contains(Reading.POINT) ? List.of("rmse", "mae", "r2") : List.of("c_index");
          case BINARY, MULTICLASS ->
              given.contains(Reading.EMBEDDING)
                  ? List.of("recall", "map_at_r", "knn_accuracy")
                  : List.of("accuracy", "macro_f1", "log_loss");
          case MULTILABEL -> List.of("macro_f1", "micro_f1", "hamming");
          case RANKING, RECOMMENDATION -> List.of("ndcg", "map", "mrr");
          case EMBEDDING -> List.of("recall", "map_at_r", "nmi");
        };
    List<Materials.Metric> usual =
        preferred.stream()
            .flatMap(name -> vocabulary.metric(name, task).stream())
            .filter(this::judgesAll)
            .flatMap(metric -> plain(metric).stream())
            .toList();
    return usual.isEmpty()
        ? vocabulary.metrics().stream()
            .filter(this::judgesAll)
            .limit(1)
            .flatMap(metric -> plain(metric).stream())
            .toList()
        : usual;
  }

  private Optional<Materials.Metric> plain(MetricDescriptor metric) {
    return reader.metric(Pipelines.call(new Span(0, 0), metric.name()));
  }

  /**
   * {@return the metric that {@code expression} says}
   *
   * @param key of the section
   * @param part on which it is measured
   */
  private Optional<Materials.Metric> written(Expression expression, String key, String part) {
    if (!(expression instanceof Expression.Call call) || call.path().size() > 2) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_NAME,
          expression.span(),
          "`%s` names a metric of the %s part".formatted(key, part),
          "",
          "write `%s = %s.%s`".formatted(key, part, vocabulary.metrics().getFirst().name()));
      return Optional.empty();
    }
    String writtenPart = call.path().size() == 2 ? call.path().getFirst().text() : part;
    String name = call.path().getLast().text();
    if (!writtenPart.equals(part)) {
      wrongPart(call, key, part, writtenPart);
      return Optional.empty();
    }
    if (!vocabulary.isMetric(name) && isLoss(name)) {
      judgedByLoss(call.path().getLast().span(), name, key);
      return Optional.empty();
    }
    Expression.Call metric =
        new Expression.Call(
            call.path().getLast().span(), List.of(call.path().getLast()), call.arguments());
    return reader.metric(metric).filter(this::judges);
  }

  private void wrongPart(Expression.Call call, String key, String part, String written) {
    Span span = call.path().getFirst().span();
    if (!PARTS.contains(written)) {
      diagnostics.error(
          FormulaCodes.UNKNOWN_NAME,
          span,
          "no part of the data is named `%s`".formatted(written),
          ArgumentReader.didYouMean(written, List.of(part)),
          "write `%s = %s.%s`".formatted(key, part, call.path().getLast().text()));
    } else if (key.equals("by")) {
      diagnostics.error(
          Codes.NOT_THE_TEST_PART,
          span,
          "contenders are judged on the test part, not on `%s`".formatted(written),
          "write `test`",
          "what was trained or chosen on a part looks better there than it is");
    } else {
      diagnostics.error(
          Codes.NOT_THE_VALIDATION_PART,
          span,
          "values are searched for on the validation part, not on `%s`".formatted(written),
          "write `validation`",
          written.equals("test")
              ? "what was chosen on the test part looks better there than it is"
              : "what is good on rows that it was trained on may be good there alone");
    }
  }

  private void judgedByLoss(Span span, String name, String key) {
    String what =
        key.equals("by") ? "contenders are judged by a metric" : "a search makes a metric best";
    diagnostics.error(
        Codes.JUDGED_BY_LOSS,
        span,
        name.equals("loss")
            ? "the contenders' losses cannot judge them: a metric does"
            : "`%s` is a loss, and %s".formatted(name, what),
        "",
        "values of different losses are on different scales: the smaller one is not the better",
        "metrics: " + metricNames(vocabulary.metrics().stream().filter(this::judgesAll).toList()));
  }

  private boolean isLoss(String name) {
    return name.equals("loss") || vocabulary.isLoss(name) || reader.isOwnLoss(name);
  }

  private static String metricNames(List<MetricDescriptor> metrics) {
    return metrics.stream()
        .map(MetricDescriptor::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** {@return whether {@code metric} judges every task of the file; if not, it is reported} */
  boolean judges(Materials.Metric metric) {
    Optional<DataHeader> other =
        headers.stream().filter(h -> !metric.descriptor().tasks().contains(h.task())).findFirst();
    other.ifPresent(header ->
        diagnostics.error(
            Codes.METRIC_OF_OTHER_TASK,
            metric.span(),
            "`%s` does not judge %s".formatted(metric.descriptor().name(), header.task().words()),
            "",
            "metrics for it: "
                + metricNames(
                    vocabulary.metrics().stream()
                        .filter(m -> m.tasks().contains(header.task()))
                        .toList())));
    return other.isEmpty();
  }

  private boolean judgesAll(MetricDescriptor metric) {
    return headers.stream().allMatch(header -> metric.tasks().contains(header.task()));
  }

  /**
   * What a contender gives.
   *
   * @param readings what its readout gives in every setting
   * @param loss where it stands
   */
  record Given(Set<Reading> readings, Span loss) {}

  /**
   * Checks that every contender gives what the metrics read.
   *
   * @param contenders by label
   * @return a note for each metric that some contenders do not give
   */
  List<String> checkReadings(
      Materials.Metric by, List<Materials.Metric> metrics, Map<String, Given> contenders) {
    checkGiven(by, contenders);
    var notes = new ArrayList<String>();
    for (Materials.Metric metric : metrics) {
      List<String> without = lacking(metric, contenders);
      if (!without.isEmpty() && !metric.equals(by)) {
        notes.add(
            "`%s` is not given for %s: it reads %s"
                .formatted(metric.name(), named(without), metric.descriptor().reading().words()));
      }
    }
    return notes;
  }

  /** Checks that every contender gives what {@code by} reads, for it decides. */
  void checkGiven(Materials.Metric by, Map<String, Given> contenders) {
    List<String> lacking = lacking(by, contenders);
    if (lacking.isEmpty()) {
      return;
    }
    List<MetricDescriptor> common =
        vocabulary.metrics().stream()
            .filter(this::judgesAll)
            .filter(metric -> isGiven(metric, contenders))
            .toList();
    Given differing = contenders.get(lacking.getFirst());
    diagnostics.error(
        Codes.METRIC_NOT_GIVEN,
        common.isEmpty() ? differing.loss : by.span(),
        "`%s` reads %s, which %s %s not give"
            .formatted(
                by.descriptor().name(),
                by.descriptor().reading().words(),
                named(lacking),
                lacking.size() == 1 ? "does" : "do"),
        common.isEmpty() ? "gives " + words(differing.readings) : "",
        common.isEmpty()
            ? "no metric can judge all contenders: compare losses that have one in common, and"
                + " the others in a file of their own"
            : "all contenders can be judged by: " + metricNames(common));
  }

  private static String words(Set<Reading> readings) {
    return readings.stream().map(Reading::words).collect(Collectors.joining(", "));
  }

  private static boolean isGiven(MetricDescriptor metric, Map<String, Given> contenders) {
    return contenders.values().stream()
        .allMatch(given -> given.readings.contains(metric.reading()));
  }

  private static List<String> lacking(Materials.Metric metric, Map<String, Given> contenders) {
    return contenders.entrySet().stream()
        .filter(contender -> !contender.getValue().readings.contains(metric.descriptor().reading()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String named(List<String> names) {
    String shown =
        names.stream().limit(NAMED).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    return names.size() > NAMED ? shown + " and others" : shown;
  }

  /** {@return the index of the baseline among {@code contenders}; empty without one} */
  OptionalInt baseline(
      List<Design.Contender> contenders, LossCompiler losses, boolean byLossAlone) {
    Optional<Expression> written = reader.judging(Statement.Section.COMPARE, "baseline");
    if (written.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = squeezed(ExpressionText.of(written.get()));
    for (int i = 0; i < contenders.size(); i++) {
      if (squeezed(contenders.get(i).label()).equals(text)) {
        return OptionalInt.of(i);
      }
    }
    List<Integer> equal = byLossAlone ? ofLoss(written.get(), contenders, losses) : List.of();
    if (equal.size() == 1) {
      return OptionalInt.of(equal.getFirst());
    }
    List<String> labels = contenders.stream().map(Design.Contender::label).distinct().toList();
    String name = ExpressionText.of(written.get());
    diagnostics.error(
        Codes.BASELINE,
        written.get().span(),
        equal.isEmpty()
            ? "no contender is named `%s`".formatted(name)
            : "`%s` stands for several contenders".formatted(name),
        ArgumentReader.didYouMean(name, labels),
        "contenders: " + named(labels));
    return OptionalInt.empty();
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }

  /** The contenders whose loss is the one that {@code written} says, whatever their label. */
  private List<Integer> ofLoss(
      Expression written, List<Design.Contender> contenders, LossCompiler losses) {
    // What is wrong with it as a loss is no news: it names no contender then.
    var unheard = new Diagnostics(diagnostics.source());
    Optional<ResolvedLoss> loss = losses.resolve(written, new ArgumentReader(Scope.EMPTY, unheard));
    if (loss.isEmpty()) {
      return List.of();
    }
    boolean bare = written instanceof Expression.Call call && call.given().isEmpty();
    String name = loss.get().loss().descriptor().name();
    Set<Integer> equal = new LinkedHashSet<>();
    for (int i = 0; i < contenders.size(); i++) {
      String text = contenders.get(i).loss();
      if (bare ? text.startsWith(name + "(") : text.equals(loss.get().text())) {
        equal.add(i);
      }
    }
    return List.copyOf(equal);
  }
}
