package org.lossexp.engine;

import java.util.Map;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;
import org.lossexp.experiment.Feeding;

/** Pairs of examples, every second of the same class. */
final class PairFeed extends Feed {
  private final Sampler sampler;
  private final Partners partners;
  private final double dissimilar;
  private final int[] chosen;

  PairFeed(Part part, Sampler sampler, Feeding.Pairs feeding) {
    this.sampler = sampler;
    this.partners = new Partners(part);
    this.dissimilar = feeding.dissimilar();
    this.chosen = new int[sampler.most()];
  }

  @Override
  int examples() {
    return 2 * sampler.most();
  }

  @Override
  int rows() {
    return sampler.most();
  }

  @Override
  int targetColumns() {
    return 1;
  }

  @Override
  int steps() {
    return sampler.steps();
  }

  @Override
  void begin(RandomStream.Key epoch) {
    sampler.begin(epoch);
    partners.begin(epoch);
  }

  @Override
  void fill(int step, Selection selection) {
    int count = sampler.choose(step, chosen);
    for (int i = 0; i < count; i++) {
      boolean same = i % 2 == 0;
      selection.examples[2 * i] = chosen[i];
      selection.examples[2 * i + 1] =
          same ? partners.positive(chosen[i]) : partners.negative(chosen[i]);
      selection.target[i] = same ? 1 : dissimilar;
    }
    selection.count = 2 * count;
    selection.rows = count;
    selection.starts = new int[] {0, count};
    selection.extras = Map.of();
  }
}
