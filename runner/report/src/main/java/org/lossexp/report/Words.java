package org.lossexp.report;

import java.util.List;
import java.util.Locale;

/** Small change of English. */
final class Words {
  private static final int NAMED_AT_MOST = 5;

  private Words() {}

  /** {@return the name between backquotes; backquotes of its own become apostrophes} */
  static String quoted(String name) {
    return '`' + plain(name) + '`';
  }

  /** {@return text from outside, for a sentence in which backquotes stand about names} */
  static String plain(String text) {
    return text.replace('`', '\'');
  }

  /** {@return {@code a}, {@code a and b}, {@code a, b and c}} */
  static String list(List<String> items) {
    return items.size() < 2
        ? String.join("", items)
        : String.join(", ", items.subList(0, items.size() - 1)) + " and " + items.getLast();
  }

  /** {@return the items as a list, or the first few and how many more there are} */
  static String someOf(List<String> items) {
    return items.size() <= NAMED_AT_MOST + 1
        ? list(items)
        : String.join(", ", items.subList(0, NAMED_AT_MOST))
            + " and "
            + (items.size() - NAMED_AT_MOST)
            + " more";
  }

  /** {@return clauses with commas in them as one sentence} */
  static String semicolons(List<String> clauses) {
    return String.join("; ", clauses);
  }

  /** {@return such as {@code 1 unit} or {@code 3,000 units}, as the console writes them} */
  static String count(int count, String noun) {
    return number(count) + " " + plural(count, noun);
  }

  /** {@return such as {@code 3,000}} */
  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@return {@code both} or {@code all 3}} */
  static String all(int count) {
    return count == 2 ? "both" : "all " + count;
  }

  /** {@return the noun, with an s unless there is one of it} */
  static String plural(int count, String noun) {
    return count == 1 ? noun : noun + "s";
  }

  /** {@return a note of {@code check}, which is a headline there, as a sentence} */
  static String sentence(String note) {
    return note.isEmpty() ? note : capital(note) + (note.endsWith(".") ? "" : ".");
  }

  /** {@return the sentence with a capital first letter} */
  static String capital(String sentence) {
    return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
  }
}
