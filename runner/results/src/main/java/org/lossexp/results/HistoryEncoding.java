package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.lossexp.experiment.TrialResult.Epoch;

/**
 * Epochs as JSON, a list of numbers for each quantity: half the bytes of an object for each epoch,
 * and read in a fraction of the time, which is what a report after Ctrl-C waits for.
 */
final class HistoryEncoding {
  private HistoryEncoding() {}

  static JsonObject write(List<Epoch> epochs) {
    JsonObject json = new JsonObject();
    json.add("epoch", column(epochs, epoch -> Json.number(epoch.epoch())));
    json.add("loss", column(epochs, epoch -> Json.number(epoch.loss())));
    json.add("gradient_norm", column(epochs, epoch -> Json.number(epoch.gradientNorm())));
    json.add("update_ratio", column(epochs, epoch -> Json.number(epoch.updateRatio())));
    json.add("learning_rate", column(epochs, epoch -> Json.number(epoch.learningRate())));
    Set<String> metrics = new LinkedHashSet<>();
    epochs.forEach(epoch -> metrics.addAll(epoch.validation().keySet()));
    JsonObject validation = new JsonObject();
    for (String metric : metrics) {
      validation.add(metric, column(epochs, epoch -> measured(epoch, metric)));
    }
    json.add("validation", validation);
    return json;
  }

  private static JsonElement measured(Epoch epoch, String metric) {
    Double value = epoch.validation().get(metric);
    return value == null ? JsonNull.INSTANCE : Json.number(value);
  }

  private static JsonArray column(List<Epoch> epochs, Function<Epoch, JsonElement> quantity) {
    JsonArray column = new JsonArray(epochs.size());
    epochs.forEach(epoch -> column.add(quantity.apply(epoch)));
    return column;
  }

  /** {@return the epochs that {@link #write} wrote} */
  static List<Epoch> read(JsonObject json) {
    JsonArray numbers = json.getAsJsonArray("epoch");
    JsonArray loss = json.getAsJsonArray("loss");
    JsonArray gradientNorm = json.getAsJsonArray("gradient_norm");
    JsonArray updateRatio = json.getAsJsonArray("update_ratio");
    JsonArray learningRate = json.getAsJsonArray("learning_rate");
    Map<String, JsonElement> validation = json.getAsJsonObject("validation").asMap();
    List<Epoch> epochs = new ArrayList<>(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      epochs.add(
          new Epoch(
              (int) Json.number(numbers.get(i)),
              Json.number(loss.get(i)),
              Json.number(gradientNorm.get(i)),
              Json.number(updateRatio.get(i)),
              Json.number(learningRate.get(i)),
              measured(validation, i)));
    }
    return epochs;
  }

  private static Map<String, Double> measured(Map<String, JsonElement> columns, int epoch) {
    Map<String, Double> measured = new LinkedHashMap<>();
    columns.forEach((metric, column) -> {
      JsonElement value = column.getAsJsonArray().get(epoch);
      if (!value.isJsonNull()) {
        measured.put(metric, Json.number(value));
      }
    });
    return measured;
  }
}
