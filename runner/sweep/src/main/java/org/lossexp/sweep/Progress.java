package org.lossexp.sweep;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a sweep is.
 *
 * @param total distinct trials of the plan
 * @param before how many of them had ended by themselves in earlier runs
 * @param done ended well, earlier ones included
 * @param diverged left the finite numbers, earlier ones included
 * @param failed broke in a way that would repeat itself, earlier ones included
 * @param outside ended from outside in this run
 * @param running at work now
 * @param elapsed since this run began
 */
public record Progress(
    int total,
    int before,
    int done,
    int diverged,
    int failed,
    int outside,
    int running,
    Duration elapsed) {
  /** {@return trials that ended by themselves} */
  public int finished() {
    return done + diverged + failed;
  }

  /** {@return trials that this run has still to end} */
  public int open() {
    return total - finished() - outside;
  }

  /** {@return about how long the open ones take; nothing is known before one has ended} */
  public Optional<Duration> left() {
    int ended = finished() - before + outside;
    return ended == 0
        ? Optional.empty()
        : Optional.of(elapsed.multipliedBy(open()).dividedBy(ended));
  }
}
