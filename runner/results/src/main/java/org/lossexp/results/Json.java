package org.lossexp.results;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/** JSON of equal bytes for equal values: members stay in the order in which they were added. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private Json() {}

  /** {@return {@code value} on one line} */
  public static String line(JsonElement value) {
    return GSON.toJson(value);
  }

  /** {@return {@code value}, two spaces a level, with a line feed at its end} */
  public static String pretty(JsonElement value) {
    StringWriter text = new StringWriter();
    try (JsonWriter writer = new JsonWriter(text)) {
      writer.setHtmlSafe(false);
      writer.setIndent("  ");
      GSON.toJson(value, writer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /**
   * {@return {@code number} in digits that read back as the same double}
   *
   * <p>JSON has no word for what is not finite: those are the strings {@code "NaN"}, {@code
   * "Infinity"} and {@code "-Infinity"}.
   */
  public static JsonPrimitive number(double number) {
    return Double.isFinite(number)
        ? new JsonPrimitive(number)
        : new JsonPrimitive(Double.toString(number));
  }

  /** {@return the double that {@link #number} wrote} */
  public static double number(JsonElement written) {
    return Double.parseDouble(written.getAsString());
  }

  /** {@return {@code strings} as an array} */
  public static JsonArray strings(Collection<String> strings) {
    JsonArray array = new JsonArray();
    strings.forEach(array::add);
    return array;
  }

  /** {@return {@code strings} as an object} */
  public static JsonObject strings(Map<String, String> strings) {
    JsonObject object = new JsonObject();
    strings.forEach(object::addProperty);
    return object;
  }

  /** {@return {@code numbers} as an object} */
  public static JsonObject numbers(Map<String, Double> numbers) {
    JsonObject object = new JsonObject();
    numbers.forEach((name, number) -> object.add(name, number(number)));
    return object;
  }
}
