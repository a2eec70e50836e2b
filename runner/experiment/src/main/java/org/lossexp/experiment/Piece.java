package org.lossexp.experiment;

import java.util.Arrays;

/** Bytes of a trial's own in a file that all trials share; equal where the bytes are. */
public final class Piece {
  /** A trial that has nothing to say there. */
  public static final Piece EMPTY = new Piece(new byte[0]);

  private final byte[] bytes;

  /** A piece of {@code bytes}, which nobody changes from now on. */
  public Piece(byte[] bytes) {
    this.bytes = bytes;
  }

  /** {@return the bytes themselves: not to be changed} */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Piece piece && Arrays.equals(bytes, piece.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
