package org.lossexp.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.Diagnostics;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Statement;

/** Checks that the plugins which a file says it {@code uses} are there, and new enough. */
final class Needs {
  private static final String HOW =
      "put its jar into a folder and run with `--plugins FOLDER`; `lossexp plugins` lists what is"
          + " found there";

  private Needs() {}

  static void check(List<Statement.Uses> uses, List<PluginSource> found, Diagnostics diagnostics) {
    for (Statement.Uses needed : uses) {
      String name = needed.plugin().value();
      List<String> names = found.stream().map(PluginSource::name).toList();
      Optional<PluginSource> plugin = found.stream().filter(p -> p.name().equals(name)).findFirst();
      if (plugin.isEmpty()) {
        diagnostics.error(
            Codes.MISSING_PLUGIN,
            needed.plugin().span(),
            "the plugin `%s` is not there".formatted(name),
            ArgumentReader.didYouMean(name, names),
            HOW,
            "plugins here: "
                + found.stream()
                    .map(p -> p.name() + " " + p.version())
                    .collect(Collectors.joining(", ")));
      } else if (needed.atLeast().filter(v -> isOlder(plugin.get().version(), v)).isPresent()) {
        diagnostics.error(
            Codes.OLD_PLUGIN,
            needed.span(),
            "`%s` is there in version %s, and the file needs %s"
                .formatted(name, plugin.get().version(), needed.atLeast().get().text()),
            "",
            "get a newer one from its authors, and " + HOW);
      }
    }
  }

  /** Part by part, as versions are counted: 1.10 comes after 1.9. */
  private static boolean isOlder(String version, Expression.Numeral least) {
    String[] have = version.split("[.-]", -1);
    String[] want = least.text().split("\\.", -1);
    for (int i = 0; i < want.length; i++) {
      int compared = Integer.compare(part(have, i), part(want, i));
      if (compared != 0) {
        return compared < 0;
      }
    }
    return false;
  }

  private static int part(String[] version, int i) {
    return i < version.length && version[i].matches("[0-9]{1,9}")
        ? Integer.parseInt(version[i])
        : 0;
  }
}
