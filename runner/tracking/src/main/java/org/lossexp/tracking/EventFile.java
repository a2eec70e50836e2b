package org.lossexp.tracking;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.lossexp.experiment.TrialResult;

/**
 * The events of one trial, as TensorBoard reads them: records of TensorFlow's {@code TFRecord}
 * format, each an {@code Event} message ({@code tensorflow/core/util/event.proto}, {@code
 * framework/summary.proto}; {@code tensorboard/plugins/hparams/plugin_data.proto}).
 *
 * <p>No event has a wall time, so that equal results give equal bytes; TensorBoard shows them by
 * step. Scalars are 32-bit floats there, whatever is written.
 */
final class EventFile {
  private static final String VERSION = "brain.Event:2";

  /** As published: makes the checksum of data that holds checksums no trivial one. */
  private static final int MASK = 0xa282ead8;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final int DT_FLOAT = 1;
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private EventFile() {}

  /** {@return the whole file of {@code trial}} */
  static byte[] of(TrackedTrial trial) {
    var file = new ByteArrayOutputStream();
    append(file, message(event -> event.writeString(3, VERSION)));
    append(file, event(0, List.of(hyperparameters("_hparams_/session_start_info", start(trial)))));
    Map<Integer, List<ByteString>> values = new TreeMap<>();
    for (TrackedTrial.Reading reading : trial.readings()) {
      values.computeIfAbsent(reading.step(), _ -> new ArrayList<>()).add(scalar(reading));
    }
    values.forEach((step, atStep) -> append(file, event(step, atStep)));
    append(
        file,
        event(
            trial.result().history().size(),
            List.of(hyperparameters("_hparams_/session_end_info", end(trial)))));
    return file.toByteArray();
  }

  /** {@code Event}: step = 2, summary = 5. */
  private static ByteString event(int step, List<ByteString> values) {
    ByteString summary =
        message(out -> {
          for (ByteString value : values) {
            out.writeBytes(1, value);
          }
        });
    return message(out -> {
      out.writeInt64(2, step);
      out.writeBytes(5, summary);
    });
  }

  /** {@code Summary.Value}: tag = 1, simple_value = 2. */
  private static ByteString scalar(TrackedTrial.Reading reading) {
    return message(out -> {
      out.writeString(1, reading.part() + "/" + reading.metric());
      out.writeFloat(2, (float) reading.value());
    });
  }

  /**
   * {@code Summary.Value}: tag = 1, tensor = 8, metadata = 9. All is in the metadata's plug-in data
   * (name = 1, content = 2); a value without a tensor would be thrown away.
   */
  private static ByteString hyperparameters(String tag, ByteString content) {
    ByteString dimension = message(out -> out.writeInt64(1, 1));
    ByteString shape = message(out -> out.writeBytes(2, dimension));
    ByteString tensor =
        message(out -> {
          out.writeEnum(1, DT_FLOAT);
          out.writeBytes(2, shape);
          out.writeBytes(5, ByteString.copyFrom(new byte[Float.BYTES]));
        });
    ByteString plugin =
        message(out -> {
          out.writeString(1, "hparams");
          out.writeBytes(2, content);
        });
    ByteString metadata = message(out -> out.writeBytes(1, plugin));
    return message(out -> {
      out.writeString(1, tag);
      out.writeBytes(8, tensor);
      out.writeBytes(9, metadata);
    });
  }

  /**
   * {@code SessionStartInfo}: hparams = 1, group_name = 4. A group is averaged over, so that it has
   * the repetitions of one candidate.
   */
  private static ByteString start(TrackedTrial trial) {
    ByteString session =
        message(out -> {
          for (Map.Entry<String, String> parameter : trial.parameters().entrySet()) {
            ByteString value = value(parameter.getValue());
            out.writeBytes(
                1,
                message(entry -> {
                  entry.writeString(1, parameter.getKey());
                  entry.writeBytes(2, value);
                }));
          }
          out.writeString(4, String.join(" · ", trial.parameters().values()));
        });
    return message(out -> out.writeBytes(3, session));
  }

  /** {@code SessionEndInfo}: status = 1. */
  private static ByteString end(TrackedTrial trial) {
    boolean done = trial.result().status() == TrialResult.Status.DONE;
    ByteString session = message(out -> out.writeEnum(1, done ? SUCCESS : FAILURE));
    return message(out -> out.writeBytes(4, session));
  }

  /** {@code google.protobuf.Value}: number_value = 2, string_value = 3. */
  private static ByteString value(String written) {
    return message(out -> {
      if (NUMBER.matcher(written).matches()) {
        out.writeDouble(2, Double.parseDouble(written));
      } else {
        out.writeString(3, written);
      }
    });
  }

  /** A record: length, its checksum, data, its checksum; little endian. */
  private static void append(ByteArrayOutputStream file, ByteString message) {
    byte[] data = message.toByteArray();
    byte[] length = little(Long.BYTES).putLong(data.length).array();
    file.writeBytes(length);
    file.writeBytes(little(Integer.BYTES).putInt(checksum(length)).array());
    file.writeBytes(data);
    file.writeBytes(little(Integer.BYTES).putInt(checksum(data)).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
  }

  @FunctionalInterface
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) {
    try {
      ByteString.Output bytes = ByteString.newOutput();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      fields.writeTo(out);
      out.flush();
      return bytes.toByteString();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
  }
}
