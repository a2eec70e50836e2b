package org.lossexp.results;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Tensor;

/**
 * A trained model as a file in the safetensors format, which other programs read: the length of a
 * header (8 bytes), the header in JSON (what each tensor is and where), the numbers as they are.
 * All little-endian. The bytes depend on nothing but the content.
 *
 * @param about what a program needs to use the model, by name; the format allows texts alone
 * @param tensors what was learned
 * @see <a href="https://github.com/huggingface/safetensors">the format</a>
 */
public record ModelFile(Map<String, String> about, List<Tensor> tensors) {
  /** Under this name the header holds what is no tensor. */
  private static final String ABOUT = "__metadata__";

  /** Data begin at a multiple of it. */
  private static final int ALIGNMENT = 8;

  public ModelFile {
    about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    tensors = List.copyOf(tensors);
  }

  /** Writes it as {@code file}, or leaves what was there. */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, bytes());
  }

  /** {@return what is in {@code file}, if that is in this format} */
  public static ModelFile read(Path file) throws IOException {
    try {
      return of(Files.readAllBytes(file));
    } catch (JsonParseException
        | IllegalStateException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | java.nio.BufferUnderflowException
        | NullPointerException e) {
      throw new IOException("`" + file + "` is no model: it is damaged, or of another kind", e);
    }
  }

  byte[] bytes() {
    JsonObject header = new JsonObject();
    header.add(ABOUT, Json.strings(about));
    long end = 0;
    for (Tensor tensor : tensors) {
      JsonObject entry = new JsonObject();
      entry.addProperty("dtype", "F32");
      entry.add("shape", Encoding.array(tensor.shape(), JsonPrimitive::new));
      long begin = end;
      end += (long) tensor.values().length * Float.BYTES;
      entry.add("data_offsets", Encoding.array(List.of(begin, end), JsonPrimitive::new));
      header.add(tensor.name(), entry);
    }
    String text = Json.line(header);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    byte[] padded =
        (text + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded.length + end))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(padded.length).put(padded);
    for (Tensor tensor : tensors) {
      for (float value : tensor.values()) {
        out.putFloat(value);
      }
    }
    return out.array();
  }

  static ModelFile of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] text = new byte[Math.toIntExact(in.getLong())];
    in.get(text);
    ByteBuffer data = in.slice().order(ByteOrder.LITTLE_ENDIAN);
    JsonObject header =
        JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
    Map<String, String> about = new LinkedHashMap<>();
    List<Tensor> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : header.entrySet()) {
      JsonObject value = entry.getValue().getAsJsonObject();
      if (entry.getKey().equals(ABOUT)) {
        value.entrySet().forEach(item -> about.put(item.getKey(), item.getValue().getAsString()));
      } else {
        tensors.add(tensor(entry.getKey(), value, data));
      }
    }
    return new ModelFile(about, tensors);
  }

  private static Tensor tensor(String name, JsonObject entry, ByteBuffer data) {
    if (!entry.get("dtype").getAsString().equals("F32")) {
      throw new IllegalArgumentException("numbers of another kind");
    }
    List<Integer> shape = new ArrayList<>();
    entry.getAsJsonArray("shape").forEach(axis -> shape.add(axis.getAsInt()));
    int begin = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
    int end = entry.getAsJsonArray("data_offsets").get(1).getAsInt();
    float[] values = new float[(end - begin) / Float.BYTES];
    data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Tensor(name, shape, values);
  }
}
