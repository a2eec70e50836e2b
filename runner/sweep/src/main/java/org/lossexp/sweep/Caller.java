package org.lossexp.sweep;

/** What a runner may ask, while it runs a trial, of whoever wants the trial run. */
@FunctionalInterface
public interface Caller {
  /**
   * {@return whether nobody wants the result any more}
   *
   * <p>Asked at every step or so. Once it is true, the runner stops within a second and gives any
   * result with the status {@code OUTSIDE}, which is not kept.
   */
  boolean cancelled();

  /**
   * {@return how many threads the trial may use besides the one that it runs on}
   *
   * <p>Changes as other trials begin and end. Nothing of a result may depend on it.
   */
  default int idle() {
    return 0;
  }
}
