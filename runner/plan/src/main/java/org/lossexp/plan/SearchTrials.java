package org.lossexp.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;

/**
 * Reads candidates again with the values that a search proposes. A trial that comes of it is the
 * same as if the file had the values written in it, so its identity says nothing of the search.
 */
final class SearchTrials implements TunedTrials {
  private static final int SEED_DIGITS = 13;

  private final Tuning tuning;
  private final List<Candidate> candidates;
  private final Sweeps sweeps;
  private final ArgumentReader reader;
  private final TrialWriter writer;
  private final long from;

  /**
   * @param candidates one for each search
   * @param from the root seed of the first final trial
   */
  SearchTrials(
      Tuning tuning,
      List<Candidate> candidates,
      Sweeps sweeps,
      ArgumentReader reader,
      TrialWriter writer,
      long from) {
    this.tuning = tuning;
    this.candidates = List.copyOf(candidates);
    this.sweeps = sweeps;
    this.reader = reader;
    this.writer = writer;
    this.from = from;
  }

  @Override
  public Attempt<Point> point(int search, List<Double> numbers, int epochs) {
    Tuning.Search which = tuning.searches().get(search);
    Map<Tuned, Expression> values = values(search, numbers);
    Set<Tuned> met = new LinkedHashSet<>();
    Optional<Candidate> read = candidate(search, values, met);
    if (read.isEmpty()) {
      return refused(which, values);
    }
    boolean stopEarly = which.brackets().getFirst().rungs().size() > 1;
    Candidate candidate = stopEarly ? read.get().withEpochs(epochs) : read.get();
    int folds = candidate.data().folds();
    int part = which.part() - 1;
    var trials = new ArrayList<Trial>();
    for (int seed = 1; seed <= tuning.seeds(); seed++) {
      trials.add(writer.searching(candidate, from + part / folds, part % folds, seed(which, seed)));
    }
    Map<String, String> texts = new LinkedHashMap<>();
    Searching.names(candidates.get(search))
        .forEach((name, tuned) -> {
          if (met.contains(tuned)) {
            texts.put(name, ExpressionText.of(values.get(tuned)));
          }
        });
    return new Attempt.Success<>(new Point(texts, trials));
  }

  @Override
  public Attempt<List<Trial>> finals(int search, List<Double> numbers) {
    Tuning.Search which = tuning.searches().get(search);
    Map<Tuned, Expression> values = values(search, numbers);
    Optional<Candidate> read = candidate(search, values, new LinkedHashSet<>());
    if (read.isEmpty()) {
      return refused(which, values);
    }
    int folds = read.get().data().folds();
    int first = which.rows().getFirst() - (which.part() - 1);
    return new Attempt.Success<>(
        which.rows().stream()
            .map(row -> row - first)
            .map(index -> writer.last(read.get(), from + index / folds, index % folds, List.of()))
            .toList());
  }

  private Map<Tuned, Expression> values(int search, List<Double> numbers) {
    Map<Tuned, Expression> values = new LinkedHashMap<>();
    List<Tuned> tuned = candidates.get(search).tuned();
    for (int i = 0; i < tuned.size(); i++) {
      values.put(tuned.get(i), tuned.get(i).at(numbers.get(i)));
    }
    return values;
  }

  private Optional<Candidate> candidate(int search, Map<Tuned, Expression> values, Set<Tuned> met) {
    reader.beginAnew();
    return candidates.get(search).with(values, sweeps, met);
  }

  /** Both ends of every domain make sense, and these values between them do not. */
  private static <T> Attempt<T> refused(Tuning.Search which, Map<Tuned, Expression> values) {
    var texts = new ArrayList<String>();
    values.forEach((tuned, value) -> texts.add(tuned.name() + " = " + ExpressionText.of(value)));
    return new Attempt.Failure<>(
        new Problem(
            Codes.SEARCH_MISMATCH,
            "the file makes no sense with " + String.join(", ", texts),
            Optional.empty(),
            List.of("narrow the domain of " + which.values().getFirst().name())));
  }

  /** Apart from those of {@code repeat}, and the same for all candidates. */
  private static long seed(Tuning.Search search, int number) {
    String digits = Identity.sha256("%s seed %d".formatted(search.stream(), number));
    return Long.parseLong(digits.substring(0, SEED_DIGITS), 16);
  }
}
