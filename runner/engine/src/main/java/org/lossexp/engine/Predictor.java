package org.lossexp.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.Trial;
import org.lossexp.spi.Predictions;
import org.lossexp.spi.Reading;

/** A model that was trained before, on new rows. */
public final class Predictor {
  /** Examples predicted at once. */
  private static final int BLOCK = 256;

  private Predictor() {}

  /**
   * {@return what the loss's readout gives, reading by reading; points in original units}
   *
   * @param trial that the model was trained in
   * @param rows the new rows as the training part, with what else the trial's data said; their
   *     target is not looked at
   * @param objective the trial's
   * @param learned what the training handed to its {@link Keeper}
   * @throws IllegalArgumentException where {@code learned} is of another model
   */
  public static Map<Reading, Predictions> predict(
      Trial trial, Prepared rows, Objective objective, List<Tensor> learned) {
    Guest loss = new Guest(trial.loss(), objective.loss());
    Model model = Training.model(trial, rows, loss.head(), objective.feeding().side(), BLOCK);
    // What a loss owned took part in training alone.
    List<Tensor> ofModel =
        learned.stream().filter(tensor -> !tensor.name().startsWith(Training.OWN)).toList();
    Tensors.put(ofModel, model.placed());
    Set<Reading> given = new TreeSet<>(loss.readout().gives());
    return new Readings(rows.training(), rows, model, BLOCK, loss, given).update();
  }
}
