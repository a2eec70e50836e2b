package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.results.Json;
import org.lossexp.spi.Family;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Refusal;
import org.lossexp.testkit.GoldenCase;
import org.lossexp.testkit.GoldenCheck;
import org.lossexp.testkit.GoldenFile;
import org.lossexp.testkit.Nested;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lossexp eval}: a loss on given numbers, or on files of golden cases. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Evaluate a loss on given numbers: its value and its gradient.",
    footer = {
      "",
      "Numbers are separated by commas, rows (examples, lists to rank) by semicolons, lists of rows"
          + " by slashes:",
      "  lossexp eval \"huber(delta = 1)\" --prediction 0.2,3.0 --target 0,0",
      "  lossexp eval multiclass_svm --logits 3.2,5.1,-1.7 --label 0",
      "  lossexp eval cross_entropy --logits \"1,2,3; 0,0,1\" --label 2,0",
      "  lossexp eval ranknet --scores \"2.1,0.3,1; 0.5,1\" --relevance \"2,0,1; 0,1\"",
      "  lossexp eval contrastive --embeddings \"1,0; 0.9,0.1; 0,1\" --label 0,0,1",
      "  lossexp eval cosface --embeddings \"1,0\" --label 0 --state weights=\"1,1; 0,1\"",
      "  lossexp eval triplet_margin --part anchor=1,0 --part positive=0.9,0 --part negative=0,1",
      "  lossexp eval bpr_max --part positive=2,1 --part negatives=\"1,0; 0,3\"",
      "  lossexp eval --cases golden/huber.json"
    })
final class EvalCommand implements Callable<ExitCode> {
  /** Enough digits for a person; {@code --json} has them all. */
  private static final MathContext DIGITS = new MathContext(10);

  @ParentCommand private Main main;
  private CommandSpec spec;
  @Mixin private PluginOption plugins;

  @Parameters(
      arity = "0..1",
      paramLabel = "LOSS-EXPR",
      description = "Such as huber(delta = 2); a formula; or FILE:NAME, which a file declares.")
  private Optional<String> expression = Optional.empty();

  @Option(
      names = {"--prediction", "--logits", "--scores", "--embeddings"},
      paramLabel = "NUMBERS",
      description = "Raw outputs; for ranking a row for each list.")
  private Optional<String> prediction = Optional.empty();

  @Option(
      names = {"--target", "--label", "--relevance"},
      paramLabel = "NUMBERS",
      description =
          "A number for each output, or the index of the class, from 0, for each example.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--part",
      paramLabel = "NAME=NUMBERS",
      description =
          "Instead of --prediction, where it has parts: mean and variance; anchor, positive and"
              + " negative; positive and negatives.")
  private Map<String, String> parts = Map.of();

  @Option(
      names = "--state",
      paramLabel = "NAME=NUMBERS",
      description = "Numbers that the loss owns and trains, such as weights, proxies or centers.")
  private Map<String, String> state = Map.of();

  @Option(
      names = "--extra",
      paramLabel = "NAME=NUMBERS",
      description = "A further input that the loss reads, such as noise or teacher_logits.")
  private Map<String, String> extras = Map.of();

  @Option(
      names = "--weights",
      paramLabel = "NUMBERS",
      description = "The same as --extra weights=NUMBERS: a weight for each output.")
  private Optional<String> weights = Optional.empty();

  @Option(
      names = "--cases",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of golden cases: each is evaluated and compared.")
  private List<Path> cases = List.of();

  @Option(names = "--json", description = "Print the computed values as JSON, in full precision.")
  private boolean json;

  /** A formula may begin with a minus: what is no option is taken for one. */
  @Spec
  void setSpec(CommandSpec given) {
    spec = given;
    spec.parser().unmatchedOptionsArePositionalParams(true);
  }

  @Override
  public ExitCode call() {
    Optional<String> option = expression.filter(text -> text.startsWith("--"));
    if (option.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "unknown option `%s`".formatted(option.get()));
    }
    return plugins.discover(
        main.console(), found -> evaluate(new LossCompiler(new LossCatalogue(found.losses()))));
  }

  private ExitCode evaluate(LossCompiler compiler) {
    if (!cases.isEmpty()) {
      if (expression.isPresent()) {
        throw new ParameterException(spec.commandLine(), "give a loss or --cases, not both");
      }
      return evaluateCases(compiler.catalogue());
    }
    if (expression.isEmpty() || prediction.isPresent() != parts.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "eval needs a loss, --prediction (or --logits, or every --part) and, for most losses,"
              + " --target (or --label)");
    }
    return WrittenLoss.with(expression.get(), compiler, main.console(), this::evaluate);
  }

  private ExitCode evaluate(ResolvedLoss loss) {
    try {
      Optional<GoldenCheck.Computed> each = computed(loss, Optional.empty());
      Optional<GoldenCheck.Computed> reduced =
          each.isEmpty() ? each : computed(loss, Optional.of(loss.reduction()));
      if (reduced.isEmpty()) {
        return ExitCode.TRIAL_FAILED;
      }
      if (json) {
        main.console().out().println(Json.pretty(asJson(loss, each.get(), reduced.get())));
      } else {
        print(loss, each.get(), reduced.get());
      }
      return ExitCode.DONE;
    } catch (Refusal refusal) {
      main.console().err().println("lossexp: " + refusal.getMessage());
      return ExitCode.INVALID;
    }
  }

  private Optional<GoldenCheck.Computed> computed(ResolvedLoss loss, Optional<Reduction> reduction)
      throws Refusal {
    GoldenCase written = written(loss, reduction);
    return Guests.ask(
        loss.name(), main.console(), () -> GoldenCheck.evaluate(loss.loss(), written));
  }

  private void print(ResolvedLoss loss, GoldenCheck.Computed each, GoldenCheck.Computed reduced) {
    PrintStream out = main.console().out();
    out.println(loss.text());
    if (each.value().length == 1) {
      out.println("value     " + readable(reduced.value()));
    } else {
      out.println("values    " + readable(each.value()));
      out.println(
          "%-9s %s"
              .formatted(
                  loss.reduction() == Reduction.SUM ? "sum" : "mean", readable(reduced.value())));
    }
    if (reduced.gradient() instanceof Nested.Parts(Map<String, Nested> gradients)) {
      gradients.forEach(
          (name, gradient) -> out.println("gradient  %s = %s".formatted(name, readable(gradient))));
    } else {
      out.println("gradient  " + readable(reduced.gradient()));
    }
  }

  private static JsonObject asJson(
      ResolvedLoss loss, GoldenCheck.Computed each, GoldenCheck.Computed reduced) {
    JsonObject object = new JsonObject();
    object.addProperty("loss", loss.text());
    object.add("value", Json.number(reduced.value()[0]));
    object.add("values", numbers(each.value()));
    object.add("gradient", numbers(reduced.gradient()));
    return object;
  }

  private static JsonElement numbers(Nested nested) {
    return switch (nested) {
      case Nested.One(double number) -> Json.number(number);
      case Nested.Items(List<Nested> items) -> {
        JsonArray array = new JsonArray();
        items.forEach(item -> array.add(numbers(item)));
        yield array;
      }
      case Nested.Parts(Map<String, Nested> named) -> {
        JsonObject object = new JsonObject();
        named.forEach((name, part) -> object.add(name, numbers(part)));
        yield object;
      }
    };
  }

  private static JsonArray numbers(double[] values) {
    JsonArray array = new JsonArray();
    Arrays.stream(values).forEach(value -> array.add(Json.number(value)));
    return array;
  }

  private static String readable(Nested nested) {
    return nested instanceof Nested.Items(List<Nested> items) && nested.depth() > 1
        ? items.stream()
            .map(EvalCommand::readable)
            .collect(Collectors.joining(nested.depth() > 2 ? " / " : "; "))
        : readable(nested.leaves());
  }

  private static String readable(double[] numbers) {
    return Arrays.stream(numbers)
        .mapToObj(number ->
            Double.isFinite(number)
                ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(number))
        .map(text -> text.length() > 24 ? "%.9e".formatted(Double.valueOf(text)) : text)
        .collect(Collectors.joining(", "));
  }

  private GoldenCase written(ResolvedLoss loss, Optional<Reduction> reduction) {
    Nested outputs = prediction(loss.loss().descriptor().family());
    Map<String, Nested> inputs = new LinkedHashMap<>();
    weights.ifPresent(text -> inputs.put("weights", numbers("--weights", text)));
    extras.forEach((name, text) -> inputs.put(name, numbers("--extra " + name, text)));
    return new GoldenCase(
        loss.text(),
        loss.name(),
        loss.own(),
        outputs,
        target.map(text -> target(outputs, numbers("--target", text))),
        inputs,
        reduction,
        Optional.empty(),
        Optional.empty(),
        0);
  }

  /** The prediction as a golden case would write it: what one row of numbers is, the loss tells. */
  private Nested prediction(Family family) {
    Map<String, Nested> named = new LinkedHashMap<>();
    if (prediction.isPresent()) {
      Nested outputs = numbers("--prediction", prediction.get());
      int targets = target.map(text -> numbers("--target", text).size()).orElse(0);
      boolean examples = targets == outputs.size() && family != Family.RANKING;
      Nested rows = outputs.depth() > 1 || examples ? outputs : row(outputs);
      if (state.isEmpty()) {
        return rows;
      }
      named.put("embeddings", rows);
      state.forEach((name, text) -> named.put(name, table(numbers("--state " + name, text))));
    } else {
      parts.forEach((name, text) -> named.put(name, numbers("--part " + name, text)));
      boolean oneExample =
          family == Family.EMBEDDING
              || named.values().stream().anyMatch(p -> p.depth() == 1 && p.size() == 1);
      if (oneExample) {
        named.replaceAll((_, part) -> part.size() > 1 ? table(part) : part);
      }
    }
    return new Nested.Parts(named);
  }

  private static Nested table(Nested numbers) {
    return numbers.depth() == 1 ? row(numbers) : numbers;
  }

  private static Nested row(Nested numbers) {
    return new Nested.Items(List.of(numbers));
  }

  private Nested target(Nested outputs, Nested targets) {
    if (targets.size() == outputs.size() && !(outputs instanceof Nested.Parts)) {
      double[] leaves = targets.leaves();
      return outputs.withLeaves(leaf -> leaves[leaf]);
    }
    int rows = outputs.depth() == 2 ? outputs.shape().getFirst() : targets.size();
    if (!(outputs instanceof Nested.Parts) && outputs.depth() < 3 && targets.size() != rows) {
      throw new ParameterException(
          spec.commandLine(),
          "--target has %d numbers: give one for each of the %d outputs, or the class of each of the %d examples"
              .formatted(targets.size(), outputs.size(), rows));
    }
    return targets;
  }

  /** {@return numbers between commas, rows between semicolons, lists of rows between slashes} */
  private Nested numbers(String option, String text) {
    if (text.contains("/")) {
      return split(text, "/", part -> table(numbers(option, part)));
    }
    if (text.contains(";")) {
      return split(text, ";", part -> numbers(option, part));
    }
    return split(text, ",", part -> new Nested.One(number(option, part)));
  }

  private static Nested split(String text, String separator, Function<String, Nested> item) {
    return new Nested.Items(Arrays.stream(text.split(separator, -1)).map(item).toList());
  }

  private double number(String option, String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(),
          "%s takes numbers between commas, and `%s` is none".formatted(option, text.strip()));
    }
  }

  private ExitCode evaluateCases(LossCatalogue catalogue) {
    PrintStream out = main.console().out();
    int passed = 0;
    int failed = 0;
    JsonArray computed = new JsonArray();
    for (Path file : cases) {
      List<GoldenCase> entries;
      try {
        entries = GoldenFile.read(Files.readString(file));
      } catch (NoSuchFileException e) {
        main.console().err().println("lossexp: there is no file `" + file + "`");
        return ExitCode.INPUT_OUTPUT;
      } catch (MalformedInputException e) {
        main.console().err().println("lossexp: `" + file + "` is not a text in UTF-8");
        return ExitCode.INPUT_OUTPUT;
      } catch (IOException e) {
        main.console().err().println("lossexp: `" + file + "` cannot be read: " + e.getMessage());
        return ExitCode.INPUT_OUTPUT;
      } catch (GoldenFile.Malformed malformed) {
        main.console().err().println("lossexp: `" + file + "`: " + malformed.getMessage());
        return ExitCode.INPUT_OUTPUT;
      }
      Map<String, Integer> unknown = new LinkedHashMap<>();
      for (GoldenCase entry : entries) {
        Optional<Loss> loss = catalogue.find(entry.loss());
        if (loss.isEmpty()) {
          unknown.merge(entry.loss(), 1, Integer::sum);
          failed++;
          continue;
        }
        String off = offBy(loss.get(), entry, computed);
        if (off.isEmpty()) {
          passed++;
        } else {
          failed++;
          print(entry.id() + ": " + off);
        }
      }
      unknown.forEach(
          (name, count) -> print("%s: not in this version (%d cases)".formatted(name, count)));
    }
    if (json) {
      out.println(Json.pretty(computed));
    }
    print("%d passed, %d failed".formatted(passed, failed));
    return failed == 0 ? ExitCode.DONE : ExitCode.TRIAL_FAILED;
  }

  /** Lines for a person; with {@code --json} they must not stand between the values. */
  private void print(String line) {
    (json ? main.console().err() : main.console().out()).println(line);
  }

  /** {@return what is wrong with {@code loss} on {@code golden}; empty if nothing is} */
  private String offBy(Loss loss, GoldenCase golden, JsonArray computed) {
    Optional<GoldenCheck.Outcome> outcome;
    try {
      outcome = Guests.ask(golden.loss(), main.console(), () -> GoldenCheck.check(loss, golden));
    } catch (Refusal refusal) {
      return refusal.getMessage();
    }
    if (outcome.isEmpty()) {
      return "the loss broke";
    }
    return switch (outcome.get()) {
      case GoldenCheck.Refused(String why) -> why;
      case GoldenCheck.Compared compared -> {
        JsonObject object = new JsonObject();
        object.addProperty("id", golden.id());
        object.add("value", numbers(compared.computed().value()));
        object.add("gradient", numbers(compared.computed().gradient()));
        computed.add(object);
        yield compared.passed()
            ? ""
            : "off by %.3g in the value and %.3g in the gradient (relative)"
                .formatted(compared.valueError(), compared.gradientError());
      }
    };
  }
}
