package org.lossexp.standard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Value;

/** Expected: shared/losses/catalogue.json. */
class CatalogueTest {
  private static final Map<String, ReductionClass> CLASSES =
      Map.of(
          "ELEM", ReductionClass.ELEMENT,
          "SAMPLE", ReductionClass.EXAMPLE,
          "WSAMPLE", ReductionClass.WEIGHTED_EXAMPLE);

  @ParameterizedTest
  @MethodSource("org.lossexp.standard.GoldenTest#names")
  void descriptorSaysWhatTheCatalogueSays(String name) throws Exception {
    LossDescriptor descriptor = GoldenTest.loss(name).descriptor();
    JsonObject entry =
        StreamSupport.stream(
                JsonParser.parseString(Shared.text("losses/catalogue.json"))
                    .getAsJsonArray()
                    .spliterator(),
                false)
            .map(JsonElement::getAsJsonObject)
            .filter(each -> each.get("name").getAsString().equals(name))
            .findFirst()
            .orElseThrow();
    assertEquals(strings(entry, "aliases"), descriptor.aliases());
    assertEquals(
        entry.get("family").getAsString(), descriptor.family().name().toLowerCase(Locale.ROOT));
    assertEquals(entry.get("subfamily").getAsString(), descriptor.subfamily());
    assertEquals(CLASSES.get(entry.get("reduction_class").getAsString()), descriptor.reduction());
    assertEquals(parameters(entry), parameters(descriptor));
    entry
        .getAsJsonObject("libraries")
        .asMap()
        .forEach((library, there) -> {
          if (!library.equals("other")) {
            assertEquals(there.getAsString(), descriptor.elsewhere().get(library));
          }
        });
    // The catalogue names who and when; the descriptor may say where, too.
    String who = entry.get("reference").getAsString();
    String firstOfThem = who.split(";", -1)[0];
    assertTrue(descriptor.reference().startsWith(firstOfThem), descriptor.reference());
  }

  private static List<String> parameters(JsonObject entry) {
    List<String> parameters = new ArrayList<>();
    for (JsonElement element : entry.getAsJsonArray("parameters")) {
      JsonElement fallback = element.getAsJsonObject().get("default");
      parameters.add(
          element.getAsJsonObject().get("name").getAsString()
              + " = "
              + (fallback.isJsonNull() ? "none" : Value.Numeral.text(fallback.getAsDouble())));
    }
    return parameters;
  }

  private static List<String> parameters(LossDescriptor descriptor) {
    return descriptor.parameters().stream()
        .map(p -> p.name() + " = " + p.fallback().map(Value::text).orElse("?"))
        .toList();
  }

  private static List<String> strings(JsonObject entry, String key) {
    return entry.getAsJsonArray(key).asList().stream().map(JsonElement::getAsString).toList();
  }
}
