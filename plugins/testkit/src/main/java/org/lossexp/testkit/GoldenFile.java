package org.lossexp.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Value;

/**
 * Reads golden cases: a JSON object {@code {"cases": […]}} in which a case is an object with {@code
 * id, loss, params, prediction, target, reduction, value, gradient}, optionally {@code tags}, and
 * further inputs by name.
 *
 * <p>{@code params} are numbers, booleans, strings, arrays or null ({@code none}); {@code
 * reduction} is {@code none}, {@code mean} or {@code sum}; {@code gradient} may be null.
 */
public final class GoldenFile {
  private static final double TOLERANCE = 1e-9;
  private static final double LOOSE_TOLERANCE = 1e-6;

  /** Losses whose reference is itself the end of an iteration, or ill-conditioned. */
  private static final Set<String> LOOSE =
      Set.of(
          "neural_ndcg",
          "neural_ndcg_transposed",
          "bi_tempered_logistic",
          "manifold",
          "smooth_ap",
          "pnp");

  private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

  private static final Set<String> OWN_KEYS =
      Set.of(
          "id",
          "loss",
          "provenance",
          "tags",
          "params",
          "prediction",
          "target",
          "reduction",
          "value",
          "gradient");

  private GoldenFile() {}

  /** A case, or what stands in its place. */
  public sealed interface Entry permits GoldenCase, OtherForm {
    /** {@return the case's name in the file} */
    String id();

    /** {@return the loss that it is about} */
    String loss();
  }

  /**
   * A case whose inputs are no rectangular array: lists of queries, named embeddings, sequences.
   *
   * @param why which input, and what it is instead
   */
  public record OtherForm(String id, String loss, String why) implements Entry {}

  /** The text is not in the golden format; the message is for the user. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** {@return the cases of {@code json}, in its order} */
  public static List<Entry> read(String json) throws Malformed {
    try {
      JsonElement root = JsonParser.parseString(json);
      if (!root.isJsonObject()
          || !(root.getAsJsonObject().get("cases") instanceof JsonArray cases)) {
        throw new Malformed("a file of golden cases is a JSON object with a list `cases`");
      }
      List<Entry> entries = new ArrayList<>();
      for (JsonElement item : cases) {
        entries.add(entry(item));
      }
      return entries;
    } catch (JsonParseException e) {
      throw new Malformed("this is not JSON" + place(e));
    }
  }

  private static Entry entry(JsonElement item) throws Malformed {
    if (!item.isJsonObject()) {
      throw new Malformed("a golden case is a JSON object, but one of them is " + brief(item));
    }
    JsonObject object = item.getAsJsonObject();
    String id = text(object, "id");
    String loss = text(object, "loss");
    Optional<Shaped> prediction = rectangle(required(object, "prediction"));
    Optional<Shaped> target = rectangle(required(object, "target"));
    if (prediction.isEmpty() || prediction.get().shape().isEmpty()) {
      return new OtherForm(id, loss, "its prediction is no rectangular array");
    }
    List<Integer> shape = prediction.get().shape();
    boolean perOutput = target.isPresent() && target.get().shape().equals(shape);
    boolean perExample =
        target.isPresent() && target.get().shape().equals(shape.subList(0, shape.size() - 1));
    if (!perOutput && !perExample) {
      return new OtherForm(
          id, loss, "its target has neither a number for each prediction nor a label for each row");
    }
    Map<String, double[]> extras = new LinkedHashMap<>();
    for (String key : object.keySet()) {
      if (OWN_KEYS.contains(key)) {
        continue;
      }
      Optional<Shaped> extra = rectangle(object.get(key));
      if (extra.isEmpty() || !extra.get().shape().equals(shape)) {
        return new OtherForm(id, loss, "its `" + key + "` has another shape than its prediction");
      }
      extras.put(key, extra.get().numbers());
    }
    // A vector is one output an example; of more dimensions the last one holds the outputs.
    int columns = shape.size() == 1 ? 1 : shape.getLast();
    int rows = columns == 0 ? 0 : prediction.get().numbers().length / columns;
    return new GoldenCase(
        id,
        loss,
        arguments(id, object.get("params")),
        rows,
        columns,
        prediction.get().numbers(),
        target.get().numbers(),
        extras,
        reduction(id, text(object, "reduction")),
        expected(id, object, "value"),
        expected(id, object, "gradient"),
        tolerance(loss, object.get("tags")));
  }

  private static double tolerance(String loss, JsonElement tags) {
    boolean large = tags instanceof JsonArray list && list.contains(new JsonPrimitive("large"));
    return large || LOOSE.contains(loss) ? LOOSE_TOLERANCE : TOLERANCE;
  }

  private static Optional<Reduction> reduction(String id, String word) throws Malformed {
    return switch (word) {
      case "none" -> Optional.empty();
      case "mean" -> Optional.of(Reduction.MEAN);
      case "sum" -> Optional.of(Reduction.SUM);
      default ->
          throw new Malformed(
              "`%s`: `reduction` is none, mean or sum, but is `%s`".formatted(id, word));
    };
  }

  private static Optional<double[]> expected(String id, JsonObject object, String key)
      throws Malformed {
    JsonElement element = object.get(key);
    if (element == null || element.isJsonNull()) {
      return Optional.empty();
    }
    Optional<Shaped> numbers = rectangle(element);
    if (numbers.isEmpty()) {
      throw new Malformed("`%s`: `%s` is not an array of numbers".formatted(id, key));
    }
    return Optional.of(numbers.get().numbers());
  }

  private static Arguments arguments(String id, JsonElement params) throws Malformed {
    if (params == null) {
      return Arguments.NONE;
    }
    if (!params.isJsonObject()) {
      throw new Malformed("`%s`: `params` is not an object".formatted(id));
    }
    Map<String, Value> values = new LinkedHashMap<>();
    params.getAsJsonObject().asMap().forEach((name, value) -> values.put(name, value(value)));
    return new Arguments(values);
  }

  private static Value value(JsonElement element) {
    if (element instanceof JsonPrimitive primitive) {
      return primitive.isNumber()
          ? new Value.Numeral(primitive.getAsDouble())
          : primitive.isBoolean()
              ? new Value.Flag(primitive.getAsBoolean())
              : new Value.Word(primitive.getAsString());
    }
    return element instanceof JsonArray array
        ? new Value.Sequence(
            StreamSupport.stream(array.spliterator(), false).map(GoldenFile::value).toList())
        : new Value.Word("none");
  }

  /** Numbers row by row, and how long each dimension is. */
  @SuppressWarnings("ArrayRecordComponent") // read at once, compared by nobody
  private record Shaped(List<Integer> shape, double[] numbers) {}

  /** {@return the numbers of {@code element} unless it is ragged, null, or holds anything else} */
  private static Optional<Shaped> rectangle(JsonElement element) {
    if (element instanceof JsonPrimitive primitive) {
      return primitive.isNumber()
          ? Optional.of(new Shaped(List.of(), new double[] {primitive.getAsDouble()}))
          : Optional.empty();
    }
    if (!(element instanceof JsonArray array)) {
      return Optional.empty();
    }
    List<Integer> inner = List.of();
    double[] numbers = {};
    for (int i = 0; i < array.size(); i++) {
      Optional<Shaped> part = rectangle(array.get(i));
      if (part.isEmpty() || (i > 0 && !part.get().shape().equals(inner))) {
        return Optional.empty();
      }
      inner = part.get().shape();
      int length = part.get().numbers().length;
      numbers = i == 0 ? new double[array.size() * length] : numbers;
      System.arraycopy(part.get().numbers(), 0, numbers, i * length, length);
    }
    List<Integer> shape = new ArrayList<>(List.of(array.size()));
    shape.addAll(inner);
    return Optional.of(new Shaped(List.copyOf(shape), numbers));
  }

  private static JsonElement required(JsonObject object, String key) throws Malformed {
    JsonElement element = object.get(key);
    if (element == null) {
      throw new Malformed("a golden case has no `%s`: %s".formatted(key, brief(object)));
    }
    return element;
  }

  private static String text(JsonObject object, String key) throws Malformed {
    JsonElement element = required(object, key);
    if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
      throw new Malformed(
          "`%s` of a golden case is not a string: %s".formatted(key, brief(object)));
    }
    return primitive.getAsString();
  }

  private static String brief(JsonElement element) {
    String text = element.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  /** Where the parser stopped; the rest of its message speaks to programmers. */
  private static String place(JsonParseException e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    return place.find() ? " at line %s, column %s".formatted(place.group(1), place.group(2)) : "";
  }
}
