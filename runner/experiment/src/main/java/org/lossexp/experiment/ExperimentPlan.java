package org.lossexp.experiment;

import java.util.List;

/**
 * A checked experiment: what is compared, and every trial that it stands for.
 *
 * @param design what the report needs
 * @param trials in the order of {@link Design#trials}, identities equal; two rows may name one
 *     trial
 */
public record ExperimentPlan(Design design, List<Trial> trials) {
  public ExperimentPlan {
    trials = List.copyOf(trials);
  }
}
