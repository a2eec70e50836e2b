package org.lossexp.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TunedTrials;
import org.lossexp.experiment.Tuning;
import org.lossexp.results.Searched;

/**
 * One search under way: which of its trials come next, given the ends of those before.
 *
 * <p>Points are proposed a batch at a time, and the next one only when every trial of the last has
 * ended. So what is tried is a function of the trials' results alone: neither the order in which
 * they end nor an interruption changes it.
 */
final class SearchRun {
  /** Draws of a point that is not like any before; then the domain is looked through. */
  private static final int DRAWS = 100;

  /** Points of a domain that are looked through. */
  private static final int MOST_POINTS = 100_000;

  private final int index;
  private final Tuning.Search search;
  private final int seeds;
  private final TunedTrials trials;
  private final Space space;
  private final Proposer proposer;

  private final List<Entry> entries = new ArrayList<>();

  /** The first trial of each point: points that train the same are one. */
  private final Set<String> known = new HashSet<>();

  /** Where {@link #entries} of the rung under way begin. */
  private int rungStart;

  private int bracket;
  private int rung;
  private int numbers;
  private boolean over;
  private List<Trial> finals = List.of();
  private OptionalInt found = OptionalInt.empty();

  /** A point on a rung; its loss is the mean over the seeds, NaN before all have ended. */
  private static final class Entry {
    private final int number;
    private final double[] place;
    private final List<Double> numbers;
    private final boolean[] depends;
    private final Tuning.Rung rung;
    private final Searched.Tried tried;
    private double loss = Double.NaN;

    Entry(
        int number,
        double[] place,
        List<Double> numbers,
        boolean[] depends,
        Tuning.Rung rung,
        Searched.Tried tried) {
      this.number = number;
      this.place = place;
      this.numbers = numbers;
      this.depends = depends;
      this.rung = rung;
      this.tried = tried;
    }

    int epochs() {
      return rung.epochs();
    }

    double loss() {
      return loss;
    }
  }

  /**
   * A search that has not begun.
   *
   * @param index of the search in {@link Tuning#searches}
   */
  SearchRun(Tuning tuning, int index, TunedTrials trials) {
    this.index = index;
    this.search = tuning.searches().get(index);
    this.seeds = tuning.seeds();
    this.trials = trials;
    this.space = new Space(search.values());
    this.proposer = proposer(tuning.search().name(), search.stream(), space, search.points());
  }

  static Proposer proposer(String search, String stream, Space space, int points) {
    return switch (search) {
      case "random", "halving", "hyperband" -> new RandomProposer(stream, space.dimensions());
      case "sobol" -> new SobolProposer(stream, space.dimensions());
      case "grid" -> new GridProposer(space, points);
      case "tpe" -> new TpeProposer(stream, space, points);
      case "cma_es" -> new CmaProposer(stream, space.dimensions());
      default -> throw new IllegalArgumentException("no search is named " + search);
    };
  }

  /**
   * {@return the trials to be run next; none where results are still missing, and at the end}
   *
   * @param loss a trial → what it makes small, infinite where it did not end well; empty where it
   *     has not ended
   */
  List<Trial> next(Function<String, Optional<Double>> loss) {
    while (!over && hear(loss)) {
      List<Trial> wanted = propose();
      if (!wanted.isEmpty()) {
        return wanted;
      }
    }
    return List.of();
  }

  /** {@return whether everything that was proposed has ended} */
  private boolean hear(Function<String, Optional<Double>> loss) {
    for (int i = entries.size() - 1; i >= 0 && Double.isNaN(entries.get(i).loss); i--) {
      Optional<Double> mean = mean(entries.get(i).tried, loss);
      if (mean.isEmpty()) {
        return false;
      }
    }
    boolean news = false;
    for (Entry entry : entries.subList(rungStart, entries.size())) {
      if (Double.isNaN(entry.loss)) {
        entry.loss = mean(entry.tried, loss).orElseThrow();
        news = true;
      }
    }
    if (news && !stopsEarly()) {
      proposer.tell(
          entries.stream().map(e -> new Proposer.Told(e.place, e.depends, e.loss)).toList());
    }
    return true;
  }

  private boolean stopsEarly() {
    return search.brackets().getFirst().rungs().size() > 1;
  }

  private static Optional<Double> mean(
      Searched.Tried tried, Function<String, Optional<Double>> loss) {
    double sum = 0;
    for (String trial : tried.trials()) {
      Optional<Double> one = loss.apply(trial);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      sum += one.get();
    }
    return Optional.of(
        tried.trials().isEmpty() ? Double.POSITIVE_INFINITY : sum / tried.trials().size());
  }

  /** Adds points: of the batch that is next, or the best of a rung to the next one. */
  private List<Trial> propose() {
    Tuning.Bracket now = search.brackets().get(bracket);
    int inRung = entries.size() - rungStart;
    if (rung == 0 && inRung < now.rungs().getFirst().points()) {
      int left = now.rungs().getFirst().points() - inRung;
      List<Trial> wanted = new ArrayList<>();
      int batch = Math.min(left, proposer.batch());
      for (int i = 0; i < batch; i++) {
        Optional<List<Trial>> added = addNew(now.rungs().getFirst());
        if (added.isEmpty()) {
          return wanted.isEmpty() ? endRung(now) : wanted;
        }
        wanted.addAll(added.get());
      }
      return wanted;
    }
    return endRung(now);
  }

  /** {@return the trials of a point unlike those before; empty where there is none} */
  private Optional<List<Trial>> addNew(Tuning.Rung on) {
    for (int draw = 0; draw < DRAWS; draw++) {
      Optional<double[]> place = proposer.next();
      if (place.isEmpty()) {
        return Optional.empty();
      }
      Optional<List<Trial>> added = add(place.get(), on);
      if (added.isPresent()) {
        return added;
      }
    }
    if (space.points() <= MOST_POINTS) {
      var all = new GridProposer(space, (int) space.points());
      for (Optional<double[]> place = all.next(); place.isPresent(); place = all.next()) {
        Optional<List<Trial>> added = add(place.get(), on);
        if (added.isPresent()) {
          return added;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<List<Trial>> add(double[] place, Tuning.Rung on) {
    List<Double> point = space.numbers(place);
    Made made = make(numbers + 1, place, point, on);
    String same = made.trials().isEmpty() ? point.toString() : made.trials().getFirst().id();
    if (!known.add(same) && proposer.wantsDistinct()) {
      return Optional.empty();
    }
    numbers++;
    entries.add(made.entry());
    return Optional.of(made.trials());
  }

  private record Made(Entry entry, List<Trial> trials) {}

  private Made make(int number, double[] place, List<Double> point, Tuning.Rung on) {
    boolean[] depends = new boolean[place.length];
    return switch (trials.point(index, point, on.epochs())) {
      case Attempt.Success<TunedTrials.Point>(TunedTrials.Point written) -> {
        for (int d = 0; d < depends.length; d++) {
          depends[d] = written.values().containsKey(search.values().get(d).name());
        }
        List<String> ids = written.trials().stream().map(Trial::id).toList();
        int epochs = written.trials().getFirst().train().arguments().whole("epochs");
        var tried = new Searched.Tried(number, epochs, written.values(), ids, "");
        yield new Made(new Entry(number, place, point, depends, on, tried), written.trials());
      }
      case Attempt.Failure<TunedTrials.Point>(List<Problem> problems) -> {
        var tried =
            new Searched.Tried(
                number, on.epochs(), Map.of(), List.of(), problems.getFirst().message());
        yield new Made(new Entry(number, place, point, depends, on, tried), List.of());
      }
    };
  }

  /** Those that go on get a place on the next rung; after the last one the next bracket begins. */
  private List<Trial> endRung(Tuning.Bracket now) {
    List<Entry> best =
        entries.subList(rungStart, entries.size()).stream()
            .filter(entry -> Double.isFinite(entry.loss))
            .sorted(Comparator.comparingDouble(Entry::loss))
            .toList();
    rungStart = entries.size();
    rung++;
    if (rung < now.rungs().size() && !best.isEmpty()) {
      Tuning.Rung on = now.rungs().get(rung);
      List<Trial> wanted = new ArrayList<>();
      for (Entry entry : best.subList(0, Math.min(on.points(), best.size()))) {
        Made made = make(entry.number, entry.place, entry.numbers, on);
        entries.add(made.entry());
        wanted.addAll(made.trials());
      }
      return wanted;
    }
    rung = 0;
    bracket++;
    if (bracket == search.brackets().size()) {
      end();
    }
    return List.of();
  }

  /** The most epochs, then the smallest loss, then the first. */
  private void end() {
    over = true;
    Optional<Entry> best =
        entries.stream()
            .filter(entry -> Double.isFinite(entry.loss))
            .min(
                Comparator.comparingInt(Entry::epochs).reversed().thenComparingDouble(Entry::loss));
    if (best.isPresent()
        && trials.finals(index, best.get().numbers) instanceof Attempt.Success<List<Trial>> some) {
      finals = some.value();
      found = OptionalInt.of(entries.indexOf(best.get()));
    }
  }

  /** {@return whether anything was tried} */
  boolean begun() {
    return !entries.isEmpty();
  }

  /** {@return whether nothing more is tried} */
  boolean over() {
    return over;
  }

  /** {@return the final trials that it serves: indices into {@link Design#trials}} */
  List<Integer> rows() {
    return search.rows();
  }

  /** {@return the final trials with what was found; none before, and where nothing was} */
  List<Trial> finals() {
    return finals;
  }

  /** {@return how many trials have not been asked for yet, final ones among them, at most} */
  int ahead() {
    return over
        ? 0
        : Math.max(0, search.trainings() - entries.size()) * seeds + search.rows().size();
  }

  /** {@return what the journal keeps} */
  Searched searched() {
    return new Searched(
        index,
        entries.stream().map(entry -> entry.tried).toList(),
        found,
        finals.stream().map(Trial::id).toList(),
        over);
  }
}
