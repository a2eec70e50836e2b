package org.lossexp.sweep;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;
import org.lossexp.results.Run;
import org.lossexp.results.RunFolder;

/** Whether a plan may go on in a folder under {@code --resume}. */
public final class Resume {
  static final String OTHER_PLAN = "LX660";
  static final String NOTHING_TO_RESUME = "LX661";

  private Resume() {}

  /**
   * {@return why {@code design} is not what {@code folder} holds; empty if it is}
   *
   * <p>Plans are the same if their trials are: a title or an order may change, whatever can change
   * a number may not.
   */
  public static Optional<Problem> refusal(RunFolder folder, Design design) {
    return folder
        .stored()
        .latest()
        .map(run -> otherPlan(folder, run, design))
        .orElseGet(() ->
            problem(
                NOTHING_TO_RESUME,
                "`%s` holds no run to resume".formatted(folder.path()),
                "is it the right folder? Without `--resume` a run begins here"));
  }

  private static Optional<Problem> otherPlan(RunFolder folder, Run run, Design design) {
    Set<String> before = trials(run.design());
    Set<String> now = trials(design);
    if (before.equals(now)) {
      return Optional.empty();
    }
    long gone = before.stream().filter(trial -> !now.contains(trial)).count();
    long added = now.stream().filter(trial -> !before.contains(trial)).count();
    return problem(
        OTHER_PLAN,
        "this is not the plan that `%s` holds: of its %d trials %d are gone, %d are new"
            .formatted(folder.path(), before.size(), gone, added),
        "without `--resume` the trials that both have are used, and the new ones run",
        "`--fresh` keeps the old results apart");
  }

  private static Set<String> trials(Design design) {
    return design.trials().stream()
        .map(Design.Row::trial)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Optional<Problem> problem(String code, String message, String... notes) {
    return Optional.of(new Problem(code, message, Optional.empty(), List.of(notes)));
  }
}
