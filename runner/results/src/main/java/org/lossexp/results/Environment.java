package org.lossexp.results;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Where and when a run was made: what may differ between equal runs, and is kept apart in {@code
 * environment.json}.
 *
 * @param workers trials that ran side by side
 * @param project the folder of the experiment file, where paths of data begin
 * @param plugins the folder of third-party plugins
 */
public record Environment(
    Versions versions,
    int workers,
    Instant started,
    Instant ended,
    Path project,
    Optional<Path> plugins) {
  private static final String FILE = "environment.json";
  private static final String PROJECT = "project";
  private static final String PLUGINS = "plugins";

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
    json.addProperty(PROJECT, project.toAbsolutePath().normalize().toString());
    plugins.ifPresent(
        path -> json.addProperty(PLUGINS, path.toAbsolutePath().normalize().toString()));
    json.addProperty("started", started.toString());
    json.addProperty("ended", ended.toString());
    AtomicFile.write(folder.resolve(FILE), Json.pretty(json));
  }

  /** {@return where the experiment file of the run in {@code folder} lay, if that is known} */
  public static Optional<Path> project(Path folder) {
    return place(folder, PROJECT);
  }

  /** {@return where the plugins of the run in {@code folder} lay, if there were any} */
  public static Optional<Path> plugins(Path folder) {
    return place(folder, PLUGINS);
  }

  private static Optional<Path> place(Path folder, String name) {
    try {
      JsonObject json =
          JsonParser.parseString(Files.readString(folder.resolve(FILE))).getAsJsonObject();
      return Optional.ofNullable(json.get(name)).map(it -> Path.of(it.getAsString()));
    } catch (IOException | JsonParseException | IllegalStateException | InvalidPathException e) {
      // Not there, or somebody's: a hint less.
      return Optional.empty();
    }
  }
}
