package org.lossexp.testkit;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.Metric;
import org.lossexp.spi.MetricDescriptor;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;
import org.lossexp.spi.Task;

/** The contract of a plugin as a whole; its losses and metrics have contracts of their own. */
public final class PluginContract {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*([-+].+)?");

  /** What a plugin must keep to. */
  public enum Rule {
    NAME("has a name of lower-case words with hyphens, and a version that begins with numbers"),
    SPI("was compiled against this version of the contract"),
    OFFER("says without failing what it offers: at least one loss or metric"),
    UNIQUE("gives no name or alias to two losses, or to two metrics of one task"),
    FOUND("is found through META-INF/services/org.lossexp.spi.Plugin"),
    OUTSIDE(
        "its code does no input or output, starts no threads, reads no clock, draws no numbers"),
    STATICS("its code has no static field that can change"),
    MATH("its code calls no `Math` method whose last bit is the machine's");

    private final String sentence;

    Rule(String sentence) {
      this.sentence = sentence;
    }

    /** {@return the rule in a sentence that begins with the plugin} */
    public String sentence() {
      return sentence;
    }

    /** {@return the rule's name in messages} */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private PluginContract() {}

  /** {@return what {@code plugin} breaks, its losses and metrics left aside} */
  public static List<Violation> check(Plugin plugin) {
    List<Violation> violations = new ArrayList<>(checkFound(plugin));
    violations.addAll(found(plugin));
    return List.copyOf(violations);
  }

  /** {@return what a plugin breaks that was found through its service file} */
  static List<Violation> checkFound(Plugin plugin) {
    try {
      return examine(plugin);
    } catch (RuntimeException | LinkageError e) {
      return List.of(broken(Rule.OFFER, "threw " + e));
    }
  }

  private static List<Violation> examine(Plugin plugin) {
    List<Violation> violations = new ArrayList<>();
    if (!NAME.matcher(plugin.name()).matches()) {
      violations.add(broken(Rule.NAME, "the name is `%s`".formatted(plugin.name())));
    }
    if (!VERSION.matcher(plugin.version()).matches()) {
      violations.add(broken(Rule.NAME, "the version is `%s`".formatted(plugin.version())));
    }
    if (plugin.spiVersion() != Spi.VERSION) {
      violations.add(
          broken(
              Rule.SPI,
              "it is for version %d, and this is %d: build it against lossexp-spi of this version"
                  .formatted(plugin.spiVersion(), Spi.VERSION)));
    }
    if (plugin.losses().isEmpty() && plugin.metrics().isEmpty()) {
      violations.add(broken(Rule.OFFER, "it offers nothing"));
    }
    Map<String, Integer> lossNames = new TreeMap<>();
    for (Loss loss : plugin.losses()) {
      LossDescriptor descriptor = loss.descriptor();
      lossNames.merge(quoted(descriptor.name()), 1, Integer::sum);
      descriptor.aliases().forEach(alias -> lossNames.merge(quoted(alias), 1, Integer::sum));
    }
    Map<String, Integer> metricNames = new TreeMap<>();
    for (Metric metric : plugin.metrics()) {
      MetricDescriptor descriptor = metric.descriptor();
      for (Task task : Task.values()) {
        if (descriptor.tasks().contains(task)) {
          String where = " for " + task.words();
          metricNames.merge(quoted(descriptor.name()) + where, 1, Integer::sum);
          descriptor
              .aliases()
              .forEach(alias -> metricNames.merge(quoted(alias) + where, 1, Integer::sum));
        }
      }
    }
    for (Map<String, Integer> names : List.of(lossNames, metricNames)) {
      names.forEach((name, times) -> {
        if (times > 1) {
          violations.add(broken(Rule.UNIQUE, "%s is there %d times".formatted(name, times)));
        }
      });
    }
    violations.addAll(code(plugin));
    return List.copyOf(violations);
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }

  private static List<Violation> found(Plugin plugin) {
    boolean found =
        ServiceLoader.load(Plugin.class, plugin.getClass().getClassLoader()).stream()
            .anyMatch(provider -> provider.type() == plugin.getClass());
    return found
        ? List.of()
        : List.of(
            broken(
                Rule.FOUND,
                "no META-INF/services/org.lossexp.spi.Plugin holds the line "
                    + plugin.getClass().getName()));
  }

  /** What the plugin's class files show: one violation a rule, with every place. */
  private static List<Violation> code(Plugin plugin) {
    List<Class<?>> roots = new ArrayList<>();
    plugin.losses().forEach(loss -> roots.add(loss.getClass()));
    plugin.metrics().forEach(metric -> roots.add(metric.getClass()));
    Map<Rule, List<String>> places = new EnumMap<>(Rule.class);
    for (ClassFiles.Finding finding : ClassFiles.inspect(plugin.getClass(), roots)) {
      Rule rule =
          switch (finding.kind()) {
            case OUTSIDE -> Rule.OUTSIDE;
            case STATIC -> Rule.STATICS;
            case MATH -> Rule.MATH;
          };
      places
          .computeIfAbsent(rule, _ -> new ArrayList<>())
          .add(finding.where() + " " + finding.what());
    }
    return places.entrySet().stream()
        .map(each ->
            broken(each.getKey(), each.getValue().stream().distinct().collect(joining("\n"))))
        .toList();
  }

  private static Violation broken(Rule rule, String message) {
    return new Violation(rule.word(), rule.sentence(), message);
  }
}
