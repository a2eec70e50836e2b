package org.lossexp.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.lossexp.spi.Batch;
import org.lossexp.spi.Evaluation;
import org.lossexp.spi.Head;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Reading;
import org.lossexp.spi.Readout;
import org.lossexp.spi.State;
import org.lossexp.spi.TargetEncoding;

/**
 * A loss on values, trained on relevances or ratings, or on times until an event: what it predicts
 * puts examples in order, too.
 */
record PointAsScore(LossFunction loss) implements LossFunction {
  @Override
  public Head head() {
    return loss.head();
  }

  @Override
  public TargetEncoding encoding() {
    return loss.encoding();
  }

  @Override
  public Readout readout() {
    return new Scored(loss.readout());
  }

  @Override
  public int units(int rows) {
    return loss.units(rows);
  }

  @Override
  public int units(Batch batch) {
    return loss.units(batch);
  }

  @Override
  public int scratch(int rows) {
    return loss.scratch(rows);
  }

  @Override
  public List<State> state() {
    return loss.state();
  }

  @Override
  public void evaluate(Batch batch, Evaluation evaluation) {
    loss.evaluate(batch, evaluation);
  }

  private record Scored(Readout own) implements Readout {
    @Override
    public Set<Reading> gives() {
      Set<Reading> all = EnumSet.noneOf(Reading.class);
      all.addAll(own.gives());
      if (all.contains(Reading.POINT)) {
        all.add(Reading.SCORE);
      }
      return all;
    }

    @Override
    public int width(Reading reading) {
      return own.width(reading == Reading.SCORE ? Reading.POINT : reading);
    }

    @Override
    public void read(Reading reading, double[] raw, int rows, int columns, double[] out) {
      own.read(reading == Reading.SCORE ? Reading.POINT : reading, raw, rows, columns, out);
    }
  }
}
