package org.lossexp.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Problem;
import org.lossexp.grammar.Source;
import org.lossexp.plan.Library;

/** The files that an experiment may import: those in its folder, and in folders of that. */
record ProjectFolder(Path folder) implements Library {
  @Override
  public Attempt<Source> read(String path) {
    Path file;
    try {
      file = folder.resolve(path);
      if (!file.toRealPath().startsWith(folder.toAbsolutePath().toRealPath())) {
        return new Attempt.Failure<>(
            new Problem(
                "LX221",
                "`" + path + "` is a link that leads out of the project folder",
                Optional.empty(),
                List.of("the project folder is that of the experiment: copy the file into it")));
      }
    } catch (InvalidPathException e) {
      return missing(path);
    } catch (IOException e) {
      // Reading it says why.
      file = folder.resolve(path);
    }
    Attempt<Source> read = SourceFile.read(file);
    return read instanceof Attempt.Failure<Source>(List<Problem> problems)
            && problems.getFirst().code().equals("LX681")
        ? missing(path)
        : read;
  }

  private static Attempt<Source> missing(String path) {
    return new Attempt.Failure<>(
        new Problem(
            "LX681",
            "there is no file `" + path + "` in the project folder",
            Optional.empty(),
            List.of("a path starts at the file that imports")));
  }
}
