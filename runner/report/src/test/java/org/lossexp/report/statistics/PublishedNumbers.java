package org.lossexp.report.statistics;

import static org.junit.jupiter.api.Assumptions.abort;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers from papers and other programs, in {@code shared/data/statistics} beside the checkout.
 */
public final class PublishedNumbers {

  private PublishedNumbers() {}

  public static JsonObject file(String name) throws IOException {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path file = folder.resolve("shared/data/statistics").resolve(name);
      if (Files.exists(file)) {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
      }
    }
    return abort("no shared/data/statistics/" + name + " beside the checkout");
  }

  /** Follows a path of keys, separated by {@code /}. */
  public static JsonElement at(JsonObject root, String path) {
    JsonElement element = root;
    for (String key : path.split("/", -1)) {
      element = element.getAsJsonObject().get(key);
    }
    return element;
  }

  public static double number(JsonObject root, String path) {
    return at(root, path).getAsDouble();
  }

  public static double[] numbers(JsonElement element) {
    JsonArray array = element.getAsJsonArray();
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  public static double[][] rows(JsonElement element) {
    return element.getAsJsonArray().asList().stream()
        .map(PublishedNumbers::numbers)
        .toArray(double[][]::new);
  }
}
