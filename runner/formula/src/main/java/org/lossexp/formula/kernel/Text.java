package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lossexp.formula.kernel.Layout.Part;
import org.lossexp.formula.kernel.Layout.Piece;
import org.lossexp.formula.kernel.Layout.Word;

/**
 * Prints a term as a formula of the language, for people to read; what is used more than once and
 * is longer than a name gets one after {@code where}.
 */
final class Text {
  private static final List<String> NAMES = List.of("u", "v", "w", "s", "t", "q", "a", "b", "c");
  private static final int SHORT = 12;

  /** What is longer gets a name even if it is used once. */
  private static final int LONG = 300;

  private final Map<Term, Layout> layouts = new HashMap<>();
  private final Map<Term, Integer> uses = new HashMap<>();
  private final Map<Term, String> texts = new HashMap<>();
  private final Map<Term, Integer> levels = new HashMap<>();
  private final List<String> definitions = new ArrayList<>();
  private final Set<String> taken = new HashSet<>();
  private int names;

  private Text() {}

  static String of(Term root) {
    return new Text().print(root);
  }

  private String print(Term root) {
    List<Term> order = Order.of(List.of(root));
    for (Term term : order) {
      layouts.put(term, Layout.of(term));
      if (term.is(Op.INPUT)) {
        taken.add(term.signal().name());
      }
    }
    uses.put(root, 1);
    for (Term term : order.reversed()) {
      if (uses.containsKey(term)) {
        layouts.get(term).parts().forEach(part -> uses.merge(part.term(), 1, Integer::sum));
      }
    }
    for (Term term : order) {
      if (uses.containsKey(term)) {
        write(term, term == root);
      }
    }
    String formula = texts.get(root);
    return definitions.isEmpty() ? formula : formula + " where " + String.join(", ", definitions);
  }

  private void write(Term term, boolean isRoot) {
    Layout layout = layouts.get(term);
    String text = layout.pieces().stream().map(this::text).collect(Collectors.joining());
    boolean shared = uses.get(term) > 1 && text.length() > SHORT;
    boolean isLeaf = term.op().form() == Op.Form.LEAF;
    if (!isRoot && !isLeaf && (shared || text.length() > LONG)) {
      String name = freshName();
      definitions.add(name + " = " + text);
      texts.put(term, name);
      levels.put(term, Layout.PRIMARY);
    } else {
      texts.put(term, text);
      levels.put(term, layout.level());
    }
  }

  private String text(Piece piece) {
    return switch (piece) {
      case Word(String word) -> word;
      case Part(Term term, int level) ->
          levels.get(term) >= level ? texts.get(term) : "(" + texts.get(term) + ")";
    };
  }

  private String freshName() {
    while (true) {
      int round = names / NAMES.size();
      String name = NAMES.get(names % NAMES.size()) + (round == 0 ? "" : round);
      names++;
      if (taken.add(name)) {
        return name;
      }
    }
  }
}
