package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.lossexp.grammar.syntax.LossExpLexer;

/**
 * Where the comments of a text stand: each behind a token on its line, or on lines of its own
 * before one. Commas have none, for the layout adds and drops them: what stands around a comma
 * belongs to the tokens on both sides.
 */
final class Comments {
  /** A comment on a line of its own; {@code blank} tells of an empty line above it. */
  record Note(String text, boolean blank) {}

  private final Source source;
  private final Map<Integer, List<Note>> before = new HashMap<>();
  private final Map<Integer, String> after = new HashMap<>();
  private final Set<Integer> belowBlank = new HashSet<>();
  private final List<Note> last;

  /** Where the token or comment looked at last ends, and what has been found behind it. */
  private int end;

  private Optional<Token> previous = Optional.empty();
  private List<Note> waiting = new ArrayList<>();

  Comments(Source source, Tokens tokens) {
    this.source = source;
    int next = 0;
    for (Token token : tokens.list()) {
      next = addComments(tokens.comments(), next, token.getStartIndex());
      addToken(token);
    }
    addComments(tokens.comments(), next, source.text().length());
    last = waiting;
  }

  private int addComments(List<Token> comments, int from, int offset) {
    int next = from;
    while (next < comments.size() && comments.get(next).getStartIndex() < offset) {
      addComment(comments.get(next));
      next++;
    }
    return next;
  }

  private void addComment(Token comment) {
    int lines = linesTo(comment);
    String text = comment.getText().stripTrailing();
    boolean first = previous.isPresent() && waiting.isEmpty() && !after.containsKey(key());
    if (first && lines == 0) {
      after.put(key(), text);
    } else {
      waiting.add(new Note(text, lines > 1));
    }
    end = comment.getStopIndex() + 1;
  }

  private int key() {
    return previous.orElseThrow().getStartIndex();
  }

  private void addToken(Token token) {
    int lines = linesTo(token);
    end = token.getStopIndex() + 1;
    if (token.getType() == LossExpLexer.COMMA) {
      return;
    }
    if (lines > 1) {
      belowBlank.add(token.getStartIndex());
    }
    if (!waiting.isEmpty()) {
      before.put(token.getStartIndex(), waiting);
      waiting = new ArrayList<>();
    }
    previous = Optional.of(token);
  }

  /** {@return the line ends between what was looked at last and {@code token}} */
  private int linesTo(Token token) {
    int lines = 0;
    for (int at = end; at < token.getStartIndex(); at++) {
      char character = source.text().charAt(at);
      boolean windows = character == '\r' && source.text().charAt(at + 1) == '\n';
      if (character == '\n' || (character == '\r' && !windows)) {
        lines++;
      }
    }
    return lines;
  }

  /** {@return the comments on lines of their own before {@code token}, which then are used up} */
  List<Note> takeBefore(Token token) {
    return Optional.ofNullable(before.remove(token.getStartIndex())).orElse(List.of());
  }

  /** {@return the comment behind {@code token} on its line} */
  Optional<String> after(Token token) {
    return Optional.ofNullable(after.get(token.getStartIndex()));
  }

  /** {@return the comments behind the last token that stand on lines of their own} */
  List<Note> last() {
    return last;
  }

  /** {@return whether an empty line stands right above {@code token}} */
  boolean belowBlank(Token token) {
    return belowBlank.contains(token.getStartIndex());
  }

  /** {@return whether an empty line stands above {@code token}, or above a comment before it} */
  boolean setApart(Token token) {
    return belowBlank(token)
        || before.getOrDefault(token.getStartIndex(), List.of()).stream().anyMatch(Note::blank);
  }

  /**
   * Moves the comments between an operator and its right operand in front of the operator, which is
   * going to begin the line of that operand.
   */
  void moveBefore(Token operator, Token left, Token right) {
    var notes = new ArrayList<>(takeBefore(operator));
    Optional.ofNullable(after.remove(operator.getStartIndex()))
        .ifPresent(remark -> {
          if (notes.isEmpty() && after(left).isEmpty()) {
            after.put(left.getStartIndex(), remark);
          } else {
            notes.add(new Note(remark, false));
          }
        });
    notes.addAll(takeBefore(right));
    if (!notes.isEmpty()) {
      before.put(operator.getStartIndex(), notes);
    }
  }
}
