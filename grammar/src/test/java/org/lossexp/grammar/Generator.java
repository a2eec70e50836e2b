package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes files that are valid, though nobody would write them: every construct of the grammar, with
 * comments and line ends wherever they may stand.
 */
final class Generator {
  private final Random random;
  private final double comments;
  private final List<String> words = new ArrayList<>();
  private int depth;

  private Generator(Random random) {
    this.random = random;
    this.comments = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.15;
  }

  /** {@return a file; the same seed gives the same} */
  static String file(long seed) {
    var generator = new Generator(new Random(seed));
    if (generator.chance(0.3)) {
      generator.add("language", "1");
    }
    for (int i = generator.random.nextInt(12); i > 0; i--) {
      generator.statement();
    }
    return generator.text();
  }

  /** Joins the words by what may stand between any two. */
  private String text() {
    var text = new StringBuilder(chance(0.05) ? "\uFEFF" : "");
    String newLine = chance(0.2) ? "\r\n" : "\n";
    for (String word : words) {
      text.append(word).append(word.equals("/") ? " " : ""); // Not to begin a comment.
      while (chance(comments)) {
        text.append(pick("", " ", newLine, newLine + newLine, "  "));
        text.append(pick("// c", "//", "/// doc", "//// line", "// é // 😀 ", "/// ", "//\t(x"));
        text.append(newLine);
        text.append(pick("", " ", newLine, newLine + newLine));
      }
      text.append(pick(" ", " ", " ", "  ", newLine, newLine + "   ", newLine + newLine, "\t"));
    }
    return text.toString();
  }

  private void statement() {
    switch (random.nextInt(15)) {
      case 0 -> add(pick("experiment", "question", "import"), string());
      case 1 -> {
        add("uses", string());
        if (chance(0.5)) {
          add(">=", "1.2");
        }
      }
      case 2 -> {
        add("allow");
        list(() -> add(pick("LX301", "LX302")));
      }
      case 3 -> {
        add("let", name());
        setting();
      }
      case 4, 5 -> {
        add(pick("data", "model", "loss", "optimizer"));
        list(this::item);
      }
      case 6, 7, 8 -> declaration();
      case 9, 10, 11 -> block();
      case 12 -> {
        add("measure");
        list(this::item);
      }
      case 13 -> {
        add("zip");
        list(this::call);
      }
      default -> {
        add("exclude", "when");
        condition();
      }
    }
  }

  private void declaration() {
    if (chance(0.2)) {
      add("define");
    }
    if (chance(0.4)) {
      add(pick("data", "model", "optimizer"), name(), "=");
      value();
      return;
    }
    add("loss", name());
    if (chance(0.4)) {
      add("(");
      for (int i = 0; i < 1 + random.nextInt(3); i++) {
        add("p" + i);
        setting();
        add(",");
      }
      add(")");
    }
    if (chance(0.3)) {
      add("for");
      item();
    }
    add("=");
    value();
    if (chance(0.3)) {
      add("when");
      formula();
    }
    if (chance(0.3)) {
      add("where");
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        if (i > 0) {
          add(",");
        }
        add("u" + i, "=");
        formula();
      }
    }
  }

  private void block() {
    add(pick("train", "tune", "repeat", "compare", "report"), "{");
    for (int i = 0; i < random.nextInt(6); i++) {
      add(pick("k", "data", "by", "when", "long_name") + i);
      setting();
      if (chance(0.5)) {
        add(",");
      }
    }
    add("}");
  }

  private void setting() {
    switch (random.nextInt(3)) {
      case 0 -> {
        add("=");
        value();
      }
      default -> {
        add(pick("in", "tune"));
        domain();
      }
    }
  }

  private void domain() {
    if (chance(0.5)) {
      add("{");
      list(this::value);
      add(chance(0.3) ? "," : "");
      add("}");
      return;
    }
    add(pick("", "log", "int"));
    bound();
    add("..");
    bound();
    if (chance(0.3)) {
      add("by", "5");
    }
  }

  private void bound() {
    add(chance(0.2) ? "-" : "", pick("1", "0.5", "20%", "lo"));
  }

  private void value() {
    formula();
    while (chance(0.2)) {
      add("->");
      formula();
    }
  }

  private void formula() {
    depth++;
    if (depth > 5) {
      add(atom());
    } else {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> chain("+", "-");
        case 3, 4 -> chain("*", "/");
        case 5 -> chain("and", "or");
        case 6 -> {
          operand();
          add(pick("<", "<=", ">", ">=", "==", "!="));
          operand();
        }
        case 7 -> {
          operand();
          add(pick("^"));
          operand();
        }
        case 8 -> {
          add(pick("-", "not"));
          operand();
        }
        case 9 -> {
          add("if");
          formula();
          add("then");
          formula();
          add("else");
          formula();
        }
        case 10 -> {
          add(pick("v", "p"), "[");
          formula();
          add("]");
        }
        default -> operand();
      }
    }
    depth--;
  }

  private void chain(String... operators) {
    operand();
    for (int i = 0; i <= random.nextInt(5); i++) {
      add(pick(operators));
      operand();
    }
  }

  /** Stands beside any operator. */
  private void operand() {
    depth++;
    switch (depth > 5 ? 0 : random.nextInt(6)) {
      case 0, 1, 2 -> add(atom());
      case 3 -> {
        add("(");
        value();
        add(")");
      }
      case 4 -> {
        add("[");
        if (chance(0.8)) {
          list(this::value);
          add(chance(0.3) ? "," : "");
        }
        add("]");
      }
      default -> call();
    }
    depth--;
  }

  private String atom() {
    return pick(
        "x",
        "residual",
        "a_rather_long_name",
        "1",
        "0.50",
        "1e-4",
        "20%",
        "inf",
        "true",
        "none",
        string(),
        "test.accuracy",
        "log",
        "data");
  }

  private void item() {
    add(name());
    if (chance(0.3)) {
      arguments();
    }
  }

  private void call() {
    add(pick("huber", "sum", "test.ndcg", "log", "standardize", "loss"));
    if (chance(0.8)) {
      arguments();
    }
  }

  private void arguments() {
    depth++;
    add("(");
    boolean first = true;
    int count = depth > 5 ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      add(first ? "" : ",");
      first = false;
      value();
      switch (random.nextInt(8)) {
        case 0 -> add("except", "label");
        case 1 -> {
          add("when");
          formula();
        }
        default -> {}
      }
    }
    count = depth > 5 ? 0 : random.nextInt(4);
    for (int i = 0; i < count; i++) {
      add(first ? "" : ",");
      first = false;
      add(pick("k" + i, "loss_" + i, "\"Sale Price " + i + "\""));
      setting();
    }
    add(!first && chance(0.2) ? "," : "", ")");
    depth--;
  }

  private void condition() {
    depth++;
    switch (depth > 4 ? 0 : random.nextInt(7)) {
      case 0, 1 -> {
        add(pick("noise", "train.epochs", "loss"), pick("==", "!=", "<", ">="));
        add(pick("x", "-1", "20%", "\"s\"", "[1, 2]", "f(k = 1)"));
      }
      case 2 -> {
        add("loss", "in", "{");
        list(this::value);
        add("}");
      }
      case 3 -> {
        add("not");
        condition();
      }
      case 4 -> {
        add("(");
        condition();
        add(")");
      }
      default -> {
        condition();
        add(pick("and", "or"));
        condition();
      }
    }
    depth--;
  }

  private void list(Runnable item) {
    item.run();
    for (int i = random.nextInt(6); i > 1; i--) {
      add(",");
      item.run();
    }
  }

  private String name() {
    return pick("mse", "huber", "a", "mine", "a_name_that_takes_more_room_than_most_names_do");
  }

  private String string() {
    return pick("\"text\"", "\"//\"", "\"\\\"q\\\" \\\\\"", "\"Größe ×\"", "\"a longer text\"");
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void add(String... more) {
    for (String word : more) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
  }
}
