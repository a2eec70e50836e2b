package org.lossexp.engine;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;

/** Runs one trial. */
public final class Trainer {
  /**
   * The version of all arithmetic of ours that reaches a result: this room's, and that of data
   * steps, standard losses and metrics, and the contract's mathematics. Part of every trial's
   * identity; raised whenever the same trial leads to other bits, tables of evidence included.
   */
  public static final int BITS = 3;

  private Trainer() {}

  /** {@return the layers, the optimizers and the {@code train} section} */
  public static List<Descriptor> descriptors() {
    return Offer.descriptors();
  }

  /** {@return what each layer makes of the shape of an example} */
  public static Layering layering() {
    return new Shapes();
  }

  /**
   * Trains on the training part, chooses the best epoch on validation, and judges it on the test
   * part. Runs on the caller's thread, and on those that are idle; trials may run side by side.
   *
   * @param trial its model ends in a dense layer; defaults are filled in everywhere
   * @param data what the trial's {@code data} pipeline gives
   * @param objective the trial's loss, bound to {@code data}, and its penalties
   * @param measurements the trial's metrics, the monitor among them; a metric whose reading the
   *     loss's readout does not give is left out of the result
   * @param cancelled asked before every step; training ends when it says true
   * @param keeper keeps states on the way, and what was learned
   * @param idle how many threads besides the caller's have nothing else to do: asked before every
   *     step that is long enough, which may then use so many; nothing of the result depends on it
   * @return the result, whatever happened: divergence, a loss or metric that throws ({@code
   *     FAILED}, the cause says which and why), cancellation ({@code OUTSIDE})
   */
  public static TrialResult train(
      Trial trial,
      Prepared data,
      Objective objective,
      List<Measurement> measurements,
      Keeper keeper,
      BooleanSupplier cancelled,
      IntSupplier idle) {
    try {
      Team team = new Team(idle);
      return new Training(trial, data, objective, measurements, keeper, cancelled, team).run();
    } catch (Guest.Failure failure) {
      TrialResult.Status failed = TrialResult.Status.FAILED;
      return result(trial, data, failed, failure.getMessage(), 0, Map.of(), List.of(), List.of());
    }
  }

  /** {@return whether {@code name} is evidence that a trial may ask for, and no metric} */
  public static boolean isEvidence(String name) {
    return name.equals(Coefficients.NAME);
  }

  /** Trains on one thread, without keeping anything on the way. */
  public static TrialResult train(
      Trial trial,
      Prepared data,
      Objective objective,
      List<Measurement> measurements,
      BooleanSupplier cancelled) {
    return train(trial, data, objective, measurements, Keeper.NONE, cancelled, () -> 0);
  }

  static TrialResult result(
      Trial trial,
      Prepared data,
      TrialResult.Status status,
      String cause,
      int bestEpoch,
      Map<String, Double> metrics,
      List<TrialResult.Epoch> history,
      List<Evidence> evidence) {
    return new TrialResult(
        trial.id(),
        status,
        cause,
        bestEpoch,
        data.training().rows(),
        data.validation().map(Part::rows).orElse(0),
        data.test().map(Part::rows).orElse(0),
        metrics,
        history,
        evidence);
  }
}
