package org.lossexp.data;

import java.util.Arrays;
import java.util.List;
import org.lossexp.experiment.Shape;

/**
 * How views of an example are made: copies, each changed by chance in every way that is listed, one
 * after the other. All views of an example are made alike and drawn apart (Chen et al., "A simple
 * framework for contrastive learning of visual representations", ICML 2020).
 *
 * <p>Whoever trains calls {@link #write} once a view; the stream is keyed by what tells the views
 * apart, such as seed, epoch and step, and drawn from in the order of the batch's examples.
 *
 * @param changes at least one
 * @param shape how the features of an example lie
 * @param means [columns] mean of each feature over the training part: what a masked one becomes
 * @param sds [columns] standard deviation of each feature over the training part: the unit of noise
 */
@SuppressWarnings("ArrayRecordComponent") // shared, never written to, compared by nobody
public record Views(List<Change> changes, Shape shape, float[] means, float[] sds) {
  public Views {
    changes = List.copyOf(changes);
    if (means.length != shape.size() || sds.length != shape.size()) {
      throw new IllegalArgumentException("not one mean and sd a feature");
    }
  }

  /** Views of the rows of {@code training}: from them come the means and spreads of features. */
  static Views fitted(List<Change> changes, Shape shape, Part training) {
    int columns = training.columns();
    float[] means = new float[columns];
    float[] sds = new float[columns];
    double[] values = new double[training.rows()];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = training.features()[i * columns + j];
      }
      means[j] = (float) Moments.mean(values);
      sds[j] = (float) Moments.populationSd(values);
    }
    return new Views(changes, shape, means, sds);
  }

  /** One way in which a view differs from its example. */
  public sealed interface Change {
    /** Adds normal noise to every feature, {@code sd} times the feature's own spread. */
    record Noise(double sd) implements Change {}

    /** Puts the feature's mean in the place of a feature, each with probability {@code rate}. */
    record Mask(double rate) implements Change {}

    /** Moves an image by up to {@code most} pixels each way; what comes in from outside is 0. */
    record Shift(int most) implements Change {}

    /** Mirrors every second image, left to right. */
    record Flip() implements Change {}
  }

  /**
   * Writes one view of the example in row {@code row} of {@code part}.
   *
   * @param view where it goes, from {@code at} on, {@code part.columns()} numbers
   */
  public void write(Part part, int row, RandomStream stream, float[] view, int at) {
    System.arraycopy(part.features(), row * part.columns(), view, at, part.columns());
    for (Change change : changes) {
      switch (change) {
        case Change.Noise noise -> addNoise(noise.sd(), stream, view, at);
        case Change.Mask mask -> mask(mask.rate(), stream, view, at);
        case Change.Shift shift -> {
          int down = stream.below(2 * shift.most() + 1) - shift.most();
          int right = stream.below(2 * shift.most() + 1) - shift.most();
          move(down, right, view, at);
        }
        case Change.Flip _ -> {
          if (stream.uniform() < 0.5) {
            mirror(view, at);
          }
        }
      }
    }
  }

  private void addNoise(double sd, RandomStream stream, float[] view, int at) {
    for (int j = 0; j < sds.length; j++) {
      view[at + j] += (float) (sd * sds[j] * stream.gaussian());
    }
  }

  private void mask(double rate, RandomStream stream, float[] view, int at) {
    for (int j = 0; j < means.length; j++) {
      if (stream.uniform() < rate) {
        view[at + j] = means[j];
      }
    }
  }

  private void move(int down, int right, float[] view, int at) {
    float[] before = Arrays.copyOfRange(view, at, at + shape.size());
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int fromY = y - down;
        int fromX = x - right;
        boolean inside =
            fromY >= 0 && fromY < shape.height() && fromX >= 0 && fromX < shape.width();
        for (int channel = 0; channel < shape.channels(); channel++) {
          view[at + index(y, x, channel)] = inside ? before[index(fromY, fromX, channel)] : 0;
        }
      }
    }
  }

  private void mirror(float[] view, int at) {
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width() / 2; x++) {
        for (int channel = 0; channel < shape.channels(); channel++) {
          int left = at + index(y, x, channel);
          int right = at + index(y, shape.width() - 1 - x, channel);
          float kept = view[left];
          view[left] = view[right];
          view[right] = kept;
        }
      }
    }
  }

  private int index(int y, int x, int channel) {
    return (y * shape.width() + x) * shape.channels() + channel;
  }
}
