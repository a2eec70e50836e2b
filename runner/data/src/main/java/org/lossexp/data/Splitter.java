package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.DataHeader.Drawn;
import org.lossexp.experiment.Problem;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/**
 * How the rows of a data set are parted. What is drawn depends on the key alone; what is published
 * or follows from time is the same under every key.
 */
sealed interface Splitter {
  /** The splits of the language. */
  Set<String> NAMES =
      Set.of(
          "holdout",
          "kfold",
          "leave_one_group_out",
          "given",
          "split_column",
          "index_files",
          "split",
          "all_rows");

  /** The share of all rows to test on where none is written. */
  double USUAL_TEST = 0.2;

  /** The share of all rows to validate on where no split is written. */
  double USUAL_VALIDATION = 0.16;

  /** {@return what stands against it, all found; remarks that do not go to {@code warnings}} */
  List<Problem> check(List<Problem> warnings);

  /** {@return the parts' sizes}; asked only where nothing stands against them. */
  DataHeader.Parts parts();

  /**
   * {@return the rows of each part}
   *
   * @param fold which test part
   * @param key says what data, which split and which seed; {@code fold} is added where it matters,
   *     for the folds of one seed must not overlap
   */
  Split draw(int fold, RandomStream.Key key);

  /** {@return columns that say where a row belongs, and nothing of its target} */
  default List<String> columns() {
    return List.of();
  }

  /** {@return the split of {@code data} where none is written} */
  static Value.Call usual(Dataset data) {
    Dataset.Given given = data.given();
    if (given.validation() < given.test() && given.test() < data.rows()) {
      return call("given");
    }
    boolean users = data.header().task() == Task.RECOMMENDATION && data.roles().codes().size() == 2;
    return call(
        "holdout",
        "test",
        given.test() < data.rows() ? new Value.Word("given") : new Value.Numeral(USUAL_TEST),
        "validation",
        new Value.Numeral(USUAL_VALIDATION),
        "by",
        new Value.Word(users ? "user" : "none"));
  }

  private static Value.Call call(String name, Object... namesAndValues) {
    Arguments arguments =
        Arguments.defaults(
            StepDescriptors.ALL.stream()
                .filter(d -> d.name().equals(name))
                .findFirst()
                .orElseThrow()
                .parameters());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments = arguments.with((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
    }
    return new Value.Call(name, arguments);
  }

  /** {@return {@code call} with what it leaves to the data filled in} */
  static Value.Call resolved(Value.Call call, Dataset data) {
    return call.name().equals("holdout") && call.arguments().isWord("test", "auto")
        ? new Value.Call(
            call.name(),
            call.arguments()
                .with(
                    "test",
                    data.given().test() < data.rows()
                        ? new Value.Word("given")
                        : new Value.Numeral(USUAL_TEST)))
        : call;
  }

  /**
   * {@return what the streams of a split are keyed by: the split as text, without what was added to
   * the language later and is not used}
   */
  static String words(Value.Call call) {
    Arguments arguments = call.arguments();
    var kept = new LinkedHashMap<>(arguments.values());
    if (call.name().equals("holdout") || call.name().equals("kfold")) {
      List.of("by", "time").stream()
          .filter(name -> arguments.value(name).isEmpty())
          .forEach(kept::remove);
    }
    return new Value.Call(call.name(), new Arguments(kept)).text();
  }

  /**
   * {@return how {@code call} parts {@code data}}
   *
   * @param folder where the paths of files start
   */
  static Splitter of(Value.Call call, Dataset data, Path folder) throws Unusable {
    Value.Call split = resolved(call, data);
    return switch (split.name()) {
      case "holdout" -> new Drawing(split, data, 1);
      case "kfold" -> new Drawing(split, data, split.arguments().whole("folds"));
      case "leave_one_group_out" -> new LeaveOneGroupOut(split, data);
      case "given" -> new Given(split, data);
      case "split_column" -> SplitColumn.of(split, data);
      case "index_files" -> IndexFiles.read(split, data, folder);
      case "split" -> new ClassesApart(split, data);
      case "all_rows" -> new AllRows(split, data);
      default -> throw new IllegalArgumentException("no such split: " + call.name());
    };
  }

  private static boolean isFixed(Value.Call call) {
    return call.arguments().value("seed").isPresent();
  }

  private static Problem emptyPart(
      Value.Call call, String of, int training, int validation, int test) {
    return new Problem(
        Codes.EMPTY_PART,
        String.format(
            Locale.ROOT,
            "`%s` leaves a part of the %s empty: %d to train on, %d to validate, %d to test",
            words(call),
            of,
            Math.max(0, training),
            validation,
            test),
        Optional.empty(),
        List.of("training gets what is left: write other fractions"));
  }

  private static int share(Value.Call call, String name, int of) {
    return (int) Math.round(call.arguments().real(name) * of);
  }

  /** {@return how many of {@code classes} a split that keeps them apart trains on} */
  static int trainingClasses(Value.Call call, int classes) {
    return classes - share(call, "classes", classes) - share(call, "validation", classes);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  /** {@code holdout} and {@code kfold}: of rows, of whole groups, of each user's rows, by time. */
  record Drawing(Value.Call call, Dataset data, int folds) implements Splitter {
    /** The items of which parts are made: a row each, or a group each. */
    private Groups groups() {
      return Groups.of(call, data);
    }

    private boolean byUser() {
      return call.arguments().isWord("by", "user");
    }

    private boolean byTime() {
      return call.arguments().value("time").isPresent();
    }

    private boolean takesGiven() {
      return call.arguments().isWord("test", "given");
    }

    @Override
    public List<Problem> check(List<Problem> warnings) {
      List<Problem> problems = new ArrayList<>();
      Strata.check(call, data).ifPresent(problems::add);
      Groups.check(call, data).ifPresent(problems::add);
      Times.check(call, data).ifPresent(problems::add);
      if (takesGiven() && data.given().test() >= data.rows()) {
        problems.add(Given.bringsNone(data));
      }
      if (!problems.isEmpty()) {
        return problems;
      }
      checkMixed().ifPresent(problems::add);
      Groups groups = groups();
      if (folds > groups.count()) {
        problems.add(tooManyFolds(groups));
      } else if (problems.isEmpty()) {
        checkEmpty(groups).ifPresent(problems::add);
      }
      SmallClasses.warn(call, data, folds, warnings);
      Groups.warn(call, data).ifPresent(warnings::add);
      if (!takesGiven() && data.given().validation() < data.rows()) {
        warnings.add(
            new Problem(
                Codes.GIVEN_NOT_TAKEN,
                "`"
                    + call.name()
                    + "` draws from all rows, though the source brings parts of its own",
                Optional.empty(),
                List.of(
                    data.given().test() < data.rows()
                        ? "`holdout(validation = 16%)` keeps its test part"
                        : "`all_rows()` trains on its training part",
                    "results on a published part compare with others' results on it")));
      }
      return problems;
    }

    private Optional<Problem> checkMixed() {
      boolean stratified = !call.arguments().values().get("stratify").text().equals("false");
      boolean grouped = groups().count() < data.rows();
      String also = byTime() ? "time" : grouped ? "groups" : byUser() ? "user" : "";
      boolean two = (stratified && !also.isEmpty()) || (byTime() && (grouped || byUser()));
      return two
          ? Optional.of(
              new Problem(
                  Codes.STEP_DOES_NOT_FIT,
                  "`%s` cannot part by %s and by %s at once"
                      .formatted(call.name(), also, stratified ? "strata" : "another column"),
                  Optional.of(stratified ? "stratify" : "by"),
                  List.of("leave one of the two out")))
          : Optional.empty();
    }

    private Problem tooManyFolds(Groups groups) {
      return new Problem(
          Codes.EMPTY_PART,
          String.format(
              Locale.ROOT,
              "%d folds, but only %s: each fold tests on at least one %s of its own",
              folds,
              groups.words(),
              groups.word()),
          Optional.of("folds"),
          List.of(
              groups.count() < 2
                  ? "one " + groups.word() + " cannot be parted"
                  : String.format(
                      Locale.ROOT, "write at most %d folds; 5 or 10 are usual", groups.count())));
    }

    private Optional<Problem> checkEmpty(Groups groups) {
      for (int fold : byTime() && folds > 1 ? new int[] {0} : new int[] {0, folds - 1}) {
        Sizes sizes = sizes(groups, fold);
        boolean empty =
            sizes.test < 1
                || sizes.training < 1
                || (sizes.validation < 1 && call.arguments().real("validation") > 0);
        if (empty) {
          return Optional.of(
              emptyPart(call, groups.words(), sizes.training, sizes.validation, sizes.test));
        }
      }
      return Optional.empty();
    }

    /** How many items a part gets. */
    private record Sizes(int training, int validation, int test) {}

    private Sizes sizes(Groups groups, int fold) {
      int items = groups.count();
      if (byUser()) {
        Split split = draw(fold, RandomStream.key("sizes"));
        return new Sizes(split.training().length, split.validation().length, split.test().length);
      }
      if (takesGiven()) {
        int test = groups.among(range(data.given().test(), data.rows())).length;
        int validation = share(call, "validation", items - test);
        return new Sizes(items - test - validation, validation, test);
      }
      int validation = share(call, "validation", items);
      if (byTime() && folds > 1) {
        int test = items / (folds + 1);
        return new Sizes(items - (folds - fold) * test - validation, validation, test);
      }
      int test =
          folds > 1 ? items / folds + (fold < items % folds ? 1 : 0) : share(call, "test", items);
      return new Sizes(items - validation - test, validation, test);
    }

    @Override
    public DataHeader.Parts parts() {
      Groups groups = groups();
      Sizes first = sizes(groups, 0);
      Sizes last = sizes(groups, folds - 1);
      boolean fixedTest =
          takesGiven() || byTime() || (folds == groups.count() && groups.areGroups());
      boolean drawsValidation = first.validation > 0 && !byTime();
      Drawn drawn =
          isFixed(call)
              ? Drawn.NOTHING
              : !fixedTest ? Drawn.ALL : drawsValidation ? Drawn.VALIDATION : Drawn.NOTHING;
      return new DataHeader.Parts(
          call,
          folds,
          groups.rows(first.training),
          groups.rows(first.validation),
          Math.min(groups.rows(last.test), groups.rows(first.test)),
          drawn,
          "");
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      Groups groups = groups();
      if (byTime()) {
        return inOrder(fold, Times.order(call, data));
      }
      if (byUser()) {
        return ofEachUser(fold, key);
      }
      Strata strata = groups.areGroups() ? Strata.none(groups.count()) : Strata.of(call, data);
      Sizes sizes = sizes(groups, fold);
      int[] all = RandomStream.identity(groups.count());
      int[] test =
          takesGiven()
              ? groups.among(range(data.given().test(), data.rows()))
              : folds > 1
                  ? Split.fold(all, strata, fold, folds, key.with("test").stream())
                  : Split.take(all, strata, sizes.test, key.with("test").stream());
      int[] rest = Split.without(all, test);
      int[] validation =
          Split.take(rest, strata, sizes.validation, key.with("validation").with(fold).stream());
      return new Split(
          groups.rowsOf(Split.without(rest, validation)),
          groups.rowsOf(validation),
          groups.rowsOf(test));
    }

    /** Training rows lie before validation rows, and these before test rows. */
    private Split inOrder(int fold, int[] order) {
      Sizes sizes = sizes(groups(), fold);
      int validation = sizes.training;
      int test = validation + sizes.validation;
      return new Split(
          sorted(order, 0, validation),
          sorted(order, validation, test),
          sorted(order, test, test + sizes.test));
    }

    private static int[] sorted(int[] order, int from, int to) {
      int[] rows = Arrays.copyOfRange(order, from, to);
      Arrays.sort(rows);
      return rows;
    }

    /** Every user keeps at least one row to learn from where one test part is drawn. */
    private Split ofEachUser(int fold, RandomStream.Key key) {
      Column.Categorical user = data.roles().codes().getFirst();
      Strata users = new Strata(user.codes(), user.levels().size());
      int[] all = RandomStream.identity(data.rows());
      int[] test;
      if (folds > 1) {
        test = Split.fold(all, users, fold, folds, key.with("test").stream());
      } else {
        int[] shares = shares(users.sizes(all), "test", users.sizes(all));
        test = Split.take(all, users, shares, key.with("test").stream());
      }
      int[] rest = Split.without(all, test);
      int[] shares = shares(users.sizes(all), "validation", users.sizes(rest));
      int[] validation =
          Split.take(rest, users, shares, key.with("validation").with(fold).stream());
      return new Split(Split.without(rest, validation), validation, test);
    }

    private int[] shares(int[] sizes, String name, int[] left) {
      int[] shares = new int[sizes.length];
      Arrays.setAll(
          shares, user -> Math.max(0, Math.min(share(call, name, sizes[user]), left[user] - 1)));
      return shares;
    }
  }

  /** Each group of rows is the test part of one fold. */
  record LeaveOneGroupOut(Value.Call call, Dataset data) implements Splitter {
    @Override
    public List<Problem> check(List<Problem> warnings) {
      Optional<Problem> problem = Groups.check(call, data);
      if (problem.isPresent()) {
        return List.of(problem.get());
      }
      Groups groups = Groups.of(call, data);
      int validation = share(call, "validation", groups.count());
      boolean empty = validation < 1 && call.arguments().real("validation") > 0;
      return groups.count() - 1 - validation < 1 || empty
          ? List.of(emptyPart(call, groups.words(), groups.count() - 1 - validation, validation, 1))
          : List.of();
    }

    @Override
    public DataHeader.Parts parts() {
      Groups groups = Groups.of(call, data);
      int smallest = groups.smallest();
      int validation = share(call, "validation", groups.count());
      return new DataHeader.Parts(
          call,
          groups.count(),
          groups.rows(groups.count() - 1 - validation),
          groups.rows(validation),
          smallest,
          validation > 0 && !isFixed(call) ? Drawn.VALIDATION : Drawn.NOTHING,
          "");
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      Groups groups = Groups.of(call, data);
      int[] all = RandomStream.identity(groups.count());
      int[] rest = Split.without(all, new int[] {fold});
      int[] validation =
          Split.take(
              rest,
              Strata.none(groups.count()),
              share(call, "validation", groups.count()),
              key.with("validation").with(fold).stream());
      return new Split(
          groups.rowsOf(Split.without(rest, validation)),
          groups.rowsOf(validation),
          groups.rowsOf(new int[] {fold}));
    }
  }

  /** The parts that the source brings. */
  record Given(Value.Call call, Dataset data) implements Splitter {
    static Problem bringsNone(Dataset data) {
      return new Problem(
          Codes.NO_GIVEN_PARTS,
          "the source brings no test part of its own",
          Optional.empty(),
          List.of(
              "write `test = \"file\"` in the source where it takes one, or `holdout(test ="
                  + " 20%)`"));
    }

    @Override
    public List<Problem> check(List<Problem> warnings) {
      return data.given().test() < data.rows() ? List.of() : List.of(bringsNone(data));
    }

    @Override
    public DataHeader.Parts parts() {
      return new DataHeader.Parts(
          call,
          1,
          data.given().validation(),
          data.given().test() - data.given().validation(),
          data.rows() - data.given().test(),
          Drawn.NOTHING,
          "");
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      return new Split(
          range(0, data.given().validation()),
          range(data.given().validation(), data.given().test()),
          range(data.given().test(), data.rows()));
    }
  }

  /**
   * Parts that were published: lists of rows.
   *
   * @param tests [folds][rows] ascending
   * @param trainings [folds][rows] ascending, disjoint from the tests; validation rows are drawn
   *     from them
   * @param validations [folds][rows] ascending; none where they are drawn
   * @param columns that are no features
   * @param sha256 of the files that say so
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, compared by nobody
  record Published(
      Value.Call call,
      Dataset data,
      int[][] trainings,
      int[][] validations,
      int[][] tests,
      List<String> columns,
      String sha256)
      implements Splitter {
    private int drawnValidation(int fold) {
      return call.arguments().value("validation").isEmpty() || validations[fold].length > 0
          ? 0
          : share(call, "validation", trainings[fold].length);
    }

    @Override
    public List<Problem> check(List<Problem> warnings) {
      for (int fold = 0; fold < tests.length; fold++) {
        int validation = drawnValidation(fold) + validations[fold].length;
        int training = trainings[fold].length - drawnValidation(fold);
        if (training < 1 || tests[fold].length < 1) {
          return List.of(
              emptyPart(call, data.rows() + " rows", training, validation, tests[fold].length));
        }
      }
      return List.of();
    }

    @Override
    public DataHeader.Parts parts() {
      int smallest = Arrays.stream(tests).mapToInt(rows -> rows.length).min().orElseThrow();
      int validation = drawnValidation(0);
      return new DataHeader.Parts(
          call,
          tests.length,
          trainings[0].length - validation,
          validation + validations[0].length,
          smallest,
          validation > 0 && !isFixed(call) ? Drawn.VALIDATION : Drawn.NOTHING,
          sha256);
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      if (drawnValidation(fold) == 0) {
        return new Split(trainings[fold], validations[fold], tests[fold]);
      }
      int[] validation =
          Split.take(
              trainings[fold],
              Strata.none(data.rows()),
              drawnValidation(fold),
              key.with("validation").with(fold).stream());
      return new Split(Split.without(trainings[fold], validation), validation, tests[fold]);
    }
  }

  /** Classes that only the test part holds, and others that only the validation part does. */
  record ClassesApart(Value.Call call, Dataset data) implements Splitter {
    private int classes() {
      return data.header().classes().size();
    }

    private int tested() {
      return share(call, "classes", classes());
    }

    private int trained() {
      return trainingClasses(call, classes());
    }

    private int validated() {
      return share(call, "validation", classes());
    }

    @Override
    public List<Problem> check(List<Problem> warnings) {
      if (!data.header().task().hasClasses()) {
        return List.of(
            new Problem(
                Codes.CANNOT_STRATIFY,
                "`split` keeps classes apart, and `" + data.targetName() + "` holds none",
                Optional.of("classes"),
                List.of("`holdout(test = 20%)` parts rows")));
      }
      int training = trained();
      boolean empty = validated() < 1 && call.arguments().real("validation") > 0;
      return tested() < 1 || training < 2 || empty
          ? List.of(emptyPart(call, classes() + " classes", training, validated(), tested()))
          : List.of();
    }

    @Override
    public DataHeader.Parts parts() {
      double each = (double) data.rows() / classes();
      return new DataHeader.Parts(
          call,
          1,
          (int) Math.round(each * trained()),
          (int) Math.round(each * validated()),
          (int) Math.round(each * tested()),
          isFixed(call) ? Drawn.NOTHING : Drawn.ALL,
          "");
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      int[] order = key.with("test").stream().permutation(classes());
      int training = trained();
      // Within a part classes keep the order of the source: names stay sorted.
      Arrays.sort(order, 0, training);
      Arrays.sort(order, training, training + validated());
      Arrays.sort(order, training + validated(), classes());
      int[] indices = new int[classes()];
      for (int i = 0; i < order.length; i++) {
        indices[order[i]] = i;
      }
      return new Split(
          rows(indices, 0, training),
          rows(indices, training, training + validated()),
          rows(indices, training + validated(), classes()),
          indices,
          training);
    }

    private int[] rows(int[] indices, int from, int to) {
      return IntStream.range(0, data.rows())
          .filter(row -> {
            int index = indices[(int) data.target()[row]];
            return index >= from && index < to;
          })
          .toArray();
    }
  }

  /** Every row is trained on: a fit to set beside published coefficients. */
  record AllRows(Value.Call call, Dataset data) implements Splitter {
    @Override
    public List<Problem> check(List<Problem> warnings) {
      return List.of();
    }

    @Override
    public DataHeader.Parts parts() {
      return new DataHeader.Parts(call, 1, data.given().validation(), 0, 0, Drawn.NOTHING, "");
    }

    @Override
    public Split draw(int fold, RandomStream.Key key) {
      return new Split(range(0, data.given().validation()), new int[0], new int[0]);
    }
  }
}
