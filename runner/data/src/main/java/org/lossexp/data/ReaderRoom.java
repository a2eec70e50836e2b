package org.lossexp.data;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * Finds the optional room that reads tables: on the class path, or built beside the others as
 * {@code runner/duckdb}. It stays loaded.
 */
final class ReaderRoom {
  private static final String BUILT = "runner/duckdb/target/room";

  private ReaderRoom() {}

  /** Made once, by the first that asks. */
  private static final class Found {
    static final Optional<TableReader> READER = find();
  }

  static Optional<TableReader> reader() {
    return Found.READER;
  }

  private static Optional<TableReader> find() {
    Optional<TableReader> near = ServiceLoader.load(TableReader.class).findFirst();
    return near.isPresent() ? near : jars().flatMap(ReaderRoom::in);
  }

  private static Optional<TableReader> in(List<URL> jars) {
    ClassLoader room =
        new URLClassLoader(jars.toArray(URL[]::new), TableReader.class.getClassLoader());
    return ServiceLoader.load(TableReader.class, room).findFirst();
  }

  /** {@return the jars of the room, if it was built in the checkout that this class is part of} */
  private static Optional<List<URL>> jars() {
    try {
      Path at =
          Path.of(ReaderRoom.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (; at != null; at = at.getParent()) {
        if (Files.isDirectory(at.resolve(BUILT))) {
          return Optional.of(jarsIn(at.resolve(BUILT)));
        }
      }
      return Optional.empty();
    } catch (URISyntaxException | IOException notThere) {
      return Optional.empty();
    }
  }

  private static List<URL> jarsIn(Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException("the path of a file is a URL", impossible);
    }
    return jars;
  }
}
