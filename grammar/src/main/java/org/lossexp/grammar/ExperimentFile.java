package org.lossexp.grammar;

import java.util.List;

/** The syntax tree of one {@code .lossexp} file: its statements, in written order. */
public record ExperimentFile(Source source, List<Statement> statements) {
  public ExperimentFile {
    statements = List.copyOf(statements);
  }
}
