package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;

/**
 * A checked experiment: what is compared, and every trial that it stands for.
 *
 * @param design what the report needs
 * @param trials in the order of {@link Design#trials}, identities equal; two rows may name one
 *     trial. A tuned value stands there as the last of its domain: such a trial tells what its
 *     training costs, and is not run itself
 * @param tuned writes the trials of tuned values out; empty where nothing is tuned
 */
public record ExperimentPlan(Design design, List<Trial> trials, Optional<TunedTrials> tuned) {
  public ExperimentPlan {
    trials = List.copyOf(trials);
  }

  /** A plan in which nothing is tuned. */
  public ExperimentPlan(Design design, List<Trial> trials) {
    this(design, trials, Optional.empty());
  }

  /** {@return what is searched for first; empty where nothing is tuned} */
  public Optional<Tuning> tuning() {
    return design.tuning();
  }
}
