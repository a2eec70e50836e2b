package org.lossexp.formula;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Loss;
import org.lossexp.standard.StandardPlugin;

/** The standard plugin's losses, in Java and as formulas, and the reference material for them. */
final class StandardLosses {
  private static final String FOLDER = "META-INF/lossexp";

  private StandardLosses() {}

  /** {@return all of them, those in Java first} */
  static List<Loss> all() {
    return Stream.of(new StandardPlugin().losses(), library().losses())
        .flatMap(List::stream)
        .toList();
  }

  /** {@return those that are formulas} */
  static FormulaLibrary library() {
    try {
      URI place = StandardPlugin.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path path = Path.of(place);
      if (Files.isDirectory(path)) {
        return new FormulaLibrary(sources(path.resolve(FOLDER)));
      }
      try (FileSystem jar = FileSystems.newFileSystem(path)) {
        return new FormulaLibrary(sources(jar.getPath(FOLDER)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Source> sources(Path folder) throws IOException {
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".lossexp")) {
          sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
        }
      }
    }
    return sources;
  }

  /** {@return {@code shared/path} beside the checkout; the test is skipped where there is none} */
  static String shared(String path) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("shared").resolve(path))) {
      folder = folder.getParent();
    }
    assumeTrue(folder != null, "no shared/" + path + " beside the checkout: skipped");
    return Files.readString(folder.resolve("shared").resolve(path));
  }
}
