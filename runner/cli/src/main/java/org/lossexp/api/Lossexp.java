package org.lossexp.api;

import java.nio.file.Path;
import org.lossexp.cli.Program;

/** Runs experiments, and reads what they left behind. Safe for use by several threads at once. */
public final class Lossexp {
  private Lossexp() {}

  /**
   * {@return how the experiment in {@code file} ended, and its results}
   *
   * <p>The results go where {@code lossexp run} puts them: to {@code results/NAME} in the folder of
   * the process.
   */
  public static Run run(Path file) {
    return run(file, RunOptions.DEFAULT);
  }

  /**
   * {@return how the experiment in {@code file} ended, and its results}
   *
   * <p>What the folder of results holds already is used; the rest is trained. Interrupting the
   * thread stops the run as Ctrl-C does: this returns within seconds with {@link
   * RunEnd#INTERRUPTED} and what was finished by then, the thread still interrupted, and the same
   * call goes on later. Two runs at a time need two folders.
   *
   * @throws IllegalArgumentException if an option makes no sense
   */
  public static Run run(Path file, RunOptions options) {
    return Reading.run(Program.run(file, options.folder(), options.words()));
  }

  /**
   * {@return the stored results of the latest run in {@code folder}, trained by whomever}
   *
   * <p>Nothing is written. A folder without results gives {@link RunEnd#INPUT_OUTPUT} and a
   * diagnostic.
   */
  public static Run read(Path folder) {
    return Reading.run(Program.read(folder));
  }
}
