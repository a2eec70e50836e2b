package org.lossexp.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;

/** Each example is a row of the loss's batch. */
final class RowFeed extends Feed {
  private final Part part;
  private final Sampler sampler;
  private final Targets targets;
  private final Columns columns;
  private final Noise noise;
  private final Map<String, double[]> extras;

  /**
   * @param wanted names of inputs that the loss reads besides
   * @param units raw outputs a row
   * @param noise what is drawn for the loss
   */
  RowFeed(Part part, Sampler sampler, Targets targets, Set<String> wanted, int units, Noise noise) {
    this.part = part;
    this.sampler = sampler;
    this.targets = targets;
    this.columns = new Columns(part, wanted, sampler.most(), units);
    this.noise = noise;
    this.extras = Map.copyOf(columns.memory());
  }

  @Override
  int examples() {
    return sampler.most();
  }

  @Override
  int rows() {
    return sampler.most();
  }

  @Override
  int targetColumns() {
    return targets.columns();
  }

  @Override
  int steps() {
    return sampler.steps();
  }

  @Override
  void begin(RandomStream.Key epoch) {
    sampler.begin(epoch);
    noise.begin(epoch);
  }

  @Override
  void fill(int step, Selection selection) {
    int count = sampler.choose(step, selection.examples);
    selection.count = count;
    selection.rows = count;
    selection.starts = sampler.starts();
    copyCodes(part, selection);
    targets.gather(selection.examples, 0, count, selection.target);
    selection.extras = extras;
    if (!extras.isEmpty()) {
      columns.gather(selection.examples, count);
    }
    if (!noise.names().isEmpty()) {
      Map<String, double[]> drawn = new LinkedHashMap<>(extras);
      drawn.putAll(noise.draw(count));
      selection.extras = drawn;
    }
  }
}
