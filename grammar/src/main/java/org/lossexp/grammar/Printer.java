package org.lossexp.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a document into text, group by group from the outside: a group stands on one line if it
 * fits there together with what follows it up to the next possible break. Recursion is replaced by
 * a stack, for a document may be deep; a look ahead ends with the line, so the time is linear.
 */
final class Printer {
  /** The longest line, in code points; what cannot be broken may be longer. */
  static final int WIDTH = 100;

  /** Beyond this column nothing is aligned: there would be no room to the right. */
  private static final int FARTHEST = 50;

  /** What is indented instead. */
  private static final int INSTEAD = 7;

  /** How far a line stands to the right that only a comment has broken. */
  private static final int HANG = 4;

  /** A document being printed; of a row, {@code next} is the first part not yet begun. */
  private static final class Frame {
    private final Document document;
    private final int indent;
    private final boolean flat;
    private int next;

    Frame(Document document, int indent, boolean flat) {
      this.document = document;
      this.indent = indent;
      this.flat = flat;
    }
  }

  /** Where a comment stands behind other text. */
  private record Trailing(int offset, int column, int line) {}

  private final int most;
  private final StringBuilder text = new StringBuilder();
  private final List<Frame> stack = new ArrayList<>();

  private final List<Trailing> remarks = new ArrayList<>();

  private int line;
  private int column;
  private int spaces;
  private boolean lineEnded;
  private boolean blank;
  private int lineIndent;
  private Optional<String> trailing = Optional.empty();
  private boolean afterRemark;

  private Printer(int most) {
    this.most = most;
  }

  /** {@return the text of {@code document}; nothing if it has more than {@code most} characters} */
  static Optional<String> print(Document document, int most) {
    var printer = new Printer(most);
    printer.push(document, 0, false);
    while (!printer.stack.isEmpty() && printer.text.length() <= most) {
      printer.step();
    }
    return printer.finished();
  }

  private Optional<String> finished() {
    writeTrailing();
    if (!text.isEmpty()) {
      text.append('\n');
    }
    return Optional.of(aligned()).filter(whole -> whole.length() <= most);
  }

  /** {@return the text, with the comments behind lines that follow one another in one column} */
  private String aligned() {
    var whole = new StringBuilder();
    int from = 0;
    int start = 0;
    while (start < remarks.size()) {
      int end = start + 1;
      while (end < remarks.size()
          && remarks.get(end).line == remarks.get(end - 1).line + 1
          && remarks.get(end).column <= WIDTH
          && remarks.get(start).column <= WIDTH) {
        end++;
      }
      int farthest =
          remarks.subList(start, end).stream().mapToInt(Trailing::column).max().orElseThrow();
      for (Trailing remark : remarks.subList(start, end)) {
        whole.append(text, from, remark.offset).repeat(' ', farthest - remark.column);
        from = remark.offset;
      }
      start = end;
    }
    return whole.append(text, from, text.length()).toString();
  }

  private void push(Document document, int indent, boolean flat) {
    stack.add(new Frame(document, indent, flat));
  }

  private void step() {
    Frame frame = stack.getLast();
    if (frame.document instanceof Document.Row row && frame.next < row.parts().size()) {
      push(row.parts().get(frame.next++), frame.indent, frame.flat);
      return;
    }
    stack.removeLast();
    switch (frame.document) {
      case Document.Row _ -> {}
      case Document.Text(String words) -> write(words, frame.indent);
      case Document.Space(int width) -> spaces += width;
      case Document.Pad(int width) -> spaces += frame.flat ? width : 0;
      case Document.Comma _ -> {
        text.append(',');
        column++;
      }
      case Document.Break(int width) -> {
        if (frame.flat && !mustEndLine()) {
          spaces += width;
        } else {
          endLine(frame.indent, false);
        }
      }
      case Document.NewLine newLine -> endLine(frame.indent, newLine.blank());
      case Document.Remark(String words, boolean isTrailing) -> {
        if (isTrailing) {
          trailing = Optional.of(words);
        } else {
          remark(words, frame.indent);
        }
      }
      case Document.Group(Document content) ->
          push(content, frame.indent, frame.flat || fits(content, frame.indent));
      case Document.Indent(int columns, Document content) ->
          push(content, frame.indent + columns, frame.flat);
      case Document.Align(Document content) -> {
        if (mustEndLine()) {
          endLine(frame.indent + HANG, false);
        }
        int here = here(frame.indent);
        push(content, here <= FARTHEST ? here : frame.indent + INSTEAD, frame.flat);
      }
    }
  }

  /** {@return the column in which a text would begin now} */
  private int here(int indent) {
    if (afterRemark || lineEnded) {
      return lineIndent;
    }
    return trailing.isPresent() ? indent + HANG : column + spaces;
  }

  /** {@return whether a comment was written, so that nothing more may stand on its line} */
  private boolean mustEndLine() {
    return afterRemark || trailing.isPresent();
  }

  private void endLine(int indent, boolean blankAfter) {
    writeTrailing();
    afterRemark = false;
    spaces = 0;
    blank |= blankAfter;
    lineEnded = !text.isEmpty();
    lineIndent = indent;
  }

  private void writeTrailing() {
    trailing.ifPresent(remark -> {
      remarks.add(new Trailing(text.length(), column, line));
      text.append("  ").append(remark);
    });
    trailing = Optional.empty();
  }

  private void remark(String words, int indent) {
    if (afterRemark) {
      endLine(lineIndent, false);
    } else if (!lineEnded) {
      endLine(indent + HANG, false);
    }
    write(words, indent);
    afterRemark = true;
  }

  private void write(String words, int indent) {
    if (mustEndLine()) {
      endLine(here(indent), false);
    }
    if (lineEnded) {
      text.append(blank ? "\n\n" : "\n");
      line += blank ? 2 : 1;
      column = 0;
      spaces = lineIndent;
      lineEnded = false;
    }
    blank = false;
    text.append(" ".repeat(spaces)).append(words);
    column += spaces + width(words);
    spaces = 0;
  }

  private static int width(String words) {
    return words.codePointCount(0, words.length());
  }

  /** {@return whether {@code content} fits on the line, with what follows up to the next break} */
  private boolean fits(Document content, int indent) {
    return new LookAhead(stack, WIDTH - here(indent), WIDTH - indent).fits(content);
  }

  /** A look at what is to come, as far as the line reaches. */
  private static final class LookAhead {
    private final List<Frame> stack;
    private final List<Frame> open = new ArrayList<>();
    private final int wholeLine;
    private int room;
    private boolean textSeen;
    private boolean trailingSeen;

    LookAhead(List<Frame> stack, int room, int wholeLine) {
      this.stack = stack;
      this.room = room;
      this.wholeLine = wholeLine;
    }

    boolean fits(Document content) {
      open.add(new Frame(content, 0, true));
      while (!open.isEmpty()) {
        switch (see(true)) {
          case GOES_ON -> {}
          case FITS, TOO_LONG -> {
            return false;
          }
        }
      }
      for (Frame outer : stack.reversed()) {
        open.add(new Frame(outer.document, 0, false));
        open.getLast().next = outer.next;
        while (!open.isEmpty()) {
          switch (see(false)) {
            case GOES_ON -> {}
            case FITS -> {
              return true;
            }
            case TOO_LONG -> {
              return false;
            }
          }
        }
      }
      return true;
    }

    private enum Sight {
      GOES_ON,
      FITS,
      TOO_LONG
    }

    /**
     * Looks at one document.
     *
     * @param inside whether it belongs to the group; what follows the group may be broken
     */
    private Sight see(boolean inside) {
      Frame frame = open.getLast();
      if (frame.document instanceof Document.Row row && frame.next < row.parts().size()) {
        open.add(new Frame(row.parts().get(frame.next++), 0, frame.flat));
        return Sight.GOES_ON;
      }
      open.removeLast();
      return switch (frame.document) {
        case Document.Row _ -> Sight.GOES_ON;
        case Document.Text(String words) -> {
          textSeen = true;
          yield trailingSeen ? lineEnd(inside) : take(width(words));
        }
        case Document.Space(int width) -> take(width);
        case Document.Pad(int width) -> take(width);
        case Document.Comma _ -> take(1);
        case Document.Break(int width) -> inside ? take(width) : Sight.FITS;
        case Document.NewLine _ -> lineEnd(inside);
        case Document.Remark(String _, boolean trailing) -> {
          if (trailing) {
            trailingSeen = true;
            yield Sight.GOES_ON;
          }
          room = wholeLine;
          yield textSeen ? lineEnd(inside) : Sight.GOES_ON;
        }
        case Document.Group(Document content) -> into(content);
        case Document.Indent(int _, Document content) -> into(content);
        case Document.Align(Document content) -> into(content);
      };
    }

    private Sight into(Document content) {
      open.add(new Frame(content, 0, true));
      return Sight.GOES_ON;
    }

    private Sight take(int width) {
      room -= width;
      return room < 0 ? Sight.TOO_LONG : Sight.GOES_ON;
    }

    private static Sight lineEnd(boolean inside) {
      return inside ? Sight.TOO_LONG : Sight.FITS;
    }
  }
}
