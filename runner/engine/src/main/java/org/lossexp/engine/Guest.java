package org.lossexp.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;

/** A loss or a metric that may come from a stranger: what it throws becomes a {@link Failure}. */
final class Guest {
  private final String words;
  private final LossFunction loss;
  private final Head head;
  private final TargetEncoding encoding;
  private final Readout readout;

  /**
   * @param text the loss as the user wrote it
   * @throws Failure where it throws
   */
  Guest(String text, LossFunction loss) {
    this.words = "the loss `" + text + "`";
    this.loss = loss;
    this.head = call(words, loss::head);
    this.encoding = call(words, loss::encoding);
    this.readout = call(words, loss::readout);
  }

  /** What ends a trial because a loss or a metric broke; the message is one line for the user. */
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }

    Failure(String words, Throwable thrown) {
      super(words + " failed: " + line(thrown), thrown);
    }

    /** {@return the same, with where in the training it was} */
    Failure during(String place) {
      return new Failure(getMessage() + " (" + place + ")");
    }

    private static String line(Throwable thrown) {
      String name = thrown.getClass().getSimpleName();
      return thrown.getMessage() == null
          ? name
          : name + ": " + thrown.getMessage().strip().replaceAll("\\s+", " ");
    }
  }

  /** {@return how messages name the loss} */
  String words() {
    return words;
  }

  Head head() {
    return head;
  }

  TargetEncoding encoding() {
    return encoding;
  }

  Readout readout() {
    return readout;
  }

  int units(Batch batch) {
    try {
      return loss.units(batch);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
      throw new Failure(words, thrown);
    }
  }

  /** {@return what the loss trains with the model} */
  List<State> state() {
    return call(words, loss::state);
  }

  /** {@return memory for batches of up to {@code rows} rows, yet without room for any unit} */
  Evaluation memory(int rows) {
    return call(
        words,
        () -> {
          Map<String, double[]> own = new LinkedHashMap<>();
          for (State state : loss.state()) {
            own.put(state.name(), new double[state.rows() * state.columns()]);
          }
          double[] gradient = new double[rows * head.units()];
          return new Evaluation(
              new double[0], new double[0], gradient, new double[loss.scratch(rows)], own);
        });
  }

  /** {@return the same memory, with room for {@code units} units} */
  static Evaluation larger(Evaluation memory, int units) {
    return new Evaluation(
        new double[units], new double[units], memory.gradient(), memory.scratch(), memory.state());
  }

  void evaluate(Batch batch, Evaluation evaluation) {
    try {
      loss.evaluate(batch, evaluation);
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
      throw new Failure(words, thrown);
    }
  }

  void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
    call(
        words,
        () -> {
          readout.read(reading, raw, rows, columns, out);
          return out;
        });
  }

  static double measure(Measurement measurement, Predictions predictions) {
    return call(
        "the metric `" + measurement.name() + "`",
        () -> measurement.metric().evaluate(predictions, measurement.arguments()));
  }

  private static <T> T call(String words, Supplier<T> body) {
    try {
      return body.get();
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError thrown) {
      throw new Failure(words, thrown);
    }
  }
}
