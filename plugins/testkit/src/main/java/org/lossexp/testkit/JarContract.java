package org.lossexp.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.lossexp.spi.FormulaCompiler;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;

/**
 * All contracts on a packaged plugin: what its jar holds, its plugin classes, and every loss and
 * metric of them and of its formulas.
 */
public final class JarContract {
  private static final String SERVICE = "META-INF/services/" + Plugin.class.getName();
  private static final String FORMULAS = "META-INF/lossexp/";
  private static final String FORMULA_FILE = ".lossexp";

  /** What a plugin's jar must keep to. */
  public enum Rule {
    READABLE("is a jar that can be read"),
    SERVICE("names its Plugin class in META-INF/services/org.lossexp.spi.Plugin, or has formulas"),
    LOADS("its Plugin class is public and has a public constructor without parameters"),
    FORMULAS("the formulas in META-INF/lossexp have no mistakes"),
    ENDS("comes to an end, each loss and metric within minutes");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    /** {@return the rule in a sentence that begins with the jar} */
    public String sentence() {
      return sentence;
    }

    /** {@return the rule's name in messages} */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was tested.
   *
   * @param kind {@code jar}, {@code plugin}, {@code loss} or {@code metric}
   * @param name of the plugin, loss or metric
   * @param violations what it breaks; empty where it keeps to its contract
   */
  public record Tested(String kind, String name, List<Violation> violations) {
    public Tested {
      violations = List.copyOf(violations);
    }

    /** {@return whether it is a jar in which there is no plugin: beside one that is, a library} */
    public boolean isNoPlugin() {
      return violations.stream().anyMatch(each -> each.rule().equals(Rule.SERVICE.word()));
    }
  }

  /** How long a loss or a metric may take; those of the catalogue take less than a second. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path jar;
  private final Duration limit;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Tested> tested = new ArrayList<>();

  private JarContract(Path jar, Duration limit) {
    this.jar = jar;
    this.limit = limit;
  }

  /**
   * {@return what was tested in {@code jar}, the jar itself first}
   *
   * @param loader sees the jar's classes
   * @param compiler for the formulas in it
   */
  public static List<Tested> check(Path jar, ClassLoader loader, FormulaCompiler compiler) {
    return check(jar, loader, compiler, LIMIT);
  }

  static List<Tested> check(
      Path jar, ClassLoader loader, FormulaCompiler compiler, Duration limit) {
    JarContract contract = new JarContract(jar, limit);
    Map<String, String> formulas = new LinkedHashMap<>();
    List<String> plugins = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      plugins.addAll(contract.pluginNames(zip));
      formulas.putAll(contract.formulas(zip));
      if (plugins.isEmpty() && formulas.isEmpty() && contract.violations.isEmpty()) {
        contract.broken(Rule.SERVICE, missing(zip));
      }
    } catch (IOException e) {
      contract.broken(Rule.READABLE, "`%s` cannot be read: %s".formatted(jar, e.getMessage()));
    }
    plugins.forEach(name -> contract.plugin(name, loader));
    contract.formulas(formulas, compiler);
    contract.tested.addFirst(new Tested("jar", jar.getFileName().toString(), contract.violations));
    return List.copyOf(contract.tested);
  }

  private void broken(Rule rule, String message) {
    violations.add(new Violation(rule.word(), rule.sentence(), message));
  }

  /** {@return the names in the service file, comments left out} */
  private List<String> pluginNames(ZipFile zip) throws IOException {
    ZipEntry service = zip.getEntry(SERVICE);
    if (service == null) {
      return List.of();
    }
    List<String> names =
        text(zip, service)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.isEmpty()) {
      broken(Rule.SERVICE, SERVICE + " is empty: write the name of your Plugin class into it");
    }
    return names;
  }

  private Map<String, String> formulas(ZipFile zip) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ZipEntry entry : entries(zip, FORMULAS, FORMULA_FILE)) {
      if (entry.getName().indexOf('/', FORMULAS.length()) < 0) {
        texts.put(jar.getFileName() + "!" + entry.getName(), text(zip, entry));
      }
    }
    return texts;
  }

  private static List<ZipEntry> entries(ZipFile zip, String prefix, String suffix) {
    return zip.stream()
        .<ZipEntry>map(Function.identity())
        .filter(entry -> entry.getName().startsWith(prefix) && entry.getName().endsWith(suffix))
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .toList();
  }

  private static String text(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What to do about a jar in which Java finds nothing; it names the class, if there is one. */
  private static String missing(ZipFile zip) throws IOException {
    List<String> candidates = new ArrayList<>();
    for (ZipEntry entry : entries(zip, "", ".class")) {
      try (InputStream in = zip.getInputStream(entry)) {
        ClassModel model = ClassFile.of().parse(in.readAllBytes());
        if (model.interfaces().stream()
            .anyMatch(
                type -> type.asInternalName().equals(Plugin.class.getName().replace('.', '/')))) {
          candidates.add(model.thisClass().asInternalName().replace('/', '.'));
        }
      } catch (IllegalArgumentException notAClass) {
        // What only ends like a class file is no candidate.
      }
    }
    String line =
        switch (candidates.size()) {
          case 0 -> "the name of your Plugin class; no class of this jar is one yet";
          case 1 -> "the line\n  " + candidates.getFirst();
          default -> "a line for each of " + String.join(", ", candidates);
        };
    return "there is no %s in it, so Java finds nothing and says nothing; add src/main/resources/%s with %s"
        .formatted(SERVICE, SERVICE, line);
  }

  private void plugin(String name, ClassLoader loader) {
    Optional<Plugin> made = made(name, loader);
    if (made.isEmpty()) {
      return;
    }
    Plugin plugin = made.get();
    tested.add(new Tested("plugin", title(plugin), PluginContract.checkFound(plugin)));
    List<Loss> losses = List.of();
    List<Metric> metrics = List.of();
    try {
      losses = List.copyOf(plugin.losses());
      metrics = List.copyOf(plugin.metrics());
    } catch (RuntimeException | LinkageError e) {
      return; // the plugin's contract says so
    }
    losses.forEach(this::loss);
    for (Metric metric : metrics) {
      String title = nameOf(() -> metric.descriptor().name(), metric);
      tested.add(new Tested("metric", title, inTime(() -> MetricContract.check(metric))));
    }
  }

  private void loss(Loss loss) {
    String name = nameOf(() -> loss.descriptor().name(), loss);
    tested.add(new Tested("loss", name, inTime(() -> LossContract.check(loss))));
  }

  /** Asks on a thread of its own, which is left behind where it does not come back. */
  private List<Violation> inTime(Callable<List<Violation>> check) {
    FutureTask<List<Violation>> task = new FutureTask<>(check);
    Thread.ofPlatform().daemon().start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String message = "did not come to an end within %d s".formatted(limit.toSeconds());
      return List.of(new Violation(Rule.ENDS.word(), Rule.ENDS.sentence(), message));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String title(Plugin plugin) {
    return nameOf(() -> plugin.name() + " " + plugin.version(), plugin);
  }

  /** {@return a name; the class's where asking for it fails, which a contract then tells} */
  private static String nameOf(Supplier<String> name, Object whose) {
    try {
      return name.get();
    } catch (RuntimeException | LinkageError e) {
      return whose.getClass().getName();
    }
  }

  private Optional<Plugin> made(String name, ClassLoader loader) {
    String problem;
    try {
      Object made = loader.loadClass(name).getConstructor().newInstance();
      if (made instanceof Plugin plugin) {
        return Optional.of(plugin);
      }
      problem = "does not implement " + Plugin.class.getName();
    } catch (ClassNotFoundException e) {
      problem = "is not in the jar; the service file names it";
    } catch (NoSuchMethodException | IllegalAccessException | InstantiationException e) {
      problem = "is not a public class with a public constructor without parameters";
    } catch (InvocationTargetException e) {
      problem = "threw %s in its constructor".formatted(e.getCause());
    } catch (LinkageError | RuntimeException e) {
      problem = "cannot be loaded: " + e;
    }
    broken(Rule.LOADS, "`%s` %s".formatted(name, problem));
    return Optional.empty();
  }

  private void formulas(Map<String, String> texts, FormulaCompiler compiler) {
    List<Loss> losses;
    try {
      losses = compiler.compile(texts);
    } catch (IllegalArgumentException e) {
      broken(Rule.FORMULAS, String.valueOf(e.getMessage()).stripTrailing());
      return;
    }
    losses.forEach(this::loss);
  }
}
