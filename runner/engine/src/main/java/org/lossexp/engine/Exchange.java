package org.lossexp.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers on their way into a checkpoint, or out of one. Whoever has a state hands all of it over
 * in one fixed order, and goes on with what comes back: the same code for both ways.
 */
abstract sealed class Exchange {
  private Exchange() {}

  /** {@return {@code number}, or what stands in its place} */
  abstract long whole(long number);

  /** {@return {@code number}, or what stands in its place} */
  abstract double real(double number);

  /** {@return {@code text}, or what stands in its place} */
  abstract String text(String text);

  /** Hands {@code numbers} over, or fills them. */
  abstract void floats(float[] numbers);

  /** Hands {@code numbers} over, or fills them. */
  abstract void doubles(double[] numbers);

  /** Into a checkpoint. */
  static final class Writing extends Exchange {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** {@return all that was handed over} */
    byte[] bytes() {
      return bytes.toByteArray();
    }

    private interface Write {
      void run() throws IOException;
    }

    private static void write(Write write) {
      try {
        write.run();
      } catch (IOException e) {
        throw new UncheckedIOException("memory cannot fail", e);
      }
    }

    @Override
    long whole(long number) {
      write(() -> out.writeLong(number));
      return number;
    }

    @Override
    double real(double number) {
      write(() -> out.writeDouble(number));
      return number;
    }

    @Override
    String text(String text) {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      write(() -> {
        out.writeInt(content.length);
        out.write(content);
      });
      return text;
    }

    @Override
    void floats(float[] numbers) {
      ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Float.BYTES);
      buffer.asFloatBuffer().put(numbers);
      write(() -> {
        out.writeInt(numbers.length);
        out.write(buffer.array());
      });
    }

    @Override
    void doubles(double[] numbers) {
      ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Double.BYTES);
      buffer.asDoubleBuffer().put(numbers);
      write(() -> {
        out.writeInt(numbers.length);
        out.write(buffer.array());
      });
    }
  }

  /**
   * Out of a checkpoint.
   *
   * <p>Throws what {@link ByteBuffer} throws, or {@link IllegalStateException}, where the
   * checkpoint is of another training: its checksum was right, so that would be our mistake.
   */
  static final class Reading extends Exchange {
    private final ByteBuffer in;

    Reading(byte[] bytes) {
      in = ByteBuffer.wrap(bytes);
    }

    @Override
    long whole(long number) {
      return in.getLong();
    }

    @Override
    double real(double number) {
      return in.getDouble();
    }

    @Override
    String text(String text) {
      byte[] content = new byte[in.getInt()];
      in.get(content);
      return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    void floats(float[] numbers) {
      expect(numbers.length);
      in.asFloatBuffer().get(numbers);
      in.position(in.position() + numbers.length * Float.BYTES);
    }

    @Override
    void doubles(double[] numbers) {
      expect(numbers.length);
      in.asDoubleBuffer().get(numbers);
      in.position(in.position() + numbers.length * Double.BYTES);
    }

    private void expect(int length) {
      int stored = in.getInt();
      if (stored != length) {
        throw new IllegalStateException("a checkpoint of " + stored + " numbers, not " + length);
      }
    }
  }
}
