package org.lossexp.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Evidence;
import org.lossexp.experiment.TrialResult;

/** The small tables that finished trials left, by who left them. */
final class Left {
  private final Map<Place, List<Evidence>> tables = new LinkedHashMap<>();

  private record Place(String name, int setting, int contender) {}

  Left(Design design, Map<String, TrialResult> results) {
    for (Design.Row row : design.trials()) {
      TrialResult result = results.get(row.trial());
      if (result != null && result.status() == TrialResult.Status.DONE) {
        for (Evidence table : result.evidence()) {
          tables
              .computeIfAbsent(
                  new Place(table.name(), row.setting(), row.contender()), _ -> new ArrayList<>())
              .add(table);
        }
      }
    }
  }

  /** {@return contender → its tables of a name, one a trial; without those that have none} */
  Map<Integer, List<Evidence>> tables(String name, int setting) {
    Map<Integer, List<Evidence>> found = new LinkedHashMap<>();
    tables.forEach((place, each) -> {
      if (place.name().equals(name) && place.setting() == setting) {
        found.put(place.contender(), each);
      }
    });
    Map<Integer, List<Evidence>> sorted = new LinkedHashMap<>();
    found.keySet().stream().sorted().forEach(each -> sorted.put(each, found.get(each)));
    return Collections.unmodifiableMap(sorted);
  }

  /** {@return whether anything was left in a setting} */
  boolean any(int setting) {
    return tables.keySet().stream().anyMatch(place -> place.setting() == setting);
  }

  /** {@return the different texts of one key, in the order in which they first occur} */
  static Set<String> keys(Map<Integer, List<Evidence>> tables, int key) {
    Set<String> keys = new LinkedHashSet<>();
    tables.values().stream()
        .flatMap(List::stream)
        .flatMap(table -> table.rows().stream())
        .forEach(row -> keys.add(row.keys().get(key)));
    return keys;
  }
}
