package org.lossexp.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one trial left behind.
 *
 * @param trial the trial's identity
 * @param status how it ended
 * @param cause why it did not end well, one line; empty if it did
 * @param bestEpoch the epoch whose weights were judged, from 1; 0 where there is none
 * @param trainingRows examples trained on
 * @param validationRows examples of the validation part, 0 without one
 * @param testRows examples of the test part
 * @param metrics part and metric, such as {@code test.accuracy} → value; NaN where undefined; a
 *     metric that the readout does not give is absent
 * @param history one entry an epoch
 * @param evidence further tables, no two of one name; none of trials that a search asked for
 * @param predictions its piece of the file of predictions, on its way there: results that were read
 *     back have none. Empty where nobody wants them or the trial has not ended well
 */
public record TrialResult(
    String trial,
    Status status,
    String cause,
    int bestEpoch,
    int trainingRows,
    int validationRows,
    int testRows,
    Map<String, Double> metrics,
    List<Epoch> history,
    List<Evidence> evidence,
    Optional<Piece> predictions) {
  public TrialResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    history = List.copyOf(history);
    evidence = List.copyOf(evidence);
  }

  /** A result whose predictions nobody wants. */
  public TrialResult(
      String trial,
      Status status,
      String cause,
      int bestEpoch,
      int trainingRows,
      int validationRows,
      int testRows,
      Map<String, Double> metrics,
      List<Epoch> history,
      List<Evidence> evidence) {
    this(
        trial,
        status,
        cause,
        bestEpoch,
        trainingRows,
        validationRows,
        testRows,
        metrics,
        history,
        evidence,
        Optional.empty());
  }

  /** A result without further evidence. */
  public TrialResult(
      String trial,
      Status status,
      String cause,
      int bestEpoch,
      int trainingRows,
      int validationRows,
      int testRows,
      Map<String, Double> metrics,
      List<Epoch> history) {
    this(
        trial,
        status,
        cause,
        bestEpoch,
        trainingRows,
        validationRows,
        testRows,
        metrics,
        history,
        List.of());
  }

  /** {@return the same with other {@code predictions}} */
  public TrialResult with(Optional<Piece> predictions) {
    return new TrialResult(
        trial,
        status,
        cause,
        bestEpoch,
        trainingRows,
        validationRows,
        testRows,
        metrics,
        history,
        evidence,
        predictions);
  }

  /** {@return the table that is called {@code name}, if the trial left it} */
  public Optional<Evidence> evidence(String name) {
    return evidence.stream().filter(table -> table.name().equals(name)).findFirst();
  }

  /** How a trial ended. */
  public enum Status {
    /** Trained to its end. */
    DONE,
    /** The objective, a gradient or a weight left the finite numbers: a result of the loss. */
    DIVERGED,
    /** Something in the trial broke in a way that would repeat itself. */
    FAILED,
    /** Ended from outside (memory, disk, interruption): tried again by the next run. */
    OUTSIDE;

    /** {@return the status as tables write it} */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * One epoch.
   *
   * @param epoch from 1
   * @param loss mean objective over the epoch's batches
   * @param gradientNorm root mean square over the epoch's steps of the gradient's Euclidean norm
   * @param updateRatio of the epoch's last step: the Euclidean norm of the change of all weights
   *     over that of the weights before; about 0.001 is usual, NaN where it is not known
   * @param learningRate at the epoch's last step
   * @param validation metric → value on the validation part; empty without one
   */
  public record Epoch(
      int epoch,
      double loss,
      double gradientNorm,
      double updateRatio,
      double learningRate,
      Map<String, Double> validation) {
    public Epoch {
      validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    }
  }
}
