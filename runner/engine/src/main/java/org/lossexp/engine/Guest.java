package org.lossexp.engine;

import java.util.function.Supplier;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
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

  int units(int rows) {
    return call(words, () -> loss.units(rows));
  }

  Evaluation memory(int rows) {
    return call(words, () -> Evaluation.of(loss, rows));
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
