package org.lossexp.cli;

import com.google.inject.Injector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.data.DataRoom;
import org.lossexp.data.Fitted;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Objective;
import org.lossexp.engine.Predictor;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.LossCompiler;
import org.lossexp.results.CsvWriter;
import org.lossexp.results.IoProblems;
import org.lossexp.results.ModelFile;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lossexp predict}: what a kept model says of new rows. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    description = "Predict the rows of a file with a model that `run --keep-models` kept.")
final class PredictCommand implements Callable<ExitCode> {
  @ParentCommand private Main main;
  @Mixin private PluginOption plugins;

  @Parameters(index = "0", paramLabel = "DIR", description = "A folder that `lossexp run` wrote.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "FILE.csv", description = "New rows, columns by name.")
  private Path file;

  @Option(
      names = "--contender",
      paramLabel = "NAME",
      description = "Whose model; may be left out where there is one.")
  private Optional<String> contender = Optional.empty();

  @Option(
      names = "--setting",
      paramLabel = "LABEL",
      description = "In which setting; may be left out where there is one.")
  private Optional<String> setting = Optional.empty();

  @Override
  public ExitCode call() {
    return plugins.discover(main.console(), this::predict);
  }

  private ExitCode predict(Plugins found) {
    try {
      return switch (model()) {
        case Attempt.Failure<ModelFile>(List<Problem> problems) -> {
          problems.forEach(main.console()::show);
          yield ExitCode.INVALID;
        }
        case Attempt.Success<ModelFile>(ModelFile model) ->
            predict(Wiring.of(found, Path.of("")), model);
      };
    } catch (IOException e) {
      return fail(List.of(IoProblems.of(e, folder)));
    }
  }

  /** {@return the one model that is meant} */
  private Attempt<ModelFile> model() throws IOException {
    List<ModelFile> meant = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (Path path : KeptModels.in(folder)) {
      ModelFile model = ModelFile.read(path);
      String label = model.about().getOrDefault("contender", "");
      String place = model.about().getOrDefault("setting", "");
      all.add("`" + label + "`" + (place.isEmpty() ? "" : " in the setting `" + place + "`"));
      if (contender.map(label::equals).orElse(true) && setting.map(place::equals).orElse(true)) {
        meant.add(model);
      }
    }
    if (meant.size() == 1) {
      return new Attempt.Success<>(meant.getFirst());
    }
    String message =
        all.isEmpty()
            ? "`" + folder + "` holds no models"
            : meant.isEmpty()
                ? "no model in `"
                    + folder
                    + "` is of "
                    + contender.map(name -> "`" + name + "`").orElse("this setting")
                : "several models in `" + folder + "` are meant";
    String note =
        all.isEmpty()
            ? "`lossexp run FILE --keep-models` keeps the best of each candidate"
            : "models: " + String.join(", ", all);
    return new Attempt.Failure<>(
        List.of(new Problem("LX801", message, Optional.empty(), List.of(note))));
  }

  private ExitCode predict(Injector program, ModelFile kept) throws IOException {
    KeptModel model = KeptModel.of(kept);
    DataRoom data = program.getInstance(DataRoom.class);
    switch (data.transform(model.source(file), model.fitted())) {
      case Attempt.Failure<Part>(List<Problem> problems) -> {
        return fail(problems);
      }
      case Attempt.Success<Part>(Part rows) -> {
        Prepared prepared = model.prepared(rows);
        TrialLoss losses = new TrialLoss(program.getInstance(LossCompiler.class));
        switch (losses.objective(model.trial(), prepared, model.extras())) {
          case Attempt.Failure<Objective>(List<Problem> problems) -> {
            return fail(problems);
          }
          case Attempt.Success<Objective>(Objective objective) -> {
            var read = Predictor.predict(model.trial(), prepared, objective, kept.tensors());
            write(read, model.fitted());
            return ExitCode.DONE;
          }
        }
      }
    }
  }

  private void write(Map<Reading, Predictions> read, Fitted fitted) throws IOException {
    new PredictionTable(read, fitted).write(new CsvWriter(main.console().out()));
    main.console().out().flush();
  }

  private ExitCode fail(List<Problem> problems) {
    problems.forEach(main.console()::show);
    return ExitCode.INPUT_OUTPUT;
  }
}
