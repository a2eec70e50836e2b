package org.lossexp.plan;

import org.lossexp.experiment.Attempt;
import org.lossexp.grammar.Source;

/** Where the files lie that an experiment imports. */
@FunctionalInterface
public interface Library {
  /**
   * {@return the text of a file; a failure where there is none, or where it lies outside of the
   * project after all, by way of a link}
   *
   * @param path from the project folder, with {@code /} between names, without {@code .} and {@code
   *     ..}
   */
  Attempt<Source> read(String path);
}
