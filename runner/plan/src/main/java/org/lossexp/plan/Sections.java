package org.lossexp.plan;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/**
 * The sections of settings that this room reads: {@code repeat}, {@code compare}, {@code report}.
 */
public final class Sections {
  static final Descriptor REPEAT =
      section(
          "repeat",
          "How often each candidate is trained, and what varies from one repetition to the next.",
          new ParameterSpec.Whole(
              "seeds", 10, Range.closed(1, 100_000), "repetitions of each candidate"),
          new ParameterSpec.Whole(
              "from", 1, Range.atLeast(0), "the root seed of the first; the others follow it"),
          choices(
              "vary",
              "what a repetition draws anew; the rest keeps the first seed's stream",
              List.of("split", "corruption", "init", "order", "dropout"),
              List.of("split", "corruption", "init", "order", "dropout")));

  // `by` and `baseline` name what the file declares; Comparison reads them. Their options here say
  // in messages and help pages what is written.
  static final Descriptor COMPARE =
      section(
          "compare",
          "What is compared, by which metric, and from which difference on it matters.",
          choices(
              "of",
              "what makes a contender",
              List.of("model", "loss", "optimizer"),
              List.of("loss")),
          new ParameterSpec.Choice(
              "by",
              "the metric that decides; the task's usual one where none is written",
              Optional.of(new Value.Word("none")),
              List.of("test.METRIC")),
          new ParameterSpec.Choice(
              "baseline",
              "the contender that the others are compared to; all pairs without one",
              Optional.of(new Value.Word("none")),
              List.of("CONTENDER")),
          new ParameterSpec.Real(
              "rope",
              0,
              Range.atLeast(0),
              "the largest difference that does not matter: absolute for metrics from 0 to 1, else"
                  + " relative to the baseline"),
          new ParameterSpec.Real("alpha", 0.05, Range.open(0, 1), "the error rate of the tests"));

  static final Descriptor REPORT =
      section(
          "report",
          "Which reports are written.",
          choices(
              "formats",
              "the files of the report",
              List.of("html", "markdown", "csv", "json"),
              List.of("html", "csv", "json")));

  private Sections() {}

  /** {@return the sections, for the vocabulary} */
  public static List<Descriptor> descriptors() {
    return List.of(REPEAT, COMPARE, REPORT);
  }

  private static Descriptor section(String name, String help, ParameterSpec... parameters) {
    return new Descriptor(Descriptor.Kind.SECTION, name, List.of(parameters), help);
  }

  private static ParameterSpec choices(
      String name, String meaning, List<String> options, List<String> fallback) {
    List<Value> words = fallback.stream().<Value>map(Value.Word::new).toList();
    return new ParameterSpec.Choices(
        name, meaning, Optional.of(new Value.Sequence(words)), options);
  }
}
