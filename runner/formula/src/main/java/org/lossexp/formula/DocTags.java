package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A doc comment's summary and its tags: {@code @name text}, continued on the lines that follow
 * without an {@code @}.
 *
 * @param tags name to its texts, in written order
 */
record DocTags(String summary, Map<String, List<String>> tags) {
  /** {@return the doc comment of {@code lines}, which begin behind the slashes} */
  static DocTags of(List<String> lines) {
    StringBuilder summary = new StringBuilder();
    Map<String, List<String>> tags = new LinkedHashMap<>();
    List<String> texts = List.of();
    boolean paragraph = true;
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("@")) {
        int end = text.indexOf(' ');
        String name = end < 0 ? text.substring(1) : text.substring(1, end);
        texts = tags.computeIfAbsent(name, _ -> new ArrayList<>());
        texts.add(end < 0 ? "" : text.substring(end).strip());
      } else if (!texts.isEmpty()) {
        texts.add((texts.removeLast() + " " + text).strip());
      } else if (text.isEmpty()) {
        paragraph &= summary.isEmpty();
      } else if (paragraph) {
        summary.append(summary.isEmpty() ? "" : " ").append(text);
      }
    }
    return new DocTags(summary.toString(), Collections.unmodifiableMap(tags));
  }

  List<String> all(String tag) {
    return tags.getOrDefault(tag, List.of());
  }

  Optional<String> first(String tag) {
    return all(tag).stream().findFirst();
  }
}
