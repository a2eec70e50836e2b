package org.lossexp.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Loss;

/** All losses known, by name and alias; the names of two losses never meet. */
public final class LossCatalogue {
  private final List<Loss> losses;
  private final Map<String, Loss> byName;

  /** A catalogue of {@code losses}, whose names and aliases the caller has found to be distinct. */
  public LossCatalogue(List<Loss> losses) {
    this.losses = List.copyOf(losses);
    Map<String, Loss> names = new LinkedHashMap<>();
    for (Loss loss : losses) {
      for (String name : names(loss)) {
        if (names.put(name, loss) != null) {
          throw new IllegalArgumentException("two losses are named " + name);
        }
      }
    }
    this.byName = Collections.unmodifiableMap(names);
  }

  /** {@return the name of {@code loss}, and then its aliases} */
  public static List<String> names(Loss loss) {
    var all = new ArrayList<String>();
    if (loss instanceof NamedLoss named) {
      all.add(named.name());
      all.addAll(named.aliases());
    } else {
      all.add(loss.descriptor().name());
      all.addAll(loss.descriptor().aliases());
    }
    return all;
  }

  /** {@return the losses, in the order in which they were given} */
  public List<Loss> losses() {
    return losses;
  }

  /** {@return the loss with this name or alias} */
  public Optional<Loss> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** {@return every name and alias} */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** {@return the loss that another library calls {@code name}, such as {@code nn.MSELoss}} */
  Optional<String> namedElsewhere(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return losses.stream()
        .filter(loss ->
            loss.descriptor().elsewhere().values().stream()
                .anyMatch(other -> List.of(other.split("[^A-Za-z0-9_]+", -1)).contains(last)))
        .map(loss -> names(loss).getFirst())
        .findFirst();
  }
}
