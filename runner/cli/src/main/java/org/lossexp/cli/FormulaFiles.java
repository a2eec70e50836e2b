package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.lossexp.grammar.Source;

/** The files of formulas in a plugin's jars: {@code META-INF/lossexp/*.lossexp}. */
final class FormulaFiles {
  private static final String FOLDER = "META-INF/lossexp/";
  private static final String SUFFIX = ".lossexp";

  private FormulaFiles() {}

  /** {@return the formulas beside the classes of {@code type}, in a jar or a folder of classes} */
  static List<Source> beside(Class<?> type) throws IOException {
    CodeSource code = type.getProtectionDomain().getCodeSource();
    URL place = code == null ? null : code.getLocation();
    if (place == null || !place.getProtocol().equals("file")) {
      return List.of();
    }
    try {
      return in(Path.of(place.toURI()));
    } catch (URISyntaxException e) {
      throw new IOException("no path: " + place, e);
    }
  }

  /** {@return the formulas in a jar or a folder of classes, by the names of their files} */
  static List<Source> in(Path place) throws IOException {
    return Files.isDirectory(place) ? inFolder(place.resolve(FOLDER)) : inJar(place);
  }

  private static List<Source> inFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Source> sources = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(SUFFIX)) {
          sources.add(new Source(FOLDER + name, Files.readString(file)));
        }
      }
    }
    return sources;
  }

  private static List<Source> inJar(Path jar) throws IOException {
    List<Source> sources = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream()
              .filter(entry -> isFormulas(entry.getName()))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          sources.add(new Source(entry.getName(), text));
        }
      }
    }
    return sources;
  }

  private static boolean isFormulas(String name) {
    return name.startsWith(FOLDER)
        && name.endsWith(SUFFIX)
        && name.indexOf('/', FOLDER.length()) < 0;
  }

  /**
   * What a jar says of itself in its manifest, where it has no class that says it.
   *
   * @param name its title, else the file's name without the version
   * @param version 0 where it is not told
   */
  record About(String name, String version) {
    static About of(Path jar) throws IOException {
      String file = jar.getFileName().toString().replaceFirst("\\.jar$", "");
      try (JarFile opened = new JarFile(jar.toFile())) {
        Optional<Attributes> manifest =
            Optional.ofNullable(opened.getManifest()).map(Manifest::getMainAttributes);
        return new About(
            value(manifest, Attributes.Name.IMPLEMENTATION_TITLE)
                .orElse(file.replaceFirst("-\\d.*$", "")),
            value(manifest, Attributes.Name.IMPLEMENTATION_VERSION).orElse("0"));
      }
    }

    private static Optional<String> value(
        Optional<Attributes> manifest, Attributes.Name attribute) {
      return manifest
          .map(attributes -> attributes.getValue(attribute))
          .filter(text -> !text.isBlank());
    }
  }
}
