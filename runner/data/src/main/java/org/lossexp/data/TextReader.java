package org.lossexp.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The letters of a file. A byte order mark says how they are written, whatever the user wrote, and
 * is no letter. Bytes that are no letters are an {@link Unreadable} that names their line.
 */
final class TextReader extends Reader {
  private static final int BUFFER = 1 << 16;

  private final StoredFile file;
  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
  private final boolean wide;
  private long consumed;
  private boolean ended;

  /** The last letter that is no space: a quote that is left open shows there. */
  private char last;

  TextReader(StoredFile file, Charset written) throws Unusable {
    this.file = file;
    this.in = file.open();
    bytes.flip();
    try {
      fill();
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
    Charset charset = written;
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      charset = StandardCharsets.UTF_8;
      bytes.position(3);
    } else if (startsWith(0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      bytes.position(2);
    } else if (startsWith(0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      bytes.position(2);
    }
    this.consumed = bytes.position();
    this.wide = charset.name().startsWith("UTF-16");
    this.decoder = charset.newDecoder();
    try {
      refuseZeros(bytes.position());
    } catch (Unreadable zeros) {
      throw Unreadable.of(zeros);
    }
  }

  /** {@return the encoding that the user named} */
  static Charset charset(String encoding) {
    return switch (encoding) {
      case "utf8" -> StandardCharsets.UTF_8;
      case "utf16" -> StandardCharsets.UTF_16BE;
      case "utf16le" -> StandardCharsets.UTF_16LE;
      case "latin1" -> StandardCharsets.ISO_8859_1;
      default -> throw new IllegalArgumentException("no such encoding: " + encoding);
    };
  }

  private boolean startsWith(int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= bytes.limit() || (bytes.get(i) & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-16 text is full of zero bytes; its byte order mark tells it from binary data. */
  private void refuseZeros(int from) throws Unreadable {
    int zeros = 0;
    for (int i = from; i < bytes.limit(); i++) {
      zeros += bytes.get(i) == 0 ? 1 : 0;
    }
    if (zeros == 0 || wide) {
      return;
    }
    int first = from;
    while (bytes.get(first) != 0) {
      first++;
    }
    throw new Unreadable(
        file.unusable(
            Codes.NOT_TEXT,
            "`" + file.written() + "` is not a text file: it holds zero bytes",
            "the first stands in line " + line(consumed + first - bytes.position()),
            advice(zeros, from)));
  }

  /** ASCII letters in UTF-16 have a zero byte each, all before or all behind the letter. */
  private String advice(int zeros, int from) {
    int odd = 0;
    for (int i = from; i < bytes.limit(); i++) {
      odd += bytes.get(i) == 0 && (consumed + i - bytes.position()) % 2 == 1 ? 1 : 0;
    }
    boolean many = zeros > (bytes.limit() - from) / 4;
    if (!many || (odd > 0 && odd < zeros)) {
      return "text is read, one row a line; a workbook or a database must be exported first";
    }
    return "every second byte is 0, as in UTF-16 without a byte order mark: write `encoding = "
        + (odd > 0 ? "utf16le" : "utf16")
        + "`, or save it as UTF-8";
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    CharBuffer letters = CharBuffer.wrap(buffer, offset, length);
    while (letters.position() == offset) {
      int before = bytes.position();
      CoderResult result = decoder.decode(bytes, letters, ended);
      consumed += bytes.position() - before;
      if (result.isError()) {
        throw new Unreadable(malformed());
      }
      if (letters.position() == offset) {
        if (ended) {
          return -1;
        }
        fill();
      }
    }
    for (int i = letters.position() - 1; i >= offset; i--) {
      if (buffer[i] > ' ') {
        last = buffer[i];
        break;
      }
    }
    return letters.position() - offset;
  }

  private void fill() throws IOException {
    bytes.compact();
    int from = bytes.position();
    while (bytes.hasRemaining() && !ended) {
      int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = read < 0;
      bytes.position(bytes.position() + Math.max(0, read));
    }
    bytes.flip();
    if (decoder != null) {
      refuseZeros(from);
    }
  }

  /** {@return the last letter so far that is no space; 0 where there was none} */
  char last() {
    return last;
  }

  private Unusable malformed() throws Unreadable {
    String place = "line " + line(consumed) + " holds other bytes";
    return wide
        ? file.unusable(
            Codes.NOT_TEXT,
            "`" + file.written() + "` is not UTF-16 text: " + place,
            "save it as UTF-8")
        : file.unusable(
            Codes.NOT_TEXT,
            "`" + file.written() + "` is not UTF-8 text: " + place,
            "write `encoding = latin1` if it comes from an older program, or save it as UTF-8");
  }

  /** {@return the line of the byte {@code at}, both from the beginning of the file} */
  private long line(long at) throws Unreadable {
    long line = 1;
    try (InputStream again = new BufferedInputStream(file.open())) {
      for (long i = 0; i < at; i++) {
        line += again.read() == '\n' ? 1 : 0;
      }
      return line;
    } catch (IOException failed) {
      throw new Unreadable(Unreadable.of(failed));
    } catch (Unusable unusable) {
      throw new Unreadable(unusable);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
