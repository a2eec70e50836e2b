package org.lossexp.plan;

import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Value;

/**
 * The sections of settings that this room reads: {@code tune}, {@code repeat}, {@code compare},
 * {@code report}.
 */
public final class Sections {
  private static final String SEARCH = "how points are found: the same for all candidates";

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

  // `goal`, `by` and `baseline` name what the file declares; Comparison reads them. Their options
  // here say in messages and help pages what is written. So do those of `search`: the searches are
  // known to the vocabulary.
  private static final Descriptor TUNE =
      tuneWith(
          new ParameterSpec.Choice(
              "search",
              SEARCH,
              Optional.of(new Value.Word("tpe")),
              List.of("a search with its points, such as tpe(points = 20)")));

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
              List.of("html", "markdown", "csv", "json", "latex"),
              List.of("html", "csv", "json")));

  private Sections() {}

  /** {@return the sections, for the vocabulary} */
  public static List<Descriptor> descriptors() {
    return List.of(TUNE, REPEAT, COMPARE, REPORT);
  }

  /** {@return the section {@code tune}, where {@code searches} are known, the usual one first} */
  static Descriptor tune(List<Descriptor> searches) {
    Optional<Value> usual =
        searches.stream()
            .findFirst()
            .map(search -> new Value.Call(search.name(), Arguments.defaults(search.parameters())));
    return tuneWith(
        new ParameterSpec.Nested(
            "search",
            SEARCH,
            usual,
            searches.stream()
                .map(s -> new ParameterSpec.Signature(s.name(), s.parameters()))
                .toList(),
            List.of()));
  }

  private static Descriptor tuneWith(ParameterSpec search) {
    return section(
        "tune",
        "How tuned values are searched for, for each candidate apart.",
        search,
        new ParameterSpec.Whole(
            "seeds", 1, Range.closed(1, 1_000), "trainings of each point; their mean counts"),
        new ParameterSpec.Choice(
            "goal",
            "the metric that is made best; the one that decides where none is written",
            Optional.of(new Value.Word("none")),
            List.of("validation.METRIC")),
        new ParameterSpec.Nested(
            "scope",
            "nested: for each test part, on the other rows; once: one test part for all; apart: on"
                + " a share of the rows that is in no test part",
            Optional.of(new Value.Word("nested")),
            List.of(
                new ParameterSpec.Signature(
                    "apart",
                    List.of(
                        new ParameterSpec.Real(
                            "share",
                            "of all rows, to tune on",
                            Optional.empty(),
                            Range.open(0, 1),
                            List.of())))),
            List.of("nested", "once")));
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
