package org.lossexp.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Expression.Argument;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Reads {@code data} pipelines, and asks what their sources hold. */
final class DataSets {
  static final List<Descriptor.Kind> KINDS =
      List.of(Descriptor.Kind.SOURCE, Descriptor.Kind.SPLIT, Descriptor.Kind.STEP);

  private final Pipelines pipelines;
  private final Diagnostics diagnostics;
  private final Function<List<Value.Call>, Attempt<DataHeader>> headers;
  private final Map<String, Attempt<DataHeader>> asked = new LinkedHashMap<>();
  private final Set<String> warned = new HashSet<>();

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

  /** {@return the task of the first data whose source could be read} */
  Optional<Task> task() {
    return asked.values().stream()
        .flatMap(attempt ->
            switch (attempt) {
              case Attempt.Success<DataHeader>(DataHeader header) -> Stream.of(header.task());
              case Attempt.Failure<DataHeader> _ -> Stream.empty();
            })
        .findFirst();
  }

  /** {@return how many codes a row of the first readable data has to look up, such as 2} */
  int codes() {
    return asked.values().stream()
        .flatMap(attempt ->
            switch (attempt) {
              case Attempt.Success<DataHeader>(DataHeader header) ->
                  Stream.of(header.inputs().codes().size());
              case Attempt.Failure<DataHeader> _ -> Stream.empty();
            })
        .findFirst()
        .orElse(0);
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
    return Optional.of(DataCase.ordered(steps));
  }

  private Optional<DataCase> known(List<Step> steps) {
    List<Value.Call> pipeline = steps.stream().map(Step::value).toList();
    String text = pipeline.stream().map(Value::text).collect(Collectors.joining(" -> "));
    return switch (asked.computeIfAbsent(text, _ -> headers.apply(pipeline))) {
      case Attempt.Success<DataHeader>(DataHeader header) -> {
        header.warnings().forEach(warning -> warn(warning, steps));
        yield Optional.of(new DataCase(withSplit(steps, header), header));
      }
      case Attempt.Failure<DataHeader>(List<Problem> problems) -> {
        problems.forEach(problem -> report(problem, steps));
        yield Optional.empty();
      }
    };
  }

  /** {@return {@code steps} with the split that is taken, its defaults filled in from the data} */
  private List<Step> withSplit(List<Step> steps, DataHeader header) {
    Value.Call taken = header.parts().orElseThrow().split();
    var complete = new ArrayList<>(steps);
    if (steps.size() > 1 && DataCase.isSplit(steps.get(1))) {
      Step split = steps.get(1);
      complete.set(1, new Step(split.descriptor(), split.written(), taken, false));
    } else {
      complete.add(1, pipelines.inserted(taken, steps.getFirst().written().nameSpan()));
    }
    return complete;
  }

  /** Said once, however many variants of a pipeline meet it. */
  private void warn(Problem warning, List<Step> steps) {
    Span span = place(warning, steps);
    if (warned.add(span + warning.message())) {
      diagnostics.warning(
          warning.code(), span, warning.message(), "", warning.notes().toArray(String[]::new));
    }
  }

  /** Shows a problem at the argument that it is about, or at the step. */
  private void report(Problem problem, List<Step> steps) {
    diagnostics.error(
        problem.code(), place(problem, steps), problem.message(), "", problem.notes());
  }

  /** The step that the message names is asked first: several may have such an argument. */
  private static Span place(Problem problem, List<Step> steps) {
    List<Step> named =
        steps.stream()
            .filter(step -> problem.message().startsWith("`" + step.value().name() + "`"))
            .toList();
    return problem
        .parameter()
        .flatMap(parameter ->
            Stream.concat(named.stream(), steps.stream())
                .flatMap(step -> argument(step, parameter).stream())
                .findFirst())
        .orElse(
            named.isEmpty()
                ? steps.getFirst().written().nameSpan()
                : named.getFirst().written().nameSpan());
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
          if (position < parameters.size() && parameters.get(position).name().equals(parameter)) {
            return Optional.of(positional.span());
          }
          position++;
        }
      }
    }
    return Optional.empty();
  }
}
