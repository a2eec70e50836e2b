package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * Cuts a text into tokens. What is wrong with single words and signs is reported here, and replaced
 * by what was meant, so that the parser does not stumble over it a second time.
 */
final class Tokenizer {
  private final Source source;
  private final Problems problems;
  private final LossExpLexer lexer;
  private final List<Token> list = new ArrayList<>();
  private final Map<Integer, List<String>> docs = new HashMap<>();
  private final List<Token> comments = new ArrayList<>();
  private final List<Token> waitingDocs = new ArrayList<>();
  private final BitSet damaged = new BitSet();
  private CommonToken next;
  private int lineOfQuestion = -1;

  private Tokenizer(Source source, Problems problems) {
    this.source = source;
    this.problems = problems;
    lexer = lexer(source);
    next = (CommonToken) lexer.nextToken();
  }

  /**
   * {@return the words and signs of a text as they are, right and wrong, after a byte order mark}
   */
  static LossExpLexer lexer(Source source) {
    var characters = new SourceCharacters(source);
    if (source.text().startsWith("\uFEFF")) {
      characters.seek(1);
    }
    var lexer = new LossExpLexer(characters);
    lexer.removeErrorListeners();
    return lexer;
  }

  static Tokens read(Source source, Problems problems) {
    var tokenizer = new Tokenizer(source, problems);
    tokenizer.reportUnreadable();
    while (tokenizer.next.getType() != Token.EOF && !problems.full()) {
      if (tokenizer.list.size() == Parser.TOKENS) {
        reportTooMany(problems, tokenizer.next);
        return new Tokens(List.of(), Map.of(), List.of(), new BitSet());
      }
      tokenizer.readOne();
    }
    tokenizer.waitingDocs.forEach(tokenizer::reportStrayDoc);
    return new Tokens(tokenizer.list, tokenizer.docs, tokenizer.comments, tokenizer.damaged);
  }

  static void reportTooMany(Problems problems, Token next) {
    problems.error(
        Codes.TOO_LARGE,
        Tokens.span(next),
        "the text goes on here after " + Parser.TOKENS + " words and signs, and no more are read",
        "",
        "data belongs into files of its own, which the experiment names");
  }

  /** NUL and half a surrogate pair belong to no text, not even to a string or a comment. */
  private void reportUnreadable() {
    String text = source.text();
    for (int at = 0; at < text.length() && !problems.full(); at++) {
      char character = text.charAt(at);
      if (Character.isHighSurrogate(character)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
      } else if (Character.isSurrogate(character)) {
        problems.error(
            Codes.INVISIBLE_CHARACTER,
            new Span(at, at + 1),
            "half a character (" + codePoint(character) + ") stands here",
            "delete it",
            "the file is damaged, or was saved in another encoding than UTF-8");
      } else if (character == 0) {
        problems.error(
            Codes.INVISIBLE_CHARACTER,
            new Span(at, at + 1),
            "a NUL character stands here",
            "delete it",
            "an experiment is a plain text file in UTF-8");
      }
    }
  }

  private void readOne() {
    CommonToken token = take();
    switch (token.getType()) {
      case LossExpLexer.COMMENT -> comments.add(token);
      case LossExpLexer.DOC -> {
        comments.add(token);
        waitingDocs.add(token);
      }
      case LossExpLexer.NUMBER, LossExpLexer.PERCENT -> readNumber(token);
      case LossExpLexer.DOT -> readDot(token);
      case LossExpLexer.OPEN_STRING -> {
        problems.error(
            Codes.OPEN_STRING,
            Tokens.span(token),
            "this string never ends",
            "close it with `\"` on the same line");
        replace(token, LossExpLexer.STRING, "\"\"");
      }
      case LossExpLexer.CURLY_STRING -> readForeignString(token, Codes.LOOKALIKE, "curly quotes");
      case LossExpLexer.SINGLE_STRING ->
          readForeignString(
              token,
              token.getText().charAt(0) == '\'' ? Codes.FOREIGN_NOTATION : Codes.LOOKALIKE,
              "single quotes");
      case LossExpLexer.BLOCK_COMMENT ->
          drop(
              token,
              Codes.FOREIGN_NOTATION,
              "there are no block comments",
              "begin each line with `//`");
      case LossExpLexer.HASH_COMMENT ->
          drop(token, Codes.FOREIGN_NOTATION, "`#` does not begin a comment", "begin it with `//`");
      case LossExpLexer.SEMICOLON ->
          drop(
              token,
              Codes.FOREIGN_NOTATION,
              "`;` separates nothing here",
              "delete it",
              "a statement ends where the next one's word begins; entries and arguments are"
                  + " separated by `,`");
      case LossExpLexer.ELLIPSIS -> foreign(token, LossExpLexer.RANGE, "..");
      case LossExpLexer.FOREIGN_AND -> foreign(token, LossExpLexer.AND, "and");
      case LossExpLexer.FOREIGN_OR -> foreign(token, LossExpLexer.OR, "or");
      case LossExpLexer.FOREIGN_NOT -> foreign(token, LossExpLexer.NOT, "not");
      case LossExpLexer.FOREIGN_POWER -> foreign(token, LossExpLexer.CARET, "^");
      case LossExpLexer.FOREIGN_ASSIGN -> readColon(token);
      case LossExpLexer.FOREIGN_ARROW -> foreign(token, LossExpLexer.ARROW, "->");
      case LossExpLexer.FOREIGN_EQUAL -> foreign(token, LossExpLexer.EQUAL, "==");
      case LossExpLexer.FOREIGN_NOT_EQUAL -> foreign(token, LossExpLexer.NOT_EQUAL, "!=");
      case LossExpLexer.STRAY -> readStray(token);
      default -> add(token);
    }
  }

  /**
   * A number must stand apart from letters and further dots: {@code 2x}, {@code 1.}, {@code 1e}.
   */
  private void readNumber(CommonToken token) {
    if (!follows(token) || !continuesNumber(next.getType())) {
      add(token);
      return;
    }
    boolean percent = token.getType() == LossExpLexer.PERCENT;
    while (follows(token) && continuesNumber(next.getType())) {
      extend(token);
    }
    String text = token.getText();
    if (percent) {
      problems.error(
          Codes.MODULO,
          Tokens.span(token),
          "there is no modulo: `%` is part of a number, `20%` is 0.2",
          "");
    } else {
      problems.error(
          Codes.MALFORMED_NUMBER,
          Tokens.span(token),
          Problems.quoted(text) + " is not a number",
          numberHint(text));
    }
    replace(token, LossExpLexer.NUMBER, "1");
  }

  private static boolean continuesNumber(int type) {
    return Tokens.isWord(type)
        || type == LossExpLexer.DOT
        || type == LossExpLexer.NUMBER
        || type == LossExpLexer.PERCENT;
  }

  private static String numberHint(String text) {
    if (text.length() > 40) {
      return ""; // Nothing that a person wrote; and patterns may take long on it.
    }
    if (text.matches("[0-9]+\\.")) {
      return "write `" + text + "0`";
    }
    if (text.matches("[0-9][0-9_]*_[0-9_]*(\\.[0-9_]*)?")) {
      return "write `" + text.replace("_", "") + "`";
    }
    if (text.matches("[0-9.]+[eE]")) {
      return "digits are missing after `" + text.charAt(text.length() - 1) + "`";
    }
    if (text.matches("0[xXbB].*")) {
      return "numbers are decimal";
    }
    if (text.matches("[0-9]+(\\.[0-9]+)?[A-Za-z]\\w*")) {
      String number = text.replaceFirst("[A-Za-z].*", "");
      return "a product is written `" + number + " * " + text.substring(number.length()) + "`";
    }
    return text.matches("[0-9]+(\\.[0-9]*){2,}") ? "a number has one dot" : "";
  }

  /** {@code .5}; after a word the dot belongs to a path. */
  private void readDot(CommonToken token) {
    boolean inPath =
        !list.isEmpty()
            && list.getLast().getStopIndex() + 1 == token.getStartIndex()
            && Tokens.isWord(list.getLast().getType());
    if (inPath || !follows(token) || next.getType() != LossExpLexer.NUMBER) {
      add(token);
      return;
    }
    extend(token);
    problems.error(
        Codes.MALFORMED_NUMBER,
        Tokens.span(token),
        Problems.quoted(token.getText()) + " is not a number",
        "write " + Problems.quoted("0" + token.getText()));
    replace(token, LossExpLexer.NUMBER, "1");
  }

  private void readForeignString(CommonToken token, String code, String what) {
    String text = token.getText();
    problems.error(
        code,
        Tokens.span(token),
        "strings stand between plain double quotes, not " + what,
        "write " + Problems.quoted("\"" + text.substring(1, text.length() - 1) + "\""));
    replace(token, LossExpLexer.STRING, "\"\"");
  }

  private void foreign(CommonToken token, int meant, String text) {
    problems.error(
        Codes.FOREIGN_NOTATION,
        Tokens.span(token),
        Problems.quoted(token.getText()) + " is not a sign of this language",
        "write `" + text + "`");
    replace(token, meant, text);
  }

  /** {@code if c: x else: y} and {@code c ? x : y}; elsewhere it stands for {@code =}. */
  private void readColon(CommonToken token) {
    if (token.getLine() == lineOfQuestion) {
      markDropped(); // That has been said of the question mark.
    } else if (!list.isEmpty() && list.getLast().getType() == LossExpLexer.ELSE) {
      drop(token, Codes.FOREIGN_NOTATION, "`:` does not stand after `else`", "delete it");
    } else if (asks(token.getLine())) {
      foreign(token, LossExpLexer.THEN, "then");
    } else {
      foreign(token, LossExpLexer.ASSIGN, "=");
    }
  }

  /** {@return whether an {@code if} on this line has no {@code then} so far} */
  private boolean asks(int line) {
    for (int at = list.size() - 1; at >= 0 && list.get(at).getLine() == line; at--) {
      switch (list.get(at).getType()) {
        case LossExpLexer.IF -> {
          return true;
        }
        case LossExpLexer.THEN, LossExpLexer.ASSIGN -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private void readStray(CommonToken token) {
    int character = complete(token);
    if (character == '?') {
      lineOfQuestion = token.getLine();
    }
    var meant = Lookalikes.of(character);
    if (isOfName(character)) {
      readForeignName(token, character);
    } else if (meant.isPresent()) {
      problems.error(
          Codes.LOOKALIKE,
          Tokens.span(token),
          "`" + token.getText() + "` (" + codePoint(character) + ") is not a sign of this language",
          "write `" + meant.get().text() + "`");
      if (meant.get().type() == Lookalikes.NOTHING) {
        markDropped();
      } else {
        replace(token, meant.get().type(), meant.get().text());
      }
    } else if (isUnreadable(character)) {
      markDropped();
    } else if (isInvisible(character)) {
      drop(
          token,
          Codes.INVISIBLE_CHARACTER,
          "an invisible character (" + codePoint(character) + ") stands here",
          Character.isSpaceChar(character) ? "write a plain space" : "delete it");
    } else if (character == '%') {
      drop(
          token,
          Codes.MODULO,
          "there is no modulo: `%` is part of a number, as in `20%`",
          "delete it, or write it right after the digits");
    } else {
      drop(
          token,
          Codes.LOOKALIKE,
          "`" + token.getText() + "` (" + codePoint(character) + ") means nothing here",
          "delete it",
          "strings and comments may hold any character");
    }
  }

  /** Takes the whole name around a letter that is not ASCII. */
  private void readForeignName(CommonToken token, int letter) {
    String character = Character.toString(letter);
    if (!list.isEmpty()
        && list.getLast().getStopIndex() + 1 == token.getStartIndex()
        && Tokens.isWord(list.getLast().getType())) {
      token.setStartIndex(list.removeLast().getStartIndex());
    }
    while (follows(token)
        && (Tokens.isWord(next.getType())
            || next.getType() == LossExpLexer.NUMBER
            || (next.getType() == LossExpLexer.STRAY
                && isOfName(source.text().codePointAt(next.getStartIndex()))))) {
      boolean stray = next.getType() == LossExpLexer.STRAY;
      extend(token);
      if (stray) {
        complete(token);
      }
    }
    String text = token.getText();
    var spelled = Lookalikes.of(letter).filter(meant -> text.equals(character));
    problems.error(
        Codes.FOREIGN_NAME,
        Tokens.span(token),
        "names are written in ASCII letters, and "
            + (text.equals(character)
                ? "`" + text + "` is none"
                : Problems.quoted(text) + " has `" + character + "`"),
        spelled.map(meant -> "write `" + meant.text() + "`").orElse(""),
        "strings and comments may hold any character");
    replace(token, LossExpLexer.NAME, spelled.map(Lookalikes.Meant::text).orElse(text));
  }

  /** Takes the second half of a surrogate pair; {@return the code point at the token's end} */
  private int complete(CommonToken token) {
    int character = source.text().codePointAt(token.getStopIndex());
    if (Character.isSupplementaryCodePoint(character)) {
      extend(token);
    }
    return character;
  }

  private static boolean isOfName(int character) {
    return character > 127 && Character.isLetterOrDigit(character);
  }

  private static boolean isUnreadable(int character) {
    return character == 0 || (character >= 0xD800 && character <= 0xDFFF);
  }

  private static boolean isInvisible(int character) {
    return Character.isISOControl(character)
        || Character.isSpaceChar(character)
        || Character.getType(character) == Character.FORMAT;
  }

  private static String codePoint(int character) {
    return String.format(Locale.ROOT, "U+%04X", character);
  }

  private CommonToken take() {
    CommonToken token = next;
    next = (CommonToken) lexer.nextToken();
    return token;
  }

  private boolean follows(Token token) {
    return next.getType() != Token.EOF && next.getStartIndex() == token.getStopIndex() + 1;
  }

  private void extend(CommonToken token) {
    token.setStopIndex(take().getStopIndex());
  }

  private void drop(CommonToken token, String code, String message, String label, String... notes) {
    problems.error(code, Tokens.span(token), message, label, notes);
    markDropped();
  }

  private void markDropped() {
    damaged.set(Math.max(0, list.size() - 1));
  }

  private void replace(CommonToken token, int type, String text) {
    token.setType(type);
    token.setText(text);
    damaged.set(list.size());
    add(token);
  }

  private void add(Token token) {
    if (!waitingDocs.isEmpty()) {
      docs.put(list.size(), waitingDocs.stream().map(Tokenizer::docText).toList());
      waitingDocs.clear();
    }
    list.add(token);
  }

  private static String docText(Token doc) {
    return doc.getText().substring(3).strip();
  }

  private void reportStrayDoc(Token doc) {
    problems.warning(
        Codes.STRAY_DOC,
        Tokens.span(doc),
        "this doc comment documents nothing",
        "begin it with `//`");
  }
}
