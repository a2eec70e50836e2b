package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Problem;

/** Finds the data of a run again: by path, then by sha256, wherever it lies now. */
final class DataFinder {
  private static final String NOT_FOUND = "LX668";

  private final List<Path> projects;
  private final List<Path> roots;
  private final Map<Path, String> hashes = new HashMap<>();

  /**
   * @param projects where relative paths may begin, the likeliest first
   * @param roots below which a file of the same sha256 is looked for
   */
  DataFinder(List<Path> projects, List<Path> roots) {
    this.projects = projects;
    this.roots = roots;
  }

  /**
   * {@return a folder in which the paths of {@code data} lead to the data: a project as it is, or a
   * folder of links made in {@code scratch}}
   */
  Attempt<Path> project(List<Design.DataSource> data, Path scratch) throws IOException {
    List<Design.DataSource> files =
        data.stream().filter(source -> isRelativeFile(source.path())).toList();
    for (Path project : projects) {
      if (files.stream().allMatch(source -> isIt(project.resolve(source.path()), source))) {
        return new Attempt.Success<>(project);
      }
    }
    Map<Design.DataSource, Path> found = new LinkedHashMap<>();
    files.forEach(source -> find(source).ifPresent(path -> found.put(source, path)));
    if (found.size() == files.size()) {
      return new Attempt.Success<>(linked(found, scratch));
    }
    // What was changed, or was read from several files, is at least at its path.
    for (Path project : projects) {
      if (files.stream().allMatch(source -> Files.exists(project.resolve(source.path())))) {
        return new Attempt.Success<>(project);
      }
    }
    return new Attempt.Failure<>(
        files.stream()
            .filter(source -> !found.containsKey(source))
            .map(DataFinder::notFound)
            .toList());
  }

  /** Deep enough for paths that climb out of the project. */
  private static Path linked(Map<Design.DataSource, Path> found, Path scratch) throws IOException {
    Path project = scratch.resolve("a/a/a/a/a/a/a/a");
    Files.createDirectories(project);
    for (Map.Entry<Design.DataSource, Path> file : found.entrySet()) {
      Path link = project.resolve(file.getKey().path()).normalize();
      if (!Files.exists(link) && link.startsWith(scratch)) {
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, file.getValue().toAbsolutePath());
      }
    }
    return project;
  }

  private static boolean isRelativeFile(String path) {
    return !path.isEmpty() && !path.contains("://") && !Path.of(path).isAbsolute();
  }

  /** {@return the file with the bytes of {@code source}, wherever it is} */
  private Optional<Path> find(Design.DataSource source) {
    String name = Path.of(source.path()).getFileName().toString();
    return places(source)
        .filter(path -> isIt(path, source))
        .findFirst()
        .or(() -> below(path -> path.getFileName().toString().equals(name), source))
        .or(() -> below(_ -> true, source));
  }

  private Stream<Path> places(Design.DataSource source) {
    return Stream.concat(projects.stream(), roots.stream())
        .map(folder -> folder.resolve(source.path()));
  }

  private Optional<Path> below(Predicate<Path> worthALook, Design.DataSource source) {
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        Optional<Path> found =
            files
                .filter(Files::isRegularFile)
                .filter(worthALook)
                .filter(path -> isIt(path, source))
                .findFirst();
        if (found.isPresent()) {
          return found;
        }
      } catch (IOException | UncheckedIOException e) {
        // A root that is not there, or a folder in it that may not be read: not found there.
      }
    }
    return Optional.empty();
  }

  private boolean isIt(Path path, Design.DataSource source) {
    return hash(path).filter(source.sha256()::equals).isPresent();
  }

  /** {@return the sha256 of a file's bytes; empty where it cannot be read} */
  private Optional<String> hash(Path path) {
    if (!Files.isRegularFile(path)) {
      return Optional.empty();
    }
    try {
      Path real = path.toRealPath();
      if (!hashes.containsKey(real)) {
        hashes.put(real, sha256(real));
      }
      return Optional.of(hashes.get(real));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[1 << 16];
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        digest.update(bytes, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static Problem notFound(Design.DataSource source) {
    return new Problem(
        NOT_FOUND,
        "`%s` is neither at its path nor known by its sha256".formatted(source.path()),
        Optional.empty(),
        List.of(
            "sha256 " + source.sha256(),
            "`--data ROOT` names a folder below which it lies, under whatever name"));
  }
}
