package org.lossexp.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an experiment is run: {@code RunOptions.into(folder).workers(2).let("share", "20%")}.
 *
 * @param folder where the results go; empty: {@code results/NAME}
 * @param workers trials side by side, from 1; empty: the cores. No result depends on it
 * @param lets values for {@code let}s of the file, as text: name → value
 * @param beginning what a folder that holds results is to mean
 * @param cache whether results of other runs are taken from the cache, and kept there. Only a
 *     program that knows the commit it was built from does so, see README
 * @param plugins a folder of third-party plugins; each jar, or each folder of jars, is one
 */
public record RunOptions(
    Optional<Path> folder,
    OptionalInt workers,
    Map<String, String> lets,
    Beginning beginning,
    boolean cache,
    Optional<Path> plugins) {
  /** What {@code lossexp run FILE} does. */
  public static final RunOptions DEFAULT =
      new RunOptions(
          Optional.empty(),
          OptionalInt.empty(),
          Map.of(),
          Beginning.CONTINUE,
          true,
          Optional.empty());

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException with fewer than one worker, or a value without a name
   */
  public RunOptions {
    lets = Collections.unmodifiableMap(new LinkedHashMap<>(lets));
    if (workers.isPresent() && workers.getAsInt() < 1) {
      throw new IllegalArgumentException("a run has at least one worker: " + workers.getAsInt());
    }
    for (String name : lets.keySet()) {
      if (name.isBlank() || name.contains("=")) {
        throw new IllegalArgumentException("not the name of a `let`: `" + name + "`");
      }
    }
  }

  /** What a folder that holds results is to mean. */
  public enum Beginning {
    /** What is there is used, and the rest is run. */
    CONTINUE,
    /** The same; another plan than the one that is there is refused. */
    RESUME,
    /** What is there is kept apart, as {@code FOLDER.1}, and all is run anew. */
    FRESH
  }

  /** {@return the default, with the results in {@code folder}} */
  public static RunOptions into(Path folder) {
    return new RunOptions(
        Optional.of(folder),
        DEFAULT.workers,
        DEFAULT.lets,
        DEFAULT.beginning,
        DEFAULT.cache,
        DEFAULT.plugins);
  }

  /** {@return the same with {@code count} trials side by side} */
  public RunOptions workers(int count) {
    return new RunOptions(folder, OptionalInt.of(count), lets, beginning, cache, plugins);
  }

  /** {@return the same with {@code value} for the {@code let} called {@code name}} */
  public RunOptions let(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(lets);
    more.put(name, value);
    return new RunOptions(folder, workers, more, beginning, cache, plugins);
  }

  /** {@return the same, refusing another plan than the one that the folder holds} */
  public RunOptions resume() {
    return new RunOptions(folder, workers, lets, Beginning.RESUME, cache, plugins);
  }

  /** {@return the same, beginning anew} */
  public RunOptions fresh() {
    return new RunOptions(folder, workers, lets, Beginning.FRESH, cache, plugins);
  }

  /** {@return the same, leaving the cache alone} */
  public RunOptions withoutCache() {
    return new RunOptions(folder, workers, lets, beginning, false, plugins);
  }

  /** {@return the same with the plugins in {@code folderOfJars}} */
  public RunOptions plugins(Path folderOfJars) {
    return new RunOptions(folder, workers, lets, beginning, cache, Optional.of(folderOfJars));
  }

  /** {@return all but the folder, as the command line writes it} */
  List<String> words() {
    List<String> words = new ArrayList<>();
    workers.ifPresent(count -> words.add("-j=" + count));
    lets.forEach((name, value) -> words.addAll(List.of("-D", name + "=" + value)));
    switch (beginning) {
      case CONTINUE -> {}
      case RESUME -> words.add("--resume");
      case FRESH -> words.add("--fresh");
    }
    if (!cache) {
      words.add("--no-cache");
    }
    plugins.ifPresent(jars -> words.add("--plugins=" + jars));
    return words;
  }
}
