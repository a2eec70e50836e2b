package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Predicted;

/** What is packed here is unpacked by the JDK's zlib, which is somebody else's. */
class GzipMemberTest {
  private static byte[] unpacked(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }

  /** Few different bytes make long matches, all of them none. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 256})
  void anyBytesComeBack(int different) throws IOException {
    Random random = new Random(different);
    for (int length :
        new int[] {0, 1, 2, 3, 257, 258, 259, 5_000, 65_535, 65_536, 65_537, 300_000}) {
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) random.nextInt(different);
      }
      assertArrayEquals(bytes, unpacked(GzipMember.of(bytes)), length + " bytes");
    }
  }

  @Test
  void everyLengthAndFarDistancesComeBack() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] noise = new byte[33_000];
    new Random(7).nextBytes(noise);
    out.writeBytes(noise);
    for (int length = 3; length < 300; length++) {
      // From 32,700 back down: on both sides of the farthest distance that there is.
      out.write(noise, length, length);
    }
    assertArrayEquals(out.toByteArray(), unpacked(GzipMember.of(out.toByteArray())));
  }

  /**
   * Of an empty file, by hand from RFC 1951 and 1952: the header, a last block of the fixed code
   * that holds its end alone (110 0000000), a sum and a size of 0.
   */
  @Test
  void anEmptyMemberIsKnownToTheBit() {
    assertEquals(
        "1f8b08000000000000ff03000000000000000000",
        HexFormat.of().formatHex(GzipMember.of(new byte[0])));
  }

  @Test
  void piecesMakeAFileTogether() throws IOException {
    Predicted classes =
        new Predicted(
            new int[] {4, 0},
            List.of(""),
            List.of("a,b", "c"),
            new double[] {0, 1},
            new double[] {1, 1},
            new double[] {0.75, 1});
    Predicted numbers =
        new Predicted(
            new int[] {2},
            List.of("x", "y"),
            List.of(),
            new double[] {1, -0.5},
            new double[] {Double.NaN, 1e9},
            new double[0]);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(PredictionTable.header());
    out.writeBytes(PredictionTable.piece("one", classes).bytes());
    out.writeBytes(PredictionTable.piece("two", numbers).bytes());
    assertEquals(
        """
        trial,row,output,target,prediction,probability
        one,5,,"a,b",c,0.75
        one,1,,c,c,1
        two,3,x,1,NaN,
        two,3,y,-0.5,1e9,
        """,
        new String(unpacked(out.toByteArray()), StandardCharsets.UTF_8));
  }

  /** Rows of tables are alike: what a fifth of a kilobyte says a hundred times is short. */
  @Test
  void rowsOfATableGetShort() {
    Piece piece =
        PredictionTable.piece(
            "f".repeat(64),
            new Predicted(
                new int[1_000],
                List.of(""),
                List.of("setosa"),
                new double[1_000],
                new double[1_000],
                new double[0]));
    assertTrue(piece.bytes().length < 1_000 * 8, piece.toString());
  }
}
