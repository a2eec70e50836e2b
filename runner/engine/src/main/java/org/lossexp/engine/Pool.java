package org.lossexp.engine;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import org.lossexp.experiment.Shape;

/**
 * Makes one place of the places in a window, channel by channel: their largest number, the first of
 * equals, or their mean, summed row by row. Places that fill no window are left out.
 *
 * <p>Vectors hold channels. They may write over the channels of the next place: places are written
 * in rising order, so that the right numbers come last.
 */
final class Pool implements Layer {
  private static final int LANES = Product.LANES;

  private final Signal input;
  private final Signal output;
  private final Kind kind;
  private final Shape from;
  private final Shape to;
  private final Window window;

  /** Of each place of a window, how far it lies behind the first. */
  private final int[] offsets;

  /** Where in the window each output was largest. */
  private final Rows winners;

  private final Stretches forwards = new Stretches(this::forward);
  private final Stretches backwards = new Stretches(this::backward);
  private Team team = Team.ALONE;

  /** What a window gives. */
  enum Kind {
    LARGEST,
    MEAN
  }

  /**
   * The places that are pooled together.
   *
   * @param stride from one window to the next, both ways
   */
  record Window(int height, int width, int stride) {
    int places() {
      return height * width;
    }

    /** {@return whether a place may lie in two windows} */
    boolean overlaps() {
      return stride < height || stride < width;
    }
  }

  Pool(Signal input, Kind kind, Shape from, Shape to, Window window, int capacity) {
    this.input = input;
    this.output = Signal.of(capacity, to.size(), false);
    this.kind = kind;
    this.from = from;
    this.to = to;
    this.window = window;
    this.offsets = new int[window.places()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = place(i / window.width, i % window.width);
    }
    this.winners = Rows.of(kind == Kind.LARGEST ? capacity : 0, to.size());
  }

  @Override
  public Signal output() {
    return output;
  }

  @Override
  public void join(Team joined) {
    // Where there is no room behind a row, its last place is written over the next row's first.
    boolean apart = isApart(output.values()) && isApart(input.values());
    team = apart ? joined : Team.ALONE;
  }

  private static boolean isApart(Rows rows) {
    return rows.stride() - rows.width() >= LANES;
  }

  @Override
  public void forward(int rows, boolean training) {
    forwards.run(team, rows, 16L * input.width());
  }

  private void forward(int firstRow, int lastRow) {
    for (int row = firstRow; row < lastRow; row++) {
      int out = row * output.values().stride();
      for (int y = 0; y < to.height(); y++) {
        int first = row * input.values().stride() + place(y * window.stride, 0);
        switch (kind) {
          case LARGEST -> largest(first, out);
          case MEAN -> mean(first, out);
        }
        out += to.width() * to.channels();
      }
    }
  }

  private int place(int y, int x) {
    return (y * from.width() + x) * from.channels();
  }

  /** One row of windows. */
  private void largest(int first, int out) {
    float[] data = input.values().data();
    float[] largest = output.values().data();
    float[] places = winners.data();
    int[] offsets = this.offsets;
    int channels = from.channels();
    for (int x = 0; x < to.width(); x++) {
      for (int lane = 0; lane < channels; lane += LANES) {
        FloatVector most = vector(data, first + lane);
        FloatVector winner = FloatVector.zero(Product.SPECIES);
        for (int i = 1; i < offsets.length; i++) {
          FloatVector next = vector(data, first + offsets[i] + lane);
          VectorMask<Float> larger = next.compare(VectorOperators.GT, most);
          most = most.blend(next, larger);
          winner = winner.blend((float) i, larger);
        }
        most.intoArray(largest, out + lane);
        winner.intoArray(places, out + lane);
      }
      first += window.stride * channels;
      out += channels;
    }
  }

  /** One row of windows. */
  private void mean(int first, int out) {
    float[] data = input.values().data();
    float[] means = output.values().data();
    int[] offsets = this.offsets;
    int channels = from.channels();
    float share = 1f / offsets.length;
    for (int x = 0; x < to.width(); x++) {
      for (int lane = 0; lane < channels; lane += LANES) {
        FloatVector sum = FloatVector.zero(Product.SPECIES);
        for (int i = 0; i < offsets.length; i++) {
          sum = sum.add(vector(data, first + offsets[i] + lane));
        }
        sum.mul(share).intoArray(means, out + lane);
      }
      first += window.stride * channels;
      out += channels;
    }
  }

  @Override
  public void backward(int rows) {
    if (!input.learns()) {
      return;
    }
    backwards.run(team, rows, 16L * input.width());
  }

  private void backward(int firstRow, int lastRow) {
    int stride = input.gradient().stride();
    Arrays.fill(input.gradient().data(), firstRow * stride, lastRow * stride, 0);
    for (int row = firstRow; row < lastRow; row++) {
      int above = row * output.gradient().stride();
      for (int y = 0; y < to.height(); y++) {
        for (int inner = 0; inner < window.height; inner++) {
          int below = row * stride + place(y * window.stride + inner, 0);
          int step = window.stride * from.channels();
          backward(above, below, step, inner * window.width);
        }
        above += to.width() * to.channels();
      }
    }
    input.gate(firstRow, lastRow);
  }

  /** One row of the input's places, as far as they lie in one row of windows. */
  private void backward(int above, int below, int step, int firstPlace) {
    float[] gradient = output.gradient().data();
    float[] data = input.gradient().data();
    float[] places = winners.data();
    int channels = from.channels();
    int width = window.width;
    boolean largest = kind == Kind.LARGEST;
    boolean overlaps = window.overlaps();
    float share = 1f / offsets.length;
    VectorMask<Float> beyond = Product.SPECIES.indexInRange(0, (channels - 1) % LANES + 1).not();
    for (int x = 0; x < to.width(); x++) {
      int at = below + x * step;
      for (int inner = 0; inner < width; inner++) {
        for (int lane = 0; lane < channels; lane += LANES) {
          FloatVector part = vector(gradient, above + lane);
          if (largest) {
            FloatVector winner = vector(places, above + lane);
            part = part.blend(0f, winner.compare(VectorOperators.NE, (float) (firstPlace + inner)));
          } else {
            part = part.mul(share);
          }
          if (lane + LANES > channels) {
            part = part.blend(0f, beyond);
          }
          if (overlaps) {
            part = part.add(vector(data, at + lane));
          }
          part.intoArray(data, at + lane);
        }
        at += channels;
      }
      above += channels;
    }
  }

  private static FloatVector vector(float[] array, int offset) {
    return FloatVector.fromArray(Product.SPECIES, array, offset);
  }
}
