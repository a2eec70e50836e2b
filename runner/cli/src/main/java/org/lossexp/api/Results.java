package org.lossexp.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run found out.
 *
 * @param name the file's name without its ending
 * @param title the {@code experiment} line, or the name
 * @param question empty where there is none
 * @param answer the answer in words, as the command line prints it
 * @param complete whether every planned trial ended by itself: if not, another run may change this
 * @param contenders what was compared
 * @param settings in which circumstances, at least one
 * @param trials every final trial, in the order of {@code trials.csv}
 * @param comparisons for each setting, for each metric; the metric that decides first
 * @param overDataSets a panel each; empty with one data set
 * @param notes what the report says about the design, a sentence each
 */
public record Results(
    String name,
    String title,
    String question,
    String answer,
    boolean complete,
    List<Contender> contenders,
    List<Setting> settings,
    List<Trial> trials,
    List<Comparison> comparisons,
    List<OverDataSets> overDataSets,
    List<String> notes) {
  /** Keeps copies of the lists. */
  public Results {
    contenders = List.copyOf(contenders);
    settings = List.copyOf(settings);
    trials = List.copyOf(trials);
    comparisons = List.copyOf(comparisons);
    overDataSets = List.copyOf(overDataSets);
    notes = List.copyOf(notes);
  }

  /**
   * One assignment of the factors that are compared.
   *
   * @param label its name
   * @param loss the loss, as resolved text
   * @param factors factor → value as written
   */
  public record Contender(String label, String loss, Map<String, String> factors) {
    /** Keeps a copy of the map. */
    public Contender {
      factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }
  }

  /**
   * One assignment of all other factors.
   *
   * @param label such as {@code share = 20%}; empty where there is only one setting
   * @param factors factor → value as written
   */
  public record Setting(String label, Map<String, String> factors) {
    /** Keeps a copy of the map. */
    public Setting {
      factors = Collections.unmodifiableMap(new LinkedHashMap<>(factors));
    }
  }

  /**
   * {@return the comparison by the metric that decides, in the only setting}
   *
   * @throws IllegalArgumentException if there are several settings
   */
  public Comparison comparison() {
    if (settings.size() > 1) {
      throw new IllegalArgumentException("there are several settings: " + settingNames());
    }
    return comparison(settings.getFirst().label());
  }

  /**
   * {@return the comparison by the metric that decides}
   *
   * @param setting a label, such as {@code share = 20%}
   * @throws IllegalArgumentException if there is no such setting
   */
  public Comparison comparison(String setting) {
    return find(setting, Optional.empty());
  }

  /**
   * {@return the comparison by {@code metric}}
   *
   * @param setting a label, such as {@code share = 20%}; empty where there is only one setting
   * @param metric with its part, such as {@code test.mae}
   * @throws IllegalArgumentException if there is no such setting, or nothing like it was measured
   */
  public Comparison comparison(String setting, String metric) {
    return find(setting, Optional.of(metric));
  }

  private Comparison find(String setting, Optional<String> metric) {
    List<Comparison> inSetting =
        comparisons.stream().filter(each -> each.setting().equals(setting)).toList();
    if (inSetting.isEmpty()) {
      throw new IllegalArgumentException(
          "no setting `%s`; there are %s".formatted(setting, settingNames()));
    }
    return inSetting.stream()
        .filter(each -> metric.map(each.metric().name()::equals).orElse(each.decides()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "`%s` was not measured; there are %s"
                    .formatted(
                        metric.orElseThrow(),
                        Words.names(inSetting.stream().map(it -> it.metric().name()).toList()))));
  }

  private String settingNames() {
    return Words.names(settings.stream().map(Setting::label).toList());
  }
}
