package org.lossexp.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.lossexp.experiment.Problem;
import org.lossexp.formula.FormulaLibrary;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.DiagnosticText;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;

/**
 * The plugins at hand, and what was wrong with those that could not be taken. A guest that throws
 * is left out with a message; it never ends the program.
 *
 * @param folder where guests were looked for
 */
record Plugins(Optional<Path> folder, List<Found> found, List<Problem> problems) {
  private static final String NO_FOLDER = "LX680";
  private static final String CLASH = "LX706";
  private static final Map<String, ExitCode> OBSTACLES =
      Map.of(NO_FOLDER, ExitCode.INPUT_OUTPUT, CLASH, ExitCode.INVALID);

  Plugins {
    found = List.copyOf(found);
    problems = List.copyOf(problems);
  }

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");

  /**
   * A plugin and what it offers, read once: a guest's lists may not change under us.
   *
   * @param origin the jar or folder; empty for the program's own
   * @param sha256 of its jars' entries; empty for the program's own
   */
  record Found(
      String name,
      String version,
      List<Loss> losses,
      List<Metric> metrics,
      Optional<Path> origin,
      String sha256) {
    Found {
      losses = List.copyOf(losses);
      metrics = List.copyOf(metrics);
    }

    /** {@return this plugin, with more losses} */
    Found with(List<Loss> more) {
      return new Found(
          name,
          version,
          Stream.concat(losses.stream(), more.stream()).toList(),
          metrics,
          origin,
          sha256);
    }

    /** {@return what its losses and metrics are called} */
    private Stream<String> names() {
      return Stream.concat(
          losses.stream().flatMap(loss -> LossCatalogue.names(loss).stream()),
          metrics.stream()
              .map(Metric::descriptor)
              .flatMap(
                  metric -> Stream.concat(Stream.of(metric.name()), metric.aliases().stream())));
    }

    /** {@return where it comes from, for messages} */
    String from() {
      return origin.map(Path::toString).orElse("lossexp itself");
    }
  }

  /**
   * {@return the guests whose losses or metrics {@code text} names: what may hang, exit or eat the
   * memory where it is called}
   */
  Stream<Found> guestsIn(String text) {
    Set<String> named =
        NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    return found.stream()
        .filter(plugin -> plugin.origin().isPresent())
        .filter(plugin -> plugin.names().anyMatch(named::contains));
  }

  /** {@return the program's own plugins and, where {@code folder} is given, the guests in it} */
  static Plugins discover(Optional<Path> folder) {
    List<Found> found = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    load(Plugins.class.getClassLoader(), Optional.empty(), "", found, problems);
    folder.ifPresent(guests -> discoverGuests(guests, found, problems));
    problems.addAll(clashes(found));
    return new Plugins(folder, found, problems);
  }

  /**
   * {@return what keeps a command from going on: two plugins that claim one name, so that none can
   * be said to be meant, or a folder that is not there}
   */
  Optional<ExitCode> obstacle() {
    return problems.stream()
        .map(Problem::code)
        .map(code -> OBSTACLES.get(code))
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** {@return every loss, in the order of the plugins} */
  List<Loss> losses() {
    return found.stream().flatMap(plugin -> plugin.losses().stream()).toList();
  }

  /** {@return every metric, in the order of the plugins} */
  List<Metric> metrics() {
    return found.stream().flatMap(plugin -> plugin.metrics().stream()).toList();
  }

  private static void discoverGuests(Path folder, List<Found> found, List<Problem> problems) {
    List<Path> entries;
    try (Stream<Path> list = Files.list(folder)) {
      entries = list.filter(entry -> Files.isDirectory(entry) || isJar(entry)).sorted().toList();
    } catch (IOException e) {
      problems.add(
          new Problem(
              NO_FOLDER,
              "the plugin folder `" + folder + "` cannot be read",
              Optional.empty(),
              List.of("`--plugins` takes a folder that holds jars, or folders of jars")));
      return;
    }
    if (entries.isEmpty()) {
      problems.add(
          problem(
              "LX701",
              "the plugin folder `" + folder + "` holds no plugin",
              "put a plugin's jar into it, or a folder with a plugin's jar and its libraries"));
    }
    for (Path entry : entries) {
      try {
        List<Path> jars = jarsAt(entry);
        URL[] urls = jars.stream().map(Plugins::url).toArray(URL[]::new);
        // Not closed: the plugin's classes load from it as long as the program runs.
        PluginClassLoader loader = new PluginClassLoader(entry.getFileName().toString(), urls);
        int known = found.size();
        int before = known + problems.size();
        load(loader, Optional.of(entry), sha256(jars), found, problems);
        boolean sound = known + problems.size() == before;
        if (sound || found.size() > known) {
          addFormulas(entry, jars, known, found, problems);
        }
        if (found.size() + problems.size() == before) {
          problems.add(
              problem(
                  "LX702",
                  "`" + entry + "` holds no plugin",
                  "its jar needs a file META-INF/services/org.lossexp.spi.Plugin with the name of"
                      + " its Plugin class"));
        }
      } catch (IOException e) {
        problems.add(
            problem(
                "LX703",
                "`" + entry + "` cannot be read as a jar",
                Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName())));
      }
    }
  }

  /** Adds the formulas of a guest's jars: to its plugin, or where it has no class, as one. */
  private static void addFormulas(
      Path entry, List<Path> jars, int known, List<Found> found, List<Problem> problems)
      throws IOException {
    List<Source> texts = new ArrayList<>();
    Optional<Path> first = Optional.empty();
    for (Path jar : jars) {
      List<Source> inJar = FormulaFiles.in(jar);
      texts.addAll(inJar);
      first = first.isEmpty() && !inJar.isEmpty() ? Optional.of(jar) : first;
    }
    if (texts.isEmpty()) {
      return;
    }
    var library = new FormulaLibrary(texts);
    // A stranger's mistakes are told at once: nobody has tested these formulas for us.
    List<Diagnostic> mistakes = library.checkAll();
    if (!mistakes.isEmpty()) {
      problems.add(
          problem(
              "LX705",
              "the formulas in `" + entry + "` have mistakes, and are left out",
              DiagnosticText.plain(mistakes.getFirst()).strip()));
      return;
    }
    if (found.size() > known) {
      found.set(known, found.get(known).with(library.losses()));
      return;
    }
    FormulaFiles.About about = FormulaFiles.About.of(first.orElseThrow());
    found.add(
        new Found(
            about.name(),
            about.version(),
            library.losses(),
            List.of(),
            Optional.of(entry),
            sha256(jars)));
  }

  private static void load(
      ClassLoader loader,
      Optional<Path> origin,
      String sha256,
      List<Found> found,
      List<Problem> problems) {
    List<ServiceLoader.Provider<Plugin>> providers = new ArrayList<>();
    try {
      ServiceLoader.load(Plugin.class, loader).stream().forEach(providers::add);
    } catch (ServiceConfigurationError | LinkageError e) {
      problems.add(broken(origin, e));
    }
    for (ServiceLoader.Provider<Plugin> provider : providers) {
      try {
        Plugin plugin = provider.get();
        if (plugin.spiVersion() != Spi.VERSION) {
          problems.add(
              problem(
                  "LX704",
                  "plugin `%s` is made for version %d of the contract; this is version %d"
                      .formatted(plugin.name(), plugin.spiVersion(), Spi.VERSION),
                  "build it against lossexp-spi of this version, or ask its author for one"));
          continue;
        }
        Found taken =
            new Found(
                plugin.name(), plugin.version(), plugin.losses(), plugin.metrics(), origin, sha256);
        if (origin.isEmpty()) {
          taken = taken.with(new FormulaLibrary(FormulaFiles.beside(plugin.getClass())).losses());
        }
        taken.losses().forEach(LossCatalogue::names);
        taken.metrics().forEach(metric -> metric.descriptor().name());
        found.add(taken);
      } catch (ServiceConfigurationError | LinkageError | RuntimeException | IOException e) {
        problems.add(broken(origin, e));
      }
    }
  }

  private static Problem broken(Optional<Path> origin, Throwable thrown) {
    Throwable cause =
        thrown instanceof ServiceConfigurationError && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return problem(
        "LX705",
        "the plugin in `%s` cannot be loaded"
            .formatted(origin.map(Path::toString).orElse("lossexp itself")),
        "it threw " + cause.getClass().getName() + ": " + cause.getMessage());
  }

  private static List<Problem> clashes(List<Found> found) {
    List<Problem> problems = new ArrayList<>();
    collectClashes(
        found,
        "loss",
        plugin ->
            plugin.losses().stream().flatMap(loss -> LossCatalogue.names(loss).stream()).toList(),
        problems);
    collectClashes(
        found,
        "metric",
        plugin ->
            plugin.metrics().stream()
                .flatMap(metric ->
                    Stream.concat(
                        Stream.of(metric.descriptor().name()),
                        metric.descriptor().aliases().stream()))
                .distinct() // one plugin's may share a name where their tasks differ
                .toList(),
        problems);
    return problems;
  }

  private static void collectClashes(
      List<Found> found, String what, Function<Found, List<String>> names, List<Problem> problems) {
    Map<String, Found> owners = new LinkedHashMap<>();
    for (Found plugin : found) {
      for (String name : names.apply(plugin)) {
        Found owner = owners.putIfAbsent(name, plugin);
        if (owner != null) {
          problems.add(
              problem(
                  CLASH,
                  "two plugins offer a %s named `%s`: `%s` (%s) and `%s` (%s)"
                      .formatted(
                          what, name, owner.name(), owner.from(), plugin.name(), plugin.from()),
                  "remove one of the two from the plugin folder"));
        }
      }
    }
  }

  /**
   * {@return the sha256 over the sorted names and uncompressed bytes of all entries} The manifest
   * is left out, so that another compiler's zip of equal classes has an equal hash.
   */
  private static String sha256(List<Path> jars) throws IOException {
    MessageDigest digest = newSha256();
    for (Path jar : jars) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        Map<String, ZipEntry> sorted = new TreeMap<>();
        zip.stream()
            .filter(
                entry -> !entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF"))
            .forEach(entry -> sorted.put(entry.getName(), entry));
        for (ZipEntry entry : sorted.values()) {
          byte[] name = entry.getName().getBytes(StandardCharsets.UTF_8);
          byte[] content;
          try (InputStream in = zip.getInputStream(entry)) {
            content = in.readAllBytes();
          }
          // Lengths first: no two lists of entries may give one stream of bytes.
          digest.update(
              "%d %d ".formatted(name.length, content.length).getBytes(StandardCharsets.UTF_8));
          digest.update(name);
          digest.update(content);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** {@return the hash of the plugin at {@code entry}; empty where there is none} */
  static Optional<String> sha256Of(Path entry) {
    try {
      return Files.isDirectory(entry) || isJar(entry)
          ? Optional.of(sha256(jarsAt(entry)))
          : Optional.empty();
    } catch (IOException e) {
      // No plugin that could be loaded.
      return Optional.empty();
    }
  }

  /** {@return the jars of a plugin: one, or all in a folder} */
  static List<Path> jarsAt(Path place) throws IOException {
    return Files.isDirectory(place) ? jarsIn(place) : List.of(place);
  }

  private static List<Path> jarsIn(Path folder) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Plugins::isJar).sorted().toList();
    }
  }

  private static boolean isJar(Path file) {
    return Files.isRegularFile(file) && file.toString().endsWith(".jar");
  }

  static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Problem problem(String code, String message, String note) {
    return new Problem(code, message, Optional.empty(), List.of(note));
  }
}
