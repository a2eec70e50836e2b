package org.lossexp.engine;

import java.util.Optional;

/**
 * Where the state of a long training is kept from time to time, so that a kill does not lose it.
 * When that is, and whether it is at all, changes no bit of the result.
 */
public interface Checkpoints {
  /** Nothing is kept. */
  Checkpoints NONE =
      new Checkpoints() {
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
      };

  /** {@return what {@link #save} was given last for this very trial by this very version} */
  Optional<byte[]> saved();

  /** {@return whether it is time to save; asked after every epoch} */
  boolean due();

  /** Keeps {@code state} in the place of what was kept before. */
  void save(byte[] state);
}
