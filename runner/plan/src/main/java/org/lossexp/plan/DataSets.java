package org.lossexp.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/** Reads {@code data} pipelines, and asks what their sources hold. */
final class DataSets {
  static final List<Descriptor.Kind> KINDS =
      List.of(Descriptor.Kind.SOURCE, Descriptor.Kind.SPLIT, Descriptor.Kind.STEP);

  private final Pipelines pipelines;
  private final Diagnostics diagnostics;
  private final Function<List<Value.Call>, Attempt<DataHeader>> headers;
  private final Map<String, Attempt<DataHeader>> asked = new HashMap<>();

  DataSets(
      Pipelines pipelines,
      Diagnostics diagnostics,
      Function<List<Value.Call>, Attempt<DataHeader>> headers) {
    this.pipelines = pipelines;
    this.diagnostics = diagnostics;
    this.headers = headers;
  }

  Optional<DataCase> read(Declared declared) {
    return pipelines
        .read(declared.body(), KINDS)
        .flatMap(steps -> wellFormed(declared, steps))
        .flatMap(this::known);
  }

  /** A source first, one split, and no other source. */
  private Optional<List<Step>> wellFormed(Declared declared, List<Step> steps) {
    Step first = steps.getFirst();
    if (first.descriptor().kind() != Descriptor.Kind.SOURCE) {
      diagnostics.error(
          Codes.NO_SOURCE,
          first.written().nameSpan(),
          "a data pipeline begins with a source, and `%s` is a %s"
              .formatted(first.written().name(), first.descriptor().kind().words()),
          "",
          "write `data %s = csv(\"file.csv\", target = \"column\") -> …`"
              .formatted(declared.label().map(Name::text).orElse("name")));
      return Optional.empty();
    }
    for (Step step : steps.subList(1, steps.size())) {
      if (step.descriptor().kind() == Descriptor.Kind.SOURCE) {
        diagnostics.error(
            Codes.WRONG_PLACE,
            step.written().nameSpan(),
            "`%s` is a second source: a data pipeline has one, at its start"
                .formatted(step.written().name()),
            "");
        return Optional.empty();
      }
    }
    List<Step> splits = steps.stream().filter(DataCase::isSplit).toList();
    if (splits.size() > 1) {
      diagnostics.error(
          Codes.TWO_SPLITS,
          splits.get(1).written().nameSpan(),
          "`%s` splits the data a second time, after `%s`"
              .formatted(splits.get(1).written().name(), splits.get(0).written().name()),
          "keep one of the two");
      return Optional.empty();
    }
    var complete = new ArrayList<>(steps);
    if (splits.isEmpty()) {
      defaultSplit(first.written().nameSpan())
          .ifPresent(split -> complete.add(1, split.asInserted()));
    }
    return complete.stream().anyMatch(DataCase::isSplit)
        ? Optional.of(DataCase.ordered(complete))
        : Optional.empty();
  }

  /** {@code holdout(test = 20%, validation = 16%)}. */
  Optional<Step> defaultSplit(Span span) {
    return pipelines.step(
        Pipelines.call(
            span,
            "holdout",
            share(span, "test", "20%", 0.2),
            share(span, "validation", "16%", 0.16)),
        List.of(Descriptor.Kind.SPLIT));
  }

  private static Argument share(Span span, String name, String text, double value) {
    return new Argument.Named(
        span,
        new Name(span, name),
        false,
        new Setting.Fixed(span, new Expression.Numeral(span, text, value)));
  }

  private Optional<DataCase> known(List<Step> steps) {
    List<Value.Call> pipeline = steps.stream().map(Step::value).toList();
    String text = pipeline.stream().map(Value::text).collect(Collectors.joining(" -> "));
    return switch (asked.computeIfAbsent(text, _ -> headers.apply(pipeline))) {
      case Attempt.Success<DataHeader>(DataHeader header) ->
          Optional.of(new DataCase(steps, header));
      case Attempt.Failure<DataHeader>(List<Problem> problems) -> {
        problems.forEach(problem -> report(problem, steps));
        yield Optional.empty();
      }
    };
  }

  /** Shows a problem at the argument that it is about, or at the step. */
  private void report(Problem problem, List<Step> steps) {
    Step source = steps.getFirst();
    Span span =
        problem
            .parameter()
            .flatMap(parameter ->
                steps.stream().flatMap(step -> argument(step, parameter).stream()).findFirst())
            .orElse(source.written().nameSpan());
    diagnostics.error(problem.code(), span, problem.message(), "", problem.notes());
  }

  /** {@return where {@code parameter} of {@code step} is written} */
  static Optional<Span> argument(Step step, String parameter) {
    List<ParameterSpec> parameters = step.descriptor().parameters();
    int position = 0;
    for (Argument argument : step.written().given()) {
      switch (argument) {
        case Argument.Named named -> {
          if (named.name().text().equals(parameter)) {
            return Optional.of(named.setting().span());
          }
        }
        case Argument.Positional positional -> {
          if (parameters.get(position).name().equals(parameter)) {
            return Optional.of(positional.span());
          }
          position++;
        }
      }
    }
    return Optional.empty();
  }
}
