package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lossexp.experiment.Evidence;

/**
 * Tables of trials as JSON, a list for each column, as short as it gets: a text that stands in the
 * row above as well is null, and whole numbers have no dot.
 */
final class EvidenceEncoding {
  /** Whole numbers below it are exact in a double, and short. */
  private static final double SHORT = 1e15;

  private EvidenceEncoding() {}

  static JsonObject write(List<Evidence> tables) {
    JsonObject json = new JsonObject();
    tables.forEach(table -> json.add(table.name(), write(table)));
    return json;
  }

  private static JsonObject write(Evidence table) {
    JsonObject keys = new JsonObject();
    for (int column = 0; column < table.keys().size(); column++) {
      JsonArray texts = new JsonArray(table.rows().size());
      String above = null;
      for (Evidence.Row row : table.rows()) {
        String text = row.keys().get(column);
        texts.add(text.equals(above) ? JsonNull.INSTANCE : new JsonPrimitive(text));
        above = text;
      }
      keys.add(table.keys().get(column), texts);
    }
    JsonObject values = new JsonObject();
    for (int column = 0; column < table.values().size(); column++) {
      JsonArray numbers = new JsonArray(table.rows().size());
      for (Evidence.Row row : table.rows()) {
        numbers.add(number(row.values().get(column)));
      }
      values.add(table.values().get(column), numbers);
    }
    JsonObject json = new JsonObject();
    json.add("keys", keys);
    json.add("values", values);
    return json;
  }

  private static JsonPrimitive number(double number) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < SHORT;
    boolean negativeZero = number == 0 && Double.doubleToRawLongBits(number) != 0;
    return whole && !negativeZero ? new JsonPrimitive((long) number) : Json.number(number);
  }

  /** {@return the tables that {@link #write} wrote} */
  static List<Evidence> read(JsonObject json) {
    List<Evidence> tables = new ArrayList<>();
    json.asMap().forEach((name, table) -> tables.add(read(name, table.getAsJsonObject())));
    return tables;
  }

  private static Evidence read(String name, JsonObject table) {
    Map<String, JsonElement> keys = table.getAsJsonObject("keys").asMap();
    Map<String, JsonElement> values = table.getAsJsonObject("values").asMap();
    JsonArray any = (keys.isEmpty() ? values : keys).values().iterator().next().getAsJsonArray();
    List<List<String>> texts = new ArrayList<>();
    for (JsonElement column : keys.values()) {
      List<String> read = new ArrayList<>(any.size());
      for (JsonElement text : column.getAsJsonArray()) {
        read.add(text.isJsonNull() ? read.getLast() : text.getAsString());
      }
      texts.add(read);
    }
    List<Evidence.Row> rows = new ArrayList<>(any.size());
    for (int i = 0; i < any.size(); i++) {
      int row = i;
      rows.add(
          new Evidence.Row(
              texts.stream().map(column -> column.get(row)).toList(),
              values.values().stream()
                  .map(column -> Json.number(column.getAsJsonArray().get(row)))
                  .toList()));
    }
    return new Evidence(name, List.copyOf(keys.keySet()), List.copyOf(values.keySet()), rows);
  }
}
