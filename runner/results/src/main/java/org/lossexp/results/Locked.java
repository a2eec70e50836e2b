package org.lossexp.results;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;

/**
 * What a folder's {@code lossexp.lock} says that its results depend on.
 *
 * @param name of the experiment: its file's name without the ending
 * @param experiment the sha256 of the resolved file
 */
public record Locked(
    String name,
    Versions versions,
    String experiment,
    List<Design.PluginSource> plugins,
    List<Design.DataSource> data) {
  public Locked {
    plugins = List.copyOf(plugins);
    data = List.copyOf(data);
  }

  /** {@return the lock in {@code folder}} */
  public static Attempt<Locked> read(Path folder) {
    try {
      JsonObject json =
          JsonParser.parseString(Files.readString(folder.resolve(Tables.LOCK))).getAsJsonObject();
      return new Attempt.Success<>(
          new Locked(
              Encoding.text(json, "name"),
              new Versions(
                  Encoding.text(json, "program"),
                  json.get("language").getAsInt(),
                  json.get("engine").getAsInt()),
              Encoding.text(json, "experiment"),
              Encoding.list(json, "plugins", Encoding::plugin),
              Encoding.list(json, "data", Encoding::data)));
    } catch (IOException e) {
      return new Attempt.Failure<>(IoProblems.noLock(folder, "it cannot be read"));
    } catch (JsonParseException
        | IllegalStateException
        | NullPointerException
        | ClassCastException
        | NumberFormatException e) {
      return new Attempt.Failure<>(
          IoProblems.noLock(folder, "it was changed, or another version wrote it"));
    }
  }

  /** {@return whether {@code resolved} is the file that the lock was written for} */
  public boolean isOf(String resolved) {
    return Lock.sha256(resolved).equals(experiment);
  }
}
