package org.lossexp.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.lossexp.data.TargetFacts;
import org.lossexp.experiment.DataHeader;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** The text of an experiment for a table: what {@code advise} says, ready to run. */
final class Starter {
  private static final int FEW_ROWS = 1000;
  private static final int TINY = 100;
  private static final int MANY_ROWS = 5000;
  private static final int COMMENT_WIDTH = 98;

  /** A rough figure of one core, as in {@link Cost}: the whole run takes about a minute then. */
  private static final double MOST_SECONDS = 80;

  private static final double SECONDS_PER_EXAMPLE = 150e-9;
  private static final double FLOPS_PER_SECOND = 10e9;
  private static final int HASHED = 32;

  /** Losses on means above 0: the target may be scaled, and must not be moved. */
  private static final List<String> POSITIVE =
      List.of("poisson_nll", "negative_binomial_nll", "gamma_deviance", "tweedie_deviance");

  private final UserTable table;
  private final Advice advice;
  private final NewName name;
  private final String file;
  private final StringBuilder text = new StringBuilder();

  /**
   * A text about to be written.
   *
   * @param name of the experiment
   * @param file where it will stand
   */
  Starter(UserTable table, Advice advice, NewName name, String file) {
    this.table = table;
    this.advice = advice;
    this.name = name;
    this.file = file;
  }

  /**
   * How much is trained.
   *
   * @param folds 1 for a holdout
   * @param share of the training rows
   */
  private record Budget(
      int folds, int seeds, int points, int epochs, int hidden, int batch, double share) {}

  /** {@return the experiment, before its layout} */
  String text() {
    String shell = AdviseCommand.shell(file);
    comment(
        "Written by `lossexp new data` from what the table holds. It runs as it is; then change one"
            + " thing at a time:");
    line("//");
    line("//   lossexp check " + shell + "   names every mistake, and runs nothing");
    line("//   lossexp plan " + shell + "    writes out every default, and what the run will cost");
    line("//   lossexp run " + shell + "     trains, compares, writes the report");
    line("language 1");
    String target =
        table.targets().stream().map(TargetFacts::name).collect(Collectors.joining(", "));
    line("experiment " + quoted(name.text()));
    line("question " + quoted("Which loss predicts `" + target + "` of unseen rows best?"));
    line("");
    Budget budget = budget();
    data(target, budget);
    model(budget);
    losses();
    training(budget);
    judging();
    return text.toString();
  }

  // The data.

  private void data(String target, Budget budget) {
    comment("%s; `%s`: %s.".formatted(table.size(), target, advice.kind()));
    table.assumed().forEach(this::remark);
    table
        .dropped()
        .forEach((column, why) -> comment("Left out: `" + column + "`, for " + why + "."));
    if (table.missingTargets() > 0) {
      comment(table.missingTargets() + " rows have no target, and are left out.");
    }
    table
        .group()
        .ifPresent(group ->
            comment(
                "`"
                    + group
                    + "` repeats, and looks as if it named what rows belong to: its rows stay in"
                    + " one part. If that is not so, take `group` and `by` away."));
    table.times().forEach(this::time);
    if (table.header().task() != Task.REGRESSION && wholeClasses()) {
      comment("The target is taken as classes; `task = regression` takes it as numbers.");
    }
    if (table.source().arguments().isWord("task", "regression")) {
      comment("The target is taken as counts; `task = classification` takes it as classes.");
    }
    List<String> steps = new ArrayList<>();
    steps.add(source());
    steps.add(split(budget));
    if (table.missing()) {
      steps.add("impute(median, categories = missing)");
    }
    if (!table.wordy().isEmpty()) {
      steps.add("hash(columns = %s, size = %d)".formatted(list(table.wordy()), HASHED));
    }
    boolean numbers = table.header().task() == Task.REGRESSION;
    if (numbers && isPositive()) {
      if (!isUnitScale()) {
        comment("The target is scaled and not moved: what is 0, or above 0, stays so.");
        steps.add("scale_target()");
      }
      steps.add("standardize()");
    } else {
      steps.add(numbers ? "standardize(target = true)" : "standardize()");
    }
    if (budget.share() < 1) {
      comment(
          "So many rows would take long: the starter trains on a part of them. Leave `subsample`"
              + " out for all.");
      steps.add(
          "subsample(share = %s, on = [training, validation])"
              .formatted(Value.Numeral.text(budget.share())));
    }
    line("data table = " + String.join("\n -> ", steps));
    line("");
  }

  private boolean wholeClasses() {
    return table.header().classes().size() > 2
        && table.header().classes().stream().allMatch(name -> name.matches("-?[0-9]+"));
  }

  private void time(String column) {
    boolean dropped = table.dropped().containsKey(column);
    comment(
        "`%s` may say when a row came about. To predict later rows from earlier ones%s write"
                .formatted(column, dropped ? ", take it out of `drop` and" : ",")
            + " `holdout(time = %s)`.".formatted(quoted(column)));
  }

  private String source() {
    Map<String, Value> written = new LinkedHashMap<>(table.source().arguments().values());
    String path = written.remove("path").text();
    return "csv(" + path + ", " + new Arguments(written).text() + ")";
  }

  private String split(Budget budget) {
    List<Long> counts = table.header().classCounts();
    boolean classes = table.header().task().hasClasses();
    boolean enough = counts.stream().allMatch(count -> count >= 3L * budget.folds());
    String more =
        (table.group().isPresent() ? ", by = group" : "")
            + (classes && enough && table.group().isEmpty() ? ", stratify = true" : "");
    return budget.folds() > 1
        ? "kfold(%d, validation = 16%%%s)".formatted(budget.folds(), more)
        : "holdout(test = 20%%, validation = 16%%%s)".formatted(more);
  }

  // What is trained.

  private boolean isPositive() {
    return advice.first().stream().anyMatch(candidate -> POSITIVE.contains(candidate.name()));
  }

  private boolean isUnitScale() {
    return table.targets().stream()
        .map(TargetFacts.Numbers.class::cast)
        .allMatch(target -> target.sd() >= 0.1 && target.sd() <= 10);
  }

  private Budget budget() {
    int rows = table.header().rows();
    int folds = rows < FEW_ROWS ? Math.max(2, Math.min(5, rows / 15)) : 1;
    int hidden = rows < TINY ? 0 : rows < MANY_ROWS ? 32 : 64;
    boolean large = rows > MANY_ROWS;
    Budget budget =
        new Budget(folds, folds > 1 ? 2 : 5, rows < TINY ? 8 : 6, 30, hidden, large ? 128 : 32, 1);
    if (folds == 1 && seconds(budget) < MOST_SECONDS / 2) {
      budget = new Budget(1, 10, 6, 30, hidden, budget.batch(), 1);
    }
    if (seconds(budget) > MOST_SECONDS) {
      budget = new Budget(folds, budget.seeds(), 4, 20, hidden, budget.batch(), 1);
    }
    if (seconds(budget) > MOST_SECONDS) {
      budget = new Budget(folds, budget.seeds(), 4, 12, hidden, 256, 1);
    }
    double over = seconds(budget) / MOST_SECONDS;
    return over <= 1
        ? budget
        : new Budget(
            folds,
            budget.seeds(),
            budget.points(),
            budget.epochs(),
            hidden,
            budget.batch(),
            Math.max(0.01, Math.floor(100 / over) / 100));
  }

  private double seconds(Budget budget) {
    double inputs = 0;
    for (DataHeader.Feature feature : table.header().features()) {
      inputs += table.wordy().contains(feature.name()) ? HASHED : Math.max(1, feature.categories());
    }
    double outputs = Math.max(1, table.header().classes().size());
    double products =
        budget.hidden() == 0 ? inputs * outputs : budget.hidden() * (inputs + outputs);
    double trainings =
        advice.first().size() * budget.folds() * budget.seeds() * (budget.points() + 1.0);
    double steps = table.header().rows() * 0.64 * budget.share() * budget.epochs() * trainings;
    return steps * (SECONDS_PER_EXAMPLE + 6 * products / FLOPS_PER_SECOND);
  }

  private void model(Budget budget) {
    if (budget.hidden() == 0) {
      comment("A linear model: so few rows carry no more.");
      line("model linear = dense(outputs)");
    } else {
      comment(budget.hidden() + " hidden units; the loss says how many outputs there are.");
      line("model mlp = dense(" + budget.hidden() + ", relu) -> dense(outputs)");
    }
    line("");
  }

  private void losses() {
    comment(
        "What is compared, and why; `lossexp losses NAME` has a page on each, `lossexp advise` the"
            + " numbers.");
    List<Advice.Candidate> first = advice.first();
    first.forEach(candidate -> comment("- " + candidate.loss() + ": " + candidate.why()));
    List<String> later =
        advice.candidates().stream()
            .filter(candidate -> !candidate.first())
            .map(Advice.Candidate::loss)
            .toList();
    if (!later.isEmpty()) {
      comment("Later perhaps: " + String.join(", ", later) + ".");
    }
    line("loss " + first.stream().map(Starter::tuned).collect(Collectors.joining(", ")));
    line("");
  }

  /** {@return the loss, its scale searched for where it has one} */
  private static String tuned(Advice.Candidate candidate) {
    return switch (candidate.loss()) {
      case "huber" -> "huber(delta tune log 0.05 .. 2)";
      case "cauchy" -> "cauchy(c tune log 0.05 .. 2)";
      default -> candidate.loss();
    };
  }

  private void training(Budget budget) {
    comment("The learning rate is searched for, for each loss apart and with one budget for all.");
    line("optimizer adam(learning_rate tune log 1e-3 .. 1e-1)");
    line("");
    line("train { epochs = %d, batch_size = %d }".formatted(budget.epochs(), budget.batch()));
    line(
        "tune { search = tpe(points = %d), goal = validation.%s }"
            .formatted(budget.points(), advice.by()));
    comment(
        budget.folds() > 1
            ? "Each seed parts the rows anew: more of them, and the intervals get shorter."
            : "Each seed has its own split, weights and batches: more of them, and the intervals"
                + " get shorter.");
    line("repeat { seeds = %d }".formatted(budget.seeds()));
    line("");
  }

  private void judging() {
    advice.remarks().forEach(this::remark);
    List<String> metrics = new ArrayList<>(List.of(advice.by()));
    metrics.addAll(advice.metrics());
    line("measure " + String.join(", ", metrics));
    comment("A difference below 1% does not matter to us (`rope`): say what matters to you.");
    line(
        "compare { by = test.%s, baseline = %s, rope = 1%% }"
            .formatted(advice.by(), advice.candidates().getFirst().loss()));
  }

  // Text.

  private void line(String line) {
    text.append(line).append('\n');
  }

  private void remark(String sentence) {
    comment(sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1) + ".");
  }

  /** Adds a comment of as many lines as it needs. */
  private void comment(String words) {
    StringBuilder line = new StringBuilder("//");
    for (String word : words.replaceAll("\\p{Cntrl}", " ").split(" ", -1)) {
      if (line.length() + 1 + word.length() > COMMENT_WIDTH) {
        line(line.toString());
        line = new StringBuilder("//");
      }
      line.append(' ').append(word);
    }
    line(line.toString());
  }

  private static String quoted(String string) {
    return new Value.Text(string).text();
  }

  private static String list(List<String> names) {
    return names.stream().map(Starter::quoted).collect(Collectors.joining(", ", "[", "]"));
  }
}
