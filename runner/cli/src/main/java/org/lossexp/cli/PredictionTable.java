package org.lossexp.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lossexp.data.Fitted;
import org.lossexp.results.CsvWriter;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Task;

/** Predictions as a table: a row an example, columns for everything that a readout gives. */
final class PredictionTable {
  /** Of a distribution: its middle and 90 % of it. */
  private static final int[] PERCENT = {5, 50, 95};

  private final Map<Reading, Predictions> read;
  private final Fitted fitted;

  PredictionTable(Map<Reading, Predictions> read, Fitted fitted) {
    this.read = read;
    this.fitted = fitted;
  }

  void write(CsvWriter csv) throws IOException {
    List<String> header = new ArrayList<>();
    read.forEach((reading, predictions) -> addNames(reading, predictions.columns(), header));
    csv.row(header);
    int rows = read.values().stream().mapToInt(Predictions::rows).findFirst().orElse(0);
    for (int row = 0; row < rows; row++) {
      List<String> cells = new ArrayList<>();
      for (Map.Entry<Reading, Predictions> entry : read.entrySet()) {
        addCells(entry.getKey(), entry.getValue(), row, cells);
      }
      csv.row(cells);
    }
  }

  private void addNames(Reading reading, int columns, List<String> header) {
    switch (reading) {
      case POINT -> addNumbered("prediction", columns, header);
      case CLASS -> {
        if (fitted.task() == Task.MULTILABEL) {
          header.addAll(fitted.classes());
        } else {
          header.add("class");
        }
      }
      case PROBABILITIES -> fitted.classes().forEach(name -> header.add("p(" + name + ")"));
      case QUANTILES -> {
        int outputs = columns / Reading.LEVELS;
        for (int output = 1; output <= outputs; output++) {
          for (int percent : PERCENT) {
            header.add("q" + percent + (outputs == 1 ? "" : "_" + output));
          }
        }
      }
      case SCORE -> header.add("score");
      case EMBEDDING -> addNumbered("e", columns, header);
    }
  }

  private static void addNumbered(String name, int columns, List<String> header) {
    for (int column = 1; column <= columns; column++) {
      header.add(columns == 1 ? name : name + "_" + column);
    }
  }

  private void addCells(Reading reading, Predictions predictions, int row, List<String> cells) {
    int columns = predictions.columns();
    int from = row * columns;
    double[] numbers = predictions.prediction();
    switch (reading) {
      case CLASS -> {
        for (int i = from; i < from + columns; i++) {
          cells.add(
              fitted.task() == Task.MULTILABEL
                  ? CsvWriter.number(numbers[i])
                  : fitted.classes().get((int) numbers[i]));
        }
      }
      case PROBABILITIES -> {
        if (columns == 1 && fitted.classes().size() == 2) {
          cells.add(CsvWriter.number(1 - numbers[from]));
          cells.add(CsvWriter.number(numbers[from]));
        } else {
          addAll(numbers, from, columns, cells);
        }
      }
      case QUANTILES -> {
        for (int i = from; i < from + columns; i += Reading.LEVELS) {
          for (int percent : PERCENT) {
            cells.add(CsvWriter.number(numbers[i + percent - 1]));
          }
        }
      }
      case POINT, SCORE, EMBEDDING -> addAll(numbers, from, columns, cells);
    }
  }

  private static void addAll(double[] numbers, int from, int columns, List<String> cells) {
    for (int i = from; i < from + columns; i++) {
      cells.add(CsvWriter.number(numbers[i]));
    }
  }
}
