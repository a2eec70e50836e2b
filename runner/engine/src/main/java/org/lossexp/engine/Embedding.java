package org.lossexp.engine;

import java.util.ArrayList;
import java.util.List;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.DataHeader;

/**
 * Looks up a row of learned numbers for each code, and sets them behind the features: features,
 * then the numbers of the first code, of the second …
 */
final class Embedding implements Layer {
  private final Signal input;
  private final Signal output;
  private final int[] codes;
  private final List<Parameters> tables = new ArrayList<>();

  /**
   * @param input the features, of which nobody wants a gradient
   * @param codes [capacity × columns]: of the examples that are in {@code input}
   * @param columns what the codes are
   * @param width numbers a code
   */
  Embedding(Signal input, int[] codes, List<DataHeader.Code> columns, int width, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, input.width() + columns.size() * width, false);
    this.codes = codes;
    for (DataHeader.Code column : columns) {
      tables.add(Parameters.table(column.name(), new Panels(column.size(), width), column.size()));
    }
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public List<Parameters> parameters() {
    return tables;
  }

  /** Normal numbers, such that those of a code have a Euclidean norm of about 1. */
  @Override
  public void initialize(RandomStream.Key key) {
    for (Parameters table : tables) {
      Panels shape = table.shape();
      RandomStream stream = key.with(table.name()).with(shape.columns()).stream();
      double sd = 1 / Math.sqrt(shape.columns());
      for (int row = 0; row < shape.rows(); row++) {
        for (int column = 0; column < shape.columns(); column++) {
          table.values()[shape.index(row, column)] = (float) (sd * stream.gaussian());
        }
      }
    }
  }

  @Override
  public void forward(int rows, boolean training) {
    Rows from = input.values();
    Rows to = output.values();
    for (int row = 0; row < rows; row++) {
      int at = row * to.stride();
      System.arraycopy(from.data(), row * from.stride(), to.data(), at, from.width());
      at += from.width();
      for (int i = 0; i < tables.size(); i++) {
        Panels shape = tables.get(i).shape();
        int code = codes[row * tables.size() + i];
        for (int panel = 0; panel < shape.count(); panel++) {
          int length = Math.min(shape.width(), shape.columns() - panel * shape.width());
          System.arraycopy(tables.get(i).values(), shape.start(panel, code), to.data(), at, length);
          at += length;
        }
      }
    }
  }

  @Override
  public void backward(int rows) {
    Rows gradient = output.gradient();
    tables.forEach(Parameters::clear);
    for (int row = 0; row < rows; row++) {
      int at = row * gradient.stride() + input.width();
      for (int i = 0; i < tables.size(); i++) {
        Panels shape = tables.get(i).shape();
        int code = codes[row * tables.size() + i];
        tables.get(i).touchRow(code);
        for (int panel = 0; panel < shape.count(); panel++) {
          int length = Math.min(shape.width(), shape.columns() - panel * shape.width());
          add(gradient.data(), at, tables.get(i).gradients(), shape.start(panel, code), length);
          at += length;
        }
      }
    }
  }

  private static void add(float[] from, int first, float[] to, int start, int length) {
    for (int i = 0; i < length; i++) {
      to[start + i] += from[first + i];
    }
  }
}
