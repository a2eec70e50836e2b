package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.lossexp.experiment.Attempt;

/**
 * A second process: opens the folder it is given, says how that went, holds it until told to end.
 */
final class FolderHolder {
  private FolderHolder() {}

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    switch (RunFolder.open(Path.of(arguments[0]), false, InstantSource.system())) {
      case Attempt.Success<RunFolder>(RunFolder folder) -> {
        System.out.println("held");
        int end = System.in.read();
        assert end < 0;
        folder.close();
      }
      case Attempt.Failure<RunFolder> failure ->
          System.out.println(failure.problems().getFirst().message());
    }
  }
}
