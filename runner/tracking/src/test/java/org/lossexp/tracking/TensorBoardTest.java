package org.lossexp.tracking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Event files, read by what is written here from the published formats, and by TensorBoard's own
 * reader where there is one.
 */
class TensorBoardTest {
  /** A Python that has the package {@code tensorboard}. */
  private static final String PYTHON = "LOSSEXP_TENSORBOARD_PYTHON";

  private static final String FIRST = "noise_20/mse_l2/seed_1_fold_1";

  @TempDir Path folder;

  private Path exported(int done) throws IOException {
    Path out = folder.resolve("events");
    TensorBoard.export(Runs.run(folder.resolve("run"), done), out);
    return out;
  }

  private static List<Path> files(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** The check value of CRC-32C in Koopman's and Williams' catalogues. */
  @Test
  void theReaderOfThisTestKnowsTheChecksum() {
    assertEquals(0xE3069283, crc32c("123456789".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void aTrialHasItsFolderWhateverItsLabels() throws IOException {
    Path out = exported(4);
    Set<String> folders = new TreeSet<>();
    for (Path file : files(out)) {
      folders.add(out.relativize(file.getParent()).toString().replace('\\', '/'));
    }
    assertEquals(
        Set.of(
            FIRST,
            "noise_20/mse_l2/seed_2_fold_1",
            "noise_20/mae/seed_1_fold_1",
            "noise_20/mae/seed_2_fold_1"),
        folders);
  }

  @Test
  void everyNumberIsReadBack() throws IOException {
    Path out = exported(4);
    TrackedRun run = Runs.run(folder.resolve("run"), 0);
    for (TrackedTrial trial : run.trials()) {
      Path file = files(out.resolve(trial.path())).getFirst();
      assertEquals(expected(trial), scalars(file), trial.path());
    }
    assertEquals(4, run.trials().size());
  }

  @Test
  void hyperparametersAreInThePlugInsPlace() throws IOException {
    Path file = files(exported(1)).getFirst();
    List<UnknownFieldSet> records = records(file);
    assertEquals("brain.Event:2", text(records.getFirst(), 3));
    UnknownFieldSet value = message(message(records.get(1), 5), 1);
    assertEquals("_hparams_/session_start_info", text(value, 1));
    UnknownFieldSet plugin = message(message(value, 9), 1);
    assertEquals("hparams", text(plugin, 1));
    UnknownFieldSet session = message(message(plugin, 2), 3);
    Map<String, String> parameters = new TreeMap<>();
    for (UnknownFieldSet entry : messages(session, 1)) {
      UnknownFieldSet parameter = message(entry, 2);
      parameters.put(
          text(entry, 1),
          parameter.hasField(3)
              ? text(parameter, 3)
              : Double.toString(
                  Double.longBitsToDouble(parameter.getField(2).getFixed64List().getFirst())));
    }
    assertEquals(
        Map.of(
            "contender",
            "mse / l2",
            "setting",
            "noise = 20%",
            "noise",
            "20%",
            "rate",
            "0.5",
            "loss",
            "mse"),
        parameters);
  }

  @Test
  void equalResultsGiveEqualBytes() throws IOException {
    Path out = exported(2);
    byte[] before = Files.readAllBytes(files(out).getFirst());
    Path again = folder.resolve("again");
    TensorBoard.export(Runs.run(folder.resolve("other run"), 2), again);
    assertArrayEquals(before, Files.readAllBytes(files(again).getFirst()));
  }

  @Test
  void whatAnotherRunLeftIsToldAndKept() throws IOException {
    Path out = exported(4);
    Path other = Files.createDirectories(out.resolve("other"));
    Files.copy(files(out).getFirst(), other.resolve(files(out).getFirst().getFileName()));
    assertEquals(
        new TensorBoard.Exported(4, 1),
        TensorBoard.export(Runs.run(folder.resolve("run"), 0), out));
    assertEquals(5, files(out).size());
  }

  @Test
  void tensorBoardsOwnReaderReadsTheSame() throws IOException, InterruptedException {
    String python = System.getenv(PYTHON);
    assumeTrue(python != null, PYTHON + " names no Python that has TensorBoard");
    Path out = exported(4);
    Path script = folder.resolve("read_events.py");
    try (InputStream from = TensorBoardTest.class.getResourceAsStream("read_events.py")) {
      Files.copy(from, script);
    }
    Path answer = folder.resolve("answer.txt");
    Process reading =
        new ProcessBuilder(python, script.toString(), out.toString())
            .redirectOutput(answer.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    assertEquals(0, reading.waitFor(), () -> "see " + folder);
    Set<String> expected = new TreeSet<>();
    for (TrackedTrial trial : Runs.run(folder.resolve("run"), 0).trials()) {
      expected(trial)
          .forEach((key, value) -> expected.add(trial.path() + "\t" + key + "\t" + value));
    }
    assertEquals(expected, new TreeSet<>(Files.readAllLines(answer)));
  }

  /** Tag, tab, step → the bits of the nearest float. */
  private static Map<String, Integer> expected(TrackedTrial trial) {
    Map<String, Integer> expected = new TreeMap<>();
    trial
        .result()
        .history()
        .forEach(epoch -> {
          String step = "\t" + epoch.epoch();
          expected.put("training/loss" + step, bits(epoch.loss()));
          expected.put("training/gradient_norm" + step, bits(epoch.gradientNorm()));
          expected.put("training/learning_rate" + step, bits(epoch.learningRate()));
          if (epoch.epoch() > 1) {
            expected.put("training/update_ratio" + step, bits(epoch.updateRatio()));
          }
          epoch
              .validation()
              .forEach((metric, value) -> expected.put("validation/" + metric + step, bits(value)));
        });
    Double test = trial.result().metrics().get("test." + Runs.NDCG);
    if (test != null) {
      expected.put("test/" + Runs.NDCG + "\t7", bits(test));
    }
    return expected;
  }

  private static int bits(double value) {
    return Float.floatToIntBits((float) value);
  }

  private static Map<String, Integer> scalars(Path file) throws IOException {
    Map<String, Integer> scalars = new TreeMap<>();
    for (UnknownFieldSet event : records(file)) {
      for (UnknownFieldSet summary : messages(event, 5)) {
        for (UnknownFieldSet value : messages(summary, 1)) {
          if (value.hasField(2)) {
            scalars.put(
                text(value, 1) + "\t" + event.getField(2).getVarintList().getFirst(),
                value.getField(2).getFixed32List().getFirst());
          }
        }
      }
    }
    return scalars;
  }

  /**
   * {@code uint64 length, uint32 masked_crc32_of_length, byte data[length], uint32
   * masked_crc32_of_data}, little endian (TensorFlow's guide on TFRecord).
   */
  private static List<UnknownFieldSet> records(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> records = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[8];
      in.get(length);
      assertEquals(masked(length), in.getInt());
      long size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertTrue(size <= in.remaining(), "a record ends after the file");
      byte[] data = new byte[(int) size];
      in.get(data);
      assertEquals(masked(data), in.getInt());
      records.add(UnknownFieldSet.parseFrom(data));
    }
    return records;
  }

  private static int masked(byte[] bytes) {
    int crc = crc32c(bytes);
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  /** Bit by bit, with the reflected polynomial of Castagnoli. */
  private static int crc32c(byte[] bytes) {
    int crc = -1;
    for (byte each : bytes) {
      crc ^= each & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    return ~crc;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet in, int field) throws IOException {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (var bytes : in.getField(field).getLengthDelimitedList()) {
      messages.add(UnknownFieldSet.parseFrom(bytes));
    }
    return messages;
  }

  private static UnknownFieldSet message(UnknownFieldSet in, int field) throws IOException {
    return messages(in, field).getFirst();
  }

  private static String text(UnknownFieldSet in, int field) {
    return in.getField(field).getLengthDelimitedList().getFirst().toStringUtf8();
  }
}
