package org.lossexp.engine;

import java.util.Map;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;
import org.lossexp.data.Views;
import org.lossexp.experiment.Feeding;

/**
 * Two views of each example, one after the other: side by side in a row of the loss's batch, or
 * each a row of its own.
 */
final class ViewFeed extends Feed {
  private final Part part;
  private final Sampler sampler;
  private final Targets targets;
  private final Feeding.Views feeding;
  private final Views views;
  private final int[] chosen;
  private final float[] view;
  private RandomStream stream = RandomStream.key("unused").stream();

  ViewFeed(Part part, Sampler sampler, Targets targets, Feeding.Views feeding, Views views) {
    this.part = part;
    this.sampler = sampler;
    this.targets = targets;
    this.feeding = feeding;
    this.views = views;
    this.chosen = new int[sampler.most()];
    this.view = new float[part.columns()];
  }

  @Override
  int examples() {
    return 2 * sampler.most();
  }

  @Override
  int rows() {
    return feeding.aside() ? sampler.most() : examples();
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
    stream = epoch.with("views").stream();
  }

  @Override
  void fill(int step, Selection selection) {
    int count = sampler.choose(step, chosen);
    for (int i = 0; i < 2 * count; i++) {
      selection.examples[i] = chosen[i / 2];
    }
    selection.count = 2 * count;
    selection.rows = feeding.aside() ? count : 2 * count;
    selection.starts = new int[] {0, selection.rows};
    selection.extras = Map.of();
    if (feeding.aside()) {
      targets.gather(chosen, 0, count, selection.target);
    } else if (feeding.own()) {
      for (int example = 0; example < count && targets.columns() > 0; example++) {
        selection.target[2 * example] = example;
        selection.target[2 * example + 1] = example;
      }
    } else {
      targets.gather(selection.examples, 0, 2 * count, selection.target);
    }
  }

  @Override
  void present(Selection selection, Part from, Model model) {
    model.take(from, selection.examples, 0, selection.codes, selection.count);
    for (int i = 0; i < selection.count; i++) {
      views.write(part, selection.examples[i], stream, view, 0);
      model.replace(i, view);
    }
  }
}
