package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Value;

/** Expected: shared/losses/catalogue.json. */
class StandardCatalogueTest {
  private static final Map<String, ReductionClass> CLASSES =
      Map.ofEntries(
          Map.entry("ELEM", ReductionClass.ELEMENT),
          Map.entry("SAMPLE", ReductionClass.EXAMPLE),
          Map.entry("WSAMPLE", ReductionClass.WEIGHTED_EXAMPLE),
          Map.entry("ROW", ReductionClass.ROW),
          Map.entry("LIST", ReductionClass.LIST),
          Map.entry("LISTNZ", ReductionClass.LIST_WITH_RELEVANT),
          Map.entry("PAIRS", ReductionClass.PAIRS),
          Map.entry("ITEMS", ReductionClass.ITEMS),
          Map.entry("NONZERO", ReductionClass.NONZERO),
          Map.entry("TERM", ReductionClass.TERM),
          Map.entry("BATCH", ReductionClass.BATCH));

  static Stream<LossDescriptor> descriptors() {
    return StandardLosses.all().stream().map(loss -> loss.descriptor());
  }

  private static Map<String, JsonObject> catalogue() throws IOException {
    Map<String, JsonObject> entries = new LinkedHashMap<>();
    for (JsonElement element :
        JsonParser.parseString(StandardLosses.shared("losses/catalogue.json")).getAsJsonArray()) {
      JsonObject entry = element.getAsJsonObject();
      entries.put(entry.get("name").getAsString(), entry);
    }
    return entries;
  }

  @Test
  void everyLossIsThere() throws Exception {
    Set<String> expected = new TreeSet<>(catalogue().keySet());
    Set<String> known = new TreeSet<>();
    descriptors().forEach(about -> known.add(about.name()));
    assertEquals(expected, known);
  }

  @ParameterizedTest
  @MethodSource("descriptors")
  void descriptorSaysWhatTheCatalogueSays(LossDescriptor about) throws Exception {
    JsonObject entry = catalogue().get(about.name());
    assertEquals(strings(entry, "aliases"), about.aliases());
    assertEquals(entry.get("family").getAsString(), about.family().name().toLowerCase(Locale.ROOT));
    assertEquals(entry.get("subfamily").getAsString(), about.subfamily());
    assertEquals(CLASSES.get(entry.get("reduction_class").getAsString()), about.reduction());
    checkParameters(entry, about.parameters());
    entry
        .getAsJsonObject("libraries")
        .asMap()
        .forEach((library, there) -> {
          if (!library.equals("other")) {
            assertEquals(there.getAsString(), about.elsewhere().get(library));
          }
        });
    // The catalogue names who and when; the descriptor may say where, too.
    String firstOfThem = entry.get("reference").getAsString().split(";", -1)[0];
    assertTrue(about.reference().startsWith(firstOfThem), about.reference());
  }

  /** What asks for the size of the head comes after the catalogue's parameters. */
  private static void checkParameters(JsonObject entry, List<ParameterSpec> parameters) {
    List<JsonElement> expected = entry.getAsJsonArray("parameters").asList();
    assertTrue(parameters.size() >= expected.size(), () -> "too few: " + parameters);
    for (int i = 0; i < expected.size(); i++) {
      JsonObject parameter = expected.get(i).getAsJsonObject();
      String name = parameter.get("name").getAsString();
      assertEquals(name, parameters.get(i).name());
      // The catalogue's numbers for what is counted in the training part are test values.
      String fallback = name.equals("class_counts") ? "none" : text(parameter.get("default"));
      assertEquals(
          Optional.of(fallback), parameters.get(i).fallback().map(StandardCatalogueTest::text));
    }
  }

  private static String text(JsonElement value) {
    return switch (value) {
      case JsonPrimitive number when number.isNumber() -> Value.Numeral.text(number.getAsDouble());
      case JsonPrimitive other -> other.getAsString();
      case JsonArray array ->
          array.asList().stream().map(StandardCatalogueTest::text).toList().toString();
      default -> "none";
    };
  }

  private static String text(Value value) {
    return value instanceof Value.Text text ? text.string() : value.text();
  }

  private static List<String> strings(JsonObject entry, String key) {
    return entry.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList();
  }
}
