package org.lossexp.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lossexp.experiment.Predicted;
import org.lossexp.experiment.Tensor;

/**
 * Keeps what a training hands out besides its result: its state from time to time, so that a kill
 * does not lose a long one, and what it learned. When and whether that happens changes no bit of
 * the result.
 */
public interface Keeper {
  /** Keeps nothing. */
  Keeper NONE =
      new Keeper() {
        @Override
        public Optional<byte[]> saved() {
          return Optional.empty();
        }

        @Override
        public boolean due() {
          return false;
        }

        @Override
        public void save(byte[] state) {}

        @Override
        public void trained(Supplier<List<Tensor>> learned) {}
      };

  /** {@return what {@link #save} was given last for this very trial by this very version} */
  Optional<byte[]> saved();

  /** {@return whether it is time to save; asked after every epoch} */
  boolean due();

  /** Keeps {@code state} in the place of what was kept before. */
  void save(byte[] state);

  /**
   * Hears that a training has come to its end.
   *
   * @param learned gives what was judged on the test part
   */
  void trained(Supplier<List<Tensor>> learned);

  /** Hears what was predicted for the test part, where predictions are numbers or classes. */
  default void predicted(Predicted predictions) {}

  /** {@return whether the result is to tell of the objective around what was learned} */
  default boolean wantsLandscape() {
    return false;
  }
}
