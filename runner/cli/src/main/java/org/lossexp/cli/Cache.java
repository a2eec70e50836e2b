package org.lossexp.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.lossexp.results.TrialCache;

/**
 * Where results are kept across runs and files, and whether this program may use them.
 *
 * <p>A trial's identity holds one number for all of our own arithmetic, which is raised when a test
 * sees other bits. Sources that are not committed may compute anything under that number, so a
 * program built from such sources leaves the cache alone.
 *
 * @param folder where it lies; empty where there is no place for it
 * @param commit what the program was built from, as the launcher found out; empty: changed since
 *     then, or not known
 */
record Cache(Optional<Path> folder, Optional<String> commit) {
  /** {@return the cache of this process} */
  static Cache ofProcess() {
    return new Cache(
        folder(System.getenv(), System.getProperty("user.home", "")),
        Optional.ofNullable(System.getProperty("lossexp.commit")).filter(it -> !it.isBlank()));
  }

  static Optional<Path> folder(Map<String, String> environment, String home) {
    String own = environment.getOrDefault("LOSSEXP_CACHE", "");
    if (!own.isBlank()) {
      return Optional.of(Path.of(own).toAbsolutePath());
    }
    // What is relative there counts for nothing (XDG Base Directory Specification).
    return Optional.of(environment.getOrDefault("XDG_CACHE_HOME", ""))
        .filter(xdg -> xdg.startsWith("/"))
        .map(Path::of)
        .or(() ->
            Optional.of(home).filter(it -> it.startsWith("/")).map(it -> Path.of(it, ".cache")))
        .map(caches -> caches.resolve("lossexp"));
  }

  /** {@return the cache, where it may be used} */
  Optional<TrialCache> open() {
    return obstacle().isPresent()
        ? Optional.empty()
        : folder.map(path -> new TrialCache(path, InstantSource.system()));
  }

  /** {@return why it is not used, in words} */
  Optional<String> obstacle() {
    if (commit.isEmpty()) {
      return Optional.of(
          "this build is not known to come from committed sources, and leaves the cache alone");
    }
    return folder.isEmpty()
        ? Optional.of("there is no home folder to keep a cache in; `LOSSEXP_CACHE=DIR` names one")
        : Optional.empty();
  }
}
