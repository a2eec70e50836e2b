package org.lossexp.grammar;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A syntax tree as an S-expression, without its spans: what golden files hold and tests compare.
 */
final class TreeText {
  private static final int WIDTH = 100;

  private TreeText() {}

  static String of(List<Statement> statements) {
    return String.join("", statements.stream().map(it -> of(it, 0) + "\n").toList());
  }

  static String of(Object node) {
    return of(node, 0);
  }

  private static String of(Object node, int indent) {
    return switch (node) {
      case Name name -> name.text();
      case Record tree -> group("(" + tree.getClass().getSimpleName(), parts(tree), ")", indent);
      case Optional<?> optional -> optional.map(it -> of(it, indent)).orElse("-");
      case List<?> list -> group("[", list, "]", indent);
      case String text -> "'" + text.replace("\n", "\\n") + "'";
      case Number _, Boolean _, Enum<?> _ -> node.toString();
      default -> throw new AssertionError("not of a tree: " + node.getClass());
    };
  }

  private static List<Object> parts(Record tree) {
    return Arrays.stream(tree.getClass().getRecordComponents())
        .filter(component -> component.getType() != Span.class)
        .map(component -> value(tree, component))
        .toList();
  }

  private static Object value(Record tree, RecordComponent component) {
    try {
      return component.getAccessor().invoke(tree);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String group(String open, List<?> parts, String close, int indent) {
    var texts = new ArrayList<String>();
    parts.forEach(part -> texts.add(of(part, indent + 2)));
    String separator = open.equals("[") ? "" : " ";
    String line = open + (texts.isEmpty() ? "" : separator) + String.join(" ", texts) + close;
    if (indent + line.length() <= WIDTH && !line.contains("\n")) {
      return line;
    }
    String newLine = "\n" + " ".repeat(indent + 2);
    return open + newLine + String.join(newLine, texts) + close;
  }
}
