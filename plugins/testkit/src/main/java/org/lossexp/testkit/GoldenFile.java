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
 * <p>{@code prediction} is a number array of any depth, possibly ragged, or an object of them;
 * {@code gradient} has the same shape, or is null and not compared; {@code target} may be null.
 * {@code params} are numbers ({@code "-inf"} is one), booleans, strings, arrays or null ({@code
 * none}); {@code reduction} is {@code none}, {@code mean} or {@code sum}.
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

  /** The text is not in the golden format; the message is for the user. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** {@return the cases of {@code json}, in its order} */
  public static List<GoldenCase> read(String json) throws Malformed {
    try {
      JsonElement root = JsonParser.parseString(json);
      if (!root.isJsonObject()
          || !(root.getAsJsonObject().get("cases") instanceof JsonArray cases)) {
        throw new Malformed("a file of golden cases is a JSON object with a list `cases`");
      }
      List<GoldenCase> read = new ArrayList<>();
      for (JsonElement item : cases) {
        read.add(golden(item));
      }
      return List.copyOf(read);
    } catch (JsonParseException e) {
      throw new Malformed("this is not JSON" + place(e));
    }
  }

  private static GoldenCase golden(JsonElement item) throws Malformed {
    if (!item.isJsonObject()) {
      throw new Malformed("a golden case is a JSON object, but one of them is " + brief(item));
    }
    JsonObject object = item.getAsJsonObject();
    String id = text(object, "id");
    String loss = text(object, "loss");
    Nested prediction = nested(id, "prediction", required(object, "prediction"));
    Optional<Nested> gradient = optional(id, object, "gradient");
    if (gradient.isPresent() && !zeros(gradient.get()).equals(zeros(prediction))) {
      throw new Malformed("`%s`: `gradient` has not the shape of `prediction`".formatted(id));
    }
    required(object, "target");
    Map<String, Nested> extras = new LinkedHashMap<>();
    for (String key : object.keySet()) {
      if (!OWN_KEYS.contains(key) && !object.get(key).isJsonNull()) {
        extras.put(key, nested(id, key, object.get(key)));
      }
    }
    return new GoldenCase(
        id,
        loss,
        arguments(id, object.get("params")),
        prediction,
        optional(id, object, "target"),
        extras,
        reduction(id, text(object, "reduction")),
        optional(id, object, "value").map(Nested::leaves),
        gradient,
        tolerance(loss, object.get("tags")));
  }

  private static Nested zeros(Nested nested) {
    return nested.withLeaves(_ -> 0);
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

  private static Optional<Nested> optional(String id, JsonObject object, String key)
      throws Malformed {
    JsonElement element = object.get(key);
    return element == null || element.isJsonNull()
        ? Optional.empty()
        : Optional.of(nested(id, key, element));
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
              : word(primitive.getAsString());
    }
    return element instanceof JsonArray array
        ? new Value.Sequence(
            StreamSupport.stream(array.spliterator(), false).map(GoldenFile::value).toList())
        : new Value.Word("none");
  }

  private static Nested nested(String id, String key, JsonElement element) throws Malformed {
    switch (element) {
      case JsonPrimitive primitive when primitive.isNumber() -> {
        return new Nested.One(primitive.getAsDouble());
      }
      case JsonArray array -> {
        List<Nested> items = new ArrayList<>();
        for (JsonElement item : array) {
          items.add(nested(id, key, item));
          if (items.getLast().depth() != items.getFirst().depth()) {
            throw new Malformed("`%s`: `%s` mixes numbers and lists".formatted(id, key));
          }
        }
        return new Nested.Items(items);
      }
      case JsonObject object -> {
        Map<String, Nested> parts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> part : object.entrySet()) {
          parts.put(part.getKey(), nested(id, key, part.getValue()));
        }
        return new Nested.Parts(parts);
      }
      case JsonElement other ->
          throw new Malformed("`%s`: `%s` holds %s".formatted(id, key, brief(other)));
    }
  }

  private static Value word(String text) {
    return switch (text) {
      case "-inf" -> new Value.Numeral(Double.NEGATIVE_INFINITY);
      case "inf" -> new Value.Numeral(Double.POSITIVE_INFINITY);
      default -> new Value.Word(text);
    };
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
