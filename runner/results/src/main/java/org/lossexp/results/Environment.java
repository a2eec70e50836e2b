package org.lossexp.results;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where and when a run was made: what may differ between equal runs, and is kept apart in {@code
 * environment.json}.
 *
 * @param workers trials that ran side by side
 */
public record Environment(Versions versions, int workers, Instant started, Instant ended) {
  /** Writes it into {@code folder}, with what this Java says of itself and the machine. */
  public void write(Path folder) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("program", versions.program());
    json.addProperty("java", Runtime.version().toString());
    json.addProperty("vm", System.getProperty("java.vm.name"));
    json.addProperty("system", System.getProperty("os.name"));
    json.addProperty("system_version", System.getProperty("os.version"));
    json.addProperty("architecture", System.getProperty("os.arch"));
    json.addProperty("cores", Runtime.getRuntime().availableProcessors());
    json.addProperty("heap_mib", Runtime.getRuntime().maxMemory() >> 20);
    json.addProperty("workers", workers);
    json.addProperty("started", started.toString());
    json.addProperty("ended", ended.toString());
    AtomicFile.write(folder.resolve("environment.json"), Json.pretty(json));
  }
}
