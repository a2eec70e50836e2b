package org.lossexp.engine;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.data.RandomStream;

/** The rows that are preferences, each followed by items that its query has not chosen. */
final class PreferenceFeed extends Feed {
  private static final String LOG_Q_POSITIVE = "log_q_positive";
  private static final String LOG_Q_NEGATIVES = "log_q_negatives";
  private static final String NUM_ITEMS = "num_items";

  private final Part part;
  private final int width;
  private final Sampler sampler;
  private final Negatives negatives;
  private final int each;
  private final int targets;
  private final int[] chosen;

  /** [rows] the place of each row's query. */
  private final int[] places;

  private final Map<String, double[]> drawn = new LinkedHashMap<>();
  private final Map<String, double[]> extras;
  private final Columns columns;

  /**
   * @param batch preferences a step
   * @param each negatives of each
   * @param targets numbers that the loss's target of a row has: all 1
   * @param wanted names of inputs that the loss reads besides
   */
  PreferenceFeed(
      Prepared data, int batch, Negatives negatives, int each, int targets, Set<String> wanted) {
    this.part = data.training();
    this.width = data.codes().size();
    this.sampler = new Sampler.InOrder(Interactions.positives(data, part), batch);
    this.negatives = negatives;
    this.each = each;
    this.targets = targets;
    this.chosen = new int[sampler.most()];
    this.places = new int[part.rows()];
    for (int row = 0; row < places.length; row++) {
      places[row] = negatives.place(part.codes(), row);
    }
    this.columns = new Columns(part, wanted, sampler.most(), 1 + each);
    if (wanted.contains(LOG_Q_POSITIVE)) {
      drawn.put(LOG_Q_POSITIVE, new double[sampler.most()]);
    }
    if (wanted.contains(LOG_Q_NEGATIVES)) {
      drawn.put(LOG_Q_NEGATIVES, new double[sampler.most() * each]);
    }
    Map<String, double[]> all = new LinkedHashMap<>(columns.memory());
    all.putAll(drawn);
    if (wanted.contains(NUM_ITEMS)) {
      all.put(NUM_ITEMS, new double[] {negatives.items()});
    }
    this.extras = Map.copyOf(all);
  }

  @Override
  int examples() {
    return (1 + each) * sampler.most();
  }

  @Override
  int rows() {
    return sampler.most();
  }

  @Override
  int targetColumns() {
    return targets;
  }

  @Override
  int steps() {
    return sampler.steps();
  }

  @Override
  void begin(RandomStream.Key epoch) {
    sampler.begin(epoch);
    negatives.begin(epoch);
  }

  @Override
  void fill(int step, Selection selection) {
    int count = sampler.choose(step, chosen);
    for (int i = 0; i < count; i++) {
      int row = chosen[i];
      int first = i * (1 + each);
      selection.examples[first] = row;
      System.arraycopy(part.codes(), row * width, selection.codes, first * width, width);
      for (int k = 1; k <= each; k++) {
        // Features, where there are some, are those of the interaction.
        selection.examples[first + k] = row;
        negatives.draw(places[row], selection.codes, first, first + k);
      }
    }
    selection.count = count * (1 + each);
    selection.rows = count;
    selection.starts = sampler.starts();
    Arrays.fill(selection.target, 0, count * targets, 1);
    columns.gather(chosen, count);
    drawn.forEach((name, values) -> logExpected(name.equals(LOG_Q_POSITIVE), selection, values));
    selection.extras = extras;
  }

  private void logExpected(boolean positive, Selection selection, double[] out) {
    for (int i = 0; i < selection.count; i++) {
      boolean chosenItem = i % (1 + each) == 0;
      if (chosenItem == positive) {
        int row = i / (1 + each);
        int at = positive ? row : row * each + i % (1 + each) - 1;
        out[at] = negatives.logExpected(selection.codes[(i + 1) * width - 1], each);
      }
    }
  }
}
