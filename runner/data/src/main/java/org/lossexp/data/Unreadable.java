package org.lossexp.data;

import java.io.IOException;

/** The user's mistake, found where only an {@link IOException} may be thrown: in a stream. */
final class Unreadable extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Unusable unusable;

  Unreadable(Unusable unusable) {
    super(unusable.getMessage(), unusable);
    this.unusable = unusable;
  }

  /** {@return the mistake that {@code thrown} was caused by}; what else it is, is ours. */
  static Unusable of(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Unreadable unreadable) {
        return unreadable.unusable;
      }
    }
    throw new IllegalStateException("reading failed for no reason that is known", thrown);
  }

  /** {@return whether {@code thrown} was caused by a mistake of the user's} */
  static boolean causes(Exception thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof Unreadable) {
        return true;
      }
    }
    return false;
  }
}
