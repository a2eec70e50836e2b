package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;

/**
 * A checked experiment: what is compared, and every trial that it stands for.
 *
 * @param design what the report needs
 * @param trials in the order of {@link Design#trials}, identities equal; two rows may name one
 *     trial. A tuned value stands there as the last of its domain, until a search has found one
 * @param tuning what is searched for first; empty where nothing is tuned
 */
public record ExperimentPlan(Design design, List<Trial> trials, Optional<Tuning> tuning) {
  public ExperimentPlan {
    trials = List.copyOf(trials);
  }

  /** A plan in which nothing is tuned. */
  public ExperimentPlan(Design design, List<Trial> trials) {
    this(design, trials, Optional.empty());
  }
}
