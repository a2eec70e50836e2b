package org.lossexp.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Trial;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Stored;
import org.lossexp.results.TrialCache;
import org.lossexp.results.TrialRecord;

/**
 * Which trials need not run, since a folder or the cache knows their results; and why others do.
 */
final class Known {
  /** Where a result is. */
  enum Place {
    FOLDER,
    CACHE;

    /** {@return the place as lists write it} */
    String words() {
      return switch (this) {
        case FOLDER -> "in the folder";
        case CACHE -> "in the cache";
      };
    }
  }

  /** Words for the inputs whose own do not say enough. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("lossexp", "the format of identities"),
          Map.entry("bits", "the engine"),
          Map.entry("source", "the data's sha256"),
          Map.entry("data", "the data's steps"),
          Map.entry("fold", "the test part"),
          Map.entry("train", "the training"),
          Map.entry("monitor", "the metric that chooses the epoch"),
          Map.entry("split", "the seed of the split"),
          Map.entry("corruption", "the seed of the corruption"),
          Map.entry("init", "the seed of the weights"),
          Map.entry("order", "the seed of the order"),
          Map.entry("dropout", "the seed of dropout"),
          Map.entry("plugin", "a plugin's sha256"),
          Map.entry("tuned", "a tuned value"),
          Map.entry("tune", "the search"));

  /** Where a long text may be cut: between steps and arguments. */
  private static final Pattern PIECES = Pattern.compile("(?<=, )|(?= -> )|(?<=\\()|(?=\\)$)");

  private final Path folder;
  private final Map<String, TrialRecord> stored;
  private final Optional<TrialCache> cache;

  /**
   * An input in which two trials differ.
   *
   * @param there what the other trial has; empty: nothing
   * @param here what this one has
   */
  record Difference(String input, String there, String here) {}

  /**
   * A trial that is known, and what another has that it has not.
   *
   * @param differences at least one
   */
  record Neighbour(String trial, Place place, List<Difference> differences) {}

  /** What {@code folder}, which need not be there, and {@code cache} know. */
  Known(Path folder, Optional<TrialCache> cache) {
    this.folder = folder;
    this.stored =
        switch (RunFolder.read(folder)) {
          case Attempt.Success<Stored>(Stored found) -> results(found);
          case Attempt.Failure<Stored> _ -> Map.of();
        };
    this.cache = cache;
  }

  /** {@return results by identity; also by that of a final trial before its values were found} */
  private static Map<String, TrialRecord> results(Stored stored) {
    Map<String, TrialRecord> results = new LinkedHashMap<>(stored.finished());
    stored
        .results()
        .ifPresent(latest -> {
          List<Design.Row> planned = latest.run().design().trials();
          for (int i = 0; i < planned.size(); i++) {
            TrialRecord found = latest.finished().get(latest.design().trials().get(i).trial());
            if (found != null) {
              results.putIfAbsent(planned.get(i).trial(), found);
            }
          }
        });
    return results;
  }

  /** {@return where the result of {@code trial} is; empty: it would run} */
  Optional<Place> place(Trial trial) {
    if (stored.containsKey(trial.id())) {
      return Optional.of(Place.FOLDER);
    }
    return cache.flatMap(it -> it.find(trial)).map(_ -> Place.CACHE);
  }

  /** {@return where the result of each of {@code trials} is, by identity} */
  Map<String, Place> places(Collection<Trial> trials) {
    Map<String, Place> places = new LinkedHashMap<>();
    trials.forEach(trial -> place(trial).ifPresent(place -> places.put(trial.id(), place)));
    return places;
  }

  /** {@return the known trial with the fewest inputs that differ from those of {@code trial}} */
  Optional<Neighbour> nearest(Trial trial) {
    Search search = new Search(trial);
    stored.forEach((id, record) -> search.look(id, record.inputs(), Place.FOLDER));
    cache.ifPresent(it -> it.forEach((id, inputs) -> search.look(id, inputs, Place.CACHE)));
    return search.best;
  }

  /** Finds the nearest; among equals the first that was looked at, the folder's before others. */
  private static final class Search {
    private final String id;
    private final Map<String, List<String>> wanted;
    private Optional<Neighbour> best = Optional.empty();

    Search(Trial trial) {
      id = trial.id();
      wanted = byInput(trial.inputs());
    }

    void look(String other, List<String> inputs, Place place) {
      if (inputs.isEmpty() || other.equals(id)) {
        return;
      }
      List<Difference> differences = differences(byInput(inputs), wanted);
      if (best.isEmpty() || differences.size() < best.get().differences().size()) {
        best = Optional.of(new Neighbour(other, place, differences));
      }
    }
  }

  /** The first word of a line names the input; there may be several plugins and tuned values. */
  private static Map<String, List<String>> byInput(List<String> lines) {
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" ", 2);
      inputs
          .computeIfAbsent(parts[0], _ -> new ArrayList<>())
          .add(parts.length == 2 ? parts[1] : "");
    }
    return inputs;
  }

  private static List<Difference> differences(
      Map<String, List<String>> there, Map<String, List<String>> here) {
    Set<String> inputs = new LinkedHashSet<>(here.keySet());
    inputs.addAll(there.keySet());
    return inputs.stream()
        .filter(input -> !there.getOrDefault(input, List.of()).equals(here.get(input)))
        .map(input -> {
          String before = String.join(", ", there.getOrDefault(input, List.of()));
          String now = String.join(", ", here.getOrDefault(input, List.of()));
          return new Difference(
              NAMES.getOrDefault(input, "the " + input), cut(before, now), cut(now, before));
        })
        .toList();
  }

  /** {@return {@code text} without what it begins and ends with as {@code other} does} */
  static String cut(String text, String other) {
    List<String> pieces = Arrays.asList(PIECES.split(text));
    List<String> others = Arrays.asList(PIECES.split(other));
    int shorter = Math.min(pieces.size(), others.size());
    int first = 0;
    while (first < shorter && pieces.get(first).equals(others.get(first))) {
      first++;
    }
    int last = 0;
    while (last < shorter - first
        && pieces.get(pieces.size() - 1 - last).equals(others.get(others.size() - 1 - last))) {
      last++;
    }
    String middle = String.join("", pieces.subList(first, pieces.size() - last)).strip();
    boolean all = first == 0 && last == 0;
    return all || middle.isEmpty() ? (all ? text : "") : "… " + middle + " …";
  }

  /** {@return why {@code trial} would run, or would not, in lines} */
  List<String> explanation(Trial trial, Optional<String> noCache) {
    List<String> lines = new ArrayList<>();
    Optional<Place> place = place(trial);
    if (place.isPresent()) {
      lines.add("it need not run: its result is " + place.get().words());
      lines.add("  " + (place.get() == Place.FOLDER ? folder : cache.orElseThrow().folder()));
      return lines;
    }
    lines.add(
        "it would run: its result is neither in the folder `%s` nor in the cache"
            .formatted(folder));
    noCache.ifPresent(why -> lines.add("  (" + why + ")"));
    Optional<Neighbour> nearest = nearest(trial);
    if (nearest.isEmpty()) {
      lines.add("no other trial is known that it could be compared with");
      return lines;
    }
    lines.add(
        "the nearest trial that is known, %s (%s), differs in"
            .formatted(nearest.get().trial().substring(0, 8), nearest.get().place().words()));
    for (Difference difference : nearest.get().differences()) {
      lines.add("  " + difference.input());
      lines.add("    there  " + shown(difference.there()));
      lines.add("    here   " + shown(difference.here()));
    }
    return lines;
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : value;
  }

  /** {@return the same for programs} */
  JsonObject asJson(Trial trial) {
    JsonObject object = new JsonObject();
    object.addProperty("trial", trial.id());
    Optional<Place> place = place(trial);
    object.addProperty("known", place.map(Place::words).orElse(null));
    Optional<Neighbour> nearest = place.isPresent() ? Optional.empty() : nearest(trial);
    if (nearest.isEmpty()) {
      object.add("nearest", JsonNull.INSTANCE);
      return object;
    }
    JsonObject other = new JsonObject();
    other.addProperty("trial", nearest.get().trial());
    other.addProperty("known", nearest.get().place().words());
    JsonArray differences = new JsonArray();
    for (Difference difference : nearest.get().differences()) {
      JsonObject one = new JsonObject();
      one.addProperty("input", difference.input());
      one.addProperty("there", difference.there());
      one.addProperty("here", difference.here());
      differences.add(one);
    }
    other.add("differences", differences);
    object.add("nearest", other);
    return object;
  }
}
