package org.lossexp.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lossexp.spi.MetricDescriptor;

/**
 * The experiment as the report sees it: what is compared, in which settings, over which units; text
 * and numbers only, so that it is stored beside the results.
 *
 * @param name the file's name without its ending
 * @param title the {@code experiment} line, or the name
 * @param question the {@code question} line; empty where there is none
 * @param settings at least one
 * @param contenders at least one
 * @param baseline index of the contender that the others are compared to; empty: all pairs
 * @param by the metric that decides, with its part, such as {@code test.accuracy}
 * @param rope half the width of the region of practical equivalence: absolute where {@code
 *     ropeRelative} is false, else relative to the baseline's mean
 * @param alpha the error rate of the tests
 * @param metrics what is measured, by name
 * @param units how test parts come about
 * @param seeds number of repetitions
 * @param trials every final trial, in the order of tables
 * @param tuning what is searched for before them; empty where nothing is tuned
 * @param data where each data set came from
 * @param plugins the plugins that took part
 * @param formats which reports are written: {@code html markdown csv json latex}
 * @param notes what the report says about the design, a sentence each
 * @param resolved the experiment file as resolved
 */
public record Design(
    String name,
    String title,
    String question,
    List<Setting> settings,
    List<Contender> contenders,
    OptionalInt baseline,
    String by,
    double rope,
    boolean ropeRelative,
    double alpha,
    List<Measure> metrics,
    Units units,
    int seeds,
    List<Row> trials,
    Optional<Tuning> tuning,
    List<DataSource> data,
    List<PluginSource> plugins,
    List<String> formats,
    List<String> notes,
    String resolved) {
  public Design {
    settings = List.copyOf(settings);
    contenders = List.copyOf(contenders);
    metrics = List.copyOf(metrics);
    trials = List.copyOf(trials);
    data = List.copyOf(data);
    plugins = List.copyOf(plugins);
    formats = List.copyOf(formats);
    notes = List.copyOf(notes);
  }

  /** A design in which nothing is tuned. */
  public Design(
      String name,
      String title,
      String question,
      List<Setting> settings,
      List<Contender> contenders,
      OptionalInt baseline,
      String by,
      double rope,
      boolean ropeRelative,
      double alpha,
      List<Measure> metrics,
      Units units,
      int seeds,
      List<Row> trials,
      List<DataSource> data,
      List<PluginSource> plugins,
      List<String> formats,
      List<String> notes,
      String resolved) {
    this(
        name,
        title,
        question,
        settings,
        contenders,
        baseline,
        by,
        rope,
        ropeRelative,
        alpha,
        metrics,
        units,
        seeds,
        trials,
        Optional.empty(),
        data,
        plugins,
        formats,
        notes,
        resolved);
  }

  /** {@return the same with one more note} */
  public Design withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return with(trials, more);
  }

  /** {@return the same with other {@code rows}} */
  public Design withTrials(List<Row> rows) {
    return with(rows, notes);
  }

  private Design with(List<Row> rows, List<String> said) {
    return new Design(
        name,
        title,
        question,
        settings,
        contenders,
        baseline,
        by,
        rope,
        ropeRelative,
        alpha,
        metrics,
        units,
        seeds,
        rows,
        tuning,
        data,
        plugins,
        formats,
        said,
        resolved);
  }

  /**
   * One assignment of the factors that are not compared.
   *
   * @param label such as {@code noise = 0.2}; empty where there is only one setting
   * @param factors factor → value as written
   */
  public record Setting(String label, Map<String, String> factors) {
    public Setting {
      factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }
  }

  /**
   * One assignment of the factors that are compared.
   *
   * @param label its name in the report
   * @param loss the loss as resolved text
   * @param factors factor → value as written
   */
  public record Contender(String label, String loss, Map<String, String> factors) {
    public Contender {
      factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }
  }

  /**
   * A metric that is measured.
   *
   * @param name as written, such as {@code accuracy} or {@code ndcg(k = 10)}
   * @param low least possible value, −∞ where there is none
   * @param high greatest possible value, +∞ where there is none
   */
  public record Measure(
      String name, MetricDescriptor.Direction direction, double low, double high) {}

  /** How the units of replication, the distinct test parts, come about. */
  public enum Units {
    /** Every seed draws its own test part or parts. */
    RESAMPLED,
    /** The folds are fixed; seeds vary the training alone and are averaged within a fold. */
    FIXED_FOLDS,
    /** One fixed test part: seeds vary the training alone. */
    SEEDS_ONLY
  }

  /**
   * One final trial.
   *
   * @param trial its identity
   * @param setting index into {@link Design#settings}
   * @param contender index into {@link Design#contenders}
   * @param unit the test part, such as {@code seed 3} or {@code seed 3 · fold 2}; equal units of
   *     two contenders are paired
   * @param seed the root seed of the repetition
   */
  public record Row(String trial, int setting, int contender, String unit, long seed) {}

  /**
   * A data set that took part.
   *
   * @param name its name in the file
   * @param path as written; empty for a generator
   * @param rows number of examples
   * @param task what it asks for, in words
   */
  public record DataSource(String name, String path, String sha256, int rows, String task) {}

  /** A plugin that took part; {@code sha256} is empty for the program's own. */
  public record PluginSource(String name, String version, String sha256) {}
}
