package org.lossexp.standard.embedding;

import java.util.Set;
import org.lossexp.spi.Head;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;

/**
 * What a row of a batch holds: one embedding, or several side by side, such as two views.
 *
 * @param width numbers an embedding
 */
record Layout(int parts, int width) {
  /** The length of an embedding where the model leaves it open. */
  private static final int USUAL_WIDTH = 16;

  /**
   * {@return {@code parts} embeddings a row, as long as the model makes them}
   *
   * @throws Refusal where the model's outputs are no {@code parts} embeddings of the same length
   */
  static Layout of(String loss, int parts, TargetFacts target) throws Refusal {
    int units = target.headUnits().orElse(parts * USUAL_WIDTH);
    if (units % parts != 0) {
      throw new Refusal(
          "`%s` reads %d embeddings of the same length side by side, but there are %d numbers"
              .formatted(loss, parts, units));
    }
    return new Layout(parts, units / parts);
  }

  Head head() {
    return new Head(parts * width, Head.Link.IDENTITY);
  }

  Readout readout() {
    return new AsIs(parts * width);
  }

  /** What the model gives is the embedding. */
  private record AsIs(int units) implements Readout {
    @Override
    public Set<Reading> gives() {
      return Set.of(Reading.EMBEDDING);
    }

    @Override
    public int width(Reading reading) {
      return units;
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      System.arraycopy(raw, 0, out, 0, rows * columns);
    }
  }
}
