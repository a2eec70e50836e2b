package org.lossexp.results;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design;

/** The text of {@code lossexp.lock}: everything that the results of a run depend on. */
final class Lock {
  private static final int FORMAT = 2;

  private Lock() {}

  /** {@return the lock of {@code run}; nothing of it is a clock's reading} */
  static String text(Run run) {
    Design design = run.design();
    JsonObject json = new JsonObject();
    json.addProperty("lock", FORMAT);
    json.addProperty("name", design.name());
    json.addProperty("language", run.versions().language());
    json.addProperty("program", run.versions().program());
    json.addProperty("engine", run.versions().engine());
    json.addProperty("experiment", sha256(design.resolved()));
    json.addProperty("trials", sha256(String.join("\n", trials(design))));
    json.add("plugins", Encoding.array(design.plugins(), Encoding::plugin));
    json.add("data", Encoding.array(design.data(), Encoding::data));
    json.add("seeds", seeds(design));
    return Json.pretty(json);
  }

  static String id(Run run) {
    return sha256(text(run)).substring(0, 16);
  }

  private static Set<String> trials(Design design) {
    return design.trials().stream()
        .map(Design.Row::trial)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static JsonArray seeds(Design design) {
    JsonArray seeds = new JsonArray();
    design.trials().stream().mapToLong(Design.Row::seed).distinct().forEach(seeds::add);
    return seeds;
  }

  /** {@return the sha256 of {@code text} in UTF-8, hexadecimal} */
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
