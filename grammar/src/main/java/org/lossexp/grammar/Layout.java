package org.lossexp.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.lossexp.grammar.Document.Align;
import org.lossexp.grammar.Document.Break;
import org.lossexp.grammar.Document.Comma;
import org.lossexp.grammar.Document.Group;
import org.lossexp.grammar.Document.Indent;
import org.lossexp.grammar.Document.NewLine;
import org.lossexp.grammar.Document.Remark;
import org.lossexp.grammar.Document.Row;
import org.lossexp.grammar.Document.Space;
import org.lossexp.grammar.syntax.LossExpParser.*;

/**
 * The canonical layout of statements ({@code grammar/README.md}, "Layout"). It is built from
 * ANTLR's contexts, not from the syntax tree: these still hold every word as it was written, each
 * parenthesis too, and a layout must not lose one.
 */
final class Layout {
  /** How far the lines of a formula that is broken stand to the right of its statement. */
  private static final int HANG = 4;

  /** How far what stands between brackets is indented, and clauses of a declaration. */
  private static final int STEP = 2;

  private static final Document SPACE = new Space(1);
  private static final Document BREAK = new Break(1);
  private static final Document SOFT_BREAK = new Break(0);

  private final Comments comments;

  private Layout(Comments comments) {
    this.comments = comments;
  }

  static Document of(List<StatementContext> statements, Comments comments) {
    return new Layout(comments).file(statements);
  }

  // Statements.

  private Document file(List<StatementContext> statements) {
    var parts = new ArrayList<Document>();
    int start = 0;
    while (start < statements.size()) {
      int end = runEnd(statements, start);
      int width =
          statements.subList(start, end).stream()
              .mapToInt(statement -> statement.getStart().getText().length())
              .max()
              .orElseThrow();
      for (StatementContext statement : statements.subList(start, end)) {
        Token first = statement.getStart();
        parts.addAll(ownLines(comments.takeBefore(first)));
        parts.add(new NewLine(comments.belowBlank(first)));
        parts.add(statement(statement, width - first.getText().length()));
      }
      start = end;
    }
    parts.addAll(ownLines(comments.last()));
    return new Row(parts);
  }

  private static List<Document> ownLines(List<Comments.Note> notes) {
    return notes.stream()
        .map(note -> Document.row(new NewLine(note.blank()), new Remark(note.text(), false)))
        .toList();
  }

  /** {@return the end of the statements from {@code start} on that are written in columns} */
  private int runEnd(List<StatementContext> statements, int start) {
    Columns columns = columns(statements.get(start));
    int end = start + 1;
    while (columns != Columns.NONE
        && end < statements.size()
        && columns(statements.get(end)) == columns
        && !comments.setApart(statements.get(end).getStart())) {
      end++;
    }
    return end;
  }

  /** Statements whose contents begin in one column, where they follow one another. */
  private enum Columns {
    TITLES,
    BLOCKS,
    NONE
  }

  private static Columns columns(StatementContext statement) {
    return switch (statement) {
      case TitleContext _, QuestionContext _ -> Columns.TITLES;
      case BlockContext _, MeasureContext _ -> Columns.BLOCKS;
      default -> Columns.NONE;
    };
  }

  /**
   * @param pad how many blanks the first word lacks, where statements stand in columns
   */
  private Document statement(StatementContext context, int pad) {
    return switch (context) {
      case LanguageContext it -> spaced(leaf(it.LANGUAGE()), leaf(it.NUMBER()));
      case TitleContext it ->
          Document.row(leaf(it.EXPERIMENT()), new Space(1 + pad), leaf(it.STRING()));
      case QuestionContext it ->
          Document.row(leaf(it.QUESTION()), new Space(1 + pad), leaf(it.STRING()));
      case ImportedContext it -> spaced(leaf(it.IMPORT()), leaf(it.STRING()));
      case UsesContext it -> {
        Document plugin = spaced(leaf(it.USES()), leaf(it.STRING()));
        yield it.NUMBER() == null
            ? plugin
            : spaced(plugin, leaf(it.GREATER_OR_EQUAL()), leaf(it.NUMBER()));
      }
      case AllowContext it -> spaced(leaf(it.ALLOW()), filled(each(it.NAME(), this::leaf)));
      case LetContext it -> spaced(leaf(it.LET()), leaf(it.NAME()), let(it.setting()));
      case DeclareOrUseContext it ->
          it.definition() == null
              ? spaced(leaf(it.kind()), filled(each(it.item(), this::item)))
              : spaced(leaf(it.kind()), item(it.item(0)), definition(it.definition()));
      case DefineContext it ->
          spaced(leaf(it.DEFINE()), leaf(it.kind()), item(it.item()), definition(it.definition()));
      case BlockContext it ->
          // A block that is broken has nothing to stand in a column with.
          new Group(
              Document.row(
                  leaf(it.section()),
                  SPACE,
                  new Document.Pad(pad),
                  inBrackets(it.LBRACE(), BREAK, entries(it), it.RBRACE())));
      case MeasureContext it ->
          Document.row(leaf(it.MEASURE()), new Space(1 + pad), filled(each(it.item(), this::item)));
      case ZipContext it -> spaced(leaf(it.ZIP()), filled(each(it.call(), this::call)));
      case ExcludeContext it ->
          spaced(leaf(it.EXCLUDE()), leaf(it.WHEN()), condition(it.condition(), HANG));
      default -> throw unknown(context);
    };
  }

  private Document definition(DefinitionContext context) {
    var parts = new ArrayList<Document>();
    if (context.FOR() != null) {
      parts.add(spaced(leaf(context.FOR()), item(context.item())));
      parts.add(SPACE);
    }
    parts.add(leaf(context.ASSIGN()));
    parts.add(body(context.value()));
    if (context.WHEN() != null) {
      Document clause = spaced(leaf(context.WHEN()), formula(context.formula(), HANG));
      parts.add(new Indent(STEP, new Group(Document.row(BREAK, clause))));
    }
    if (context.WHERE() != null) {
      Document named = joined(each(context.part(), this::part)).orElseThrow();
      Document clause = spaced(leaf(context.WHERE()), new Align(new Group(named)));
      parts.add(new Indent(STEP, Document.row(new NewLine(false), clause)));
    }
    return new Row(parts);
  }

  private Document let(SettingContext context) {
    return context instanceof FixedContext fixed
        ? Document.row(leaf(fixed.ASSIGN()), body(fixed.value()))
        : setting(context);
  }

  /** What a declaration stands for: a formula that does not fit begins on a line of its own. */
  private Document body(ValueContext context) {
    FormulaContext formula = context.formula(0);
    boolean staysOnLine =
        context.formula().size() > 1
            || formula instanceof SequenceContext
            || (formula instanceof ReferenceContext reference && isConfigured(reference.call()));
    return staysOnLine ? Document.row(SPACE, assigned(context)) : onNextLine(formula);
  }

  /** {@return whether a call has arguments with names, as no function of a formula has} */
  private static boolean isConfigured(CallContext call) {
    return call.arguments() != null
        && call.arguments().argument().stream().anyMatch(NamedContext.class::isInstance);
  }

  /** A formula behind a word if it fits there, else below it. */
  private Document onNextLine(FormulaContext formula) {
    return new Indent(HANG, new Group(Document.row(BREAK, formula(formula, 0))));
  }

  private Document part(PartContext context) {
    return Document.row(
        leaf(context.NAME()), SPACE, leaf(context.ASSIGN()), onNextLine(context.formula()));
  }

  /** Entries may stand in groups, as statements may; then each has a line of its own. */
  private Optional<Document> entries(BlockContext context) {
    var parts = new ArrayList<Document>();
    for (EntryContext entry : context.entry()) {
      if (!parts.isEmpty()) {
        parts.add(new Comma());
        parts.add(comments.setApart(entry.getStart()) ? new NewLine(true) : BREAK);
      }
      parts.add(entry(entry));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Row(parts));
  }

  private Document entry(EntryContext context) {
    return spaced(leaf(context.word()), setting(context.setting()));
  }

  // Settings.

  private Document setting(SettingContext context) {
    return switch (context) {
      case FixedContext it -> spaced(leaf(it.ASSIGN()), assigned(it.value()));
      case SweptContext it -> spaced(leaf(it.IN()), domain(it.domain()));
      case TunedContext it -> spaced(leaf(it.TUNE()), domain(it.domain()));
      default -> throw unknown(context);
    };
  }

  private Document domain(DomainContext context) {
    return switch (context) {
      case ChoicesContext it -> bracketed(it.LBRACE(), SOFT_BREAK, values(it.value()), it.RBRACE());
      case IntervalContext it -> {
        var parts = new ArrayList<Document>();
        Optional.ofNullable(it.scale).ifPresent(scale -> parts.add(leaf(scale)));
        parts.add(bound(it.bound(0)));
        parts.add(leaf(it.RANGE()));
        parts.add(bound(it.bound(1)));
        if (it.BY() != null) {
          parts.add(leaf(it.BY()));
          parts.add(leaf(it.NUMBER()));
        }
        yield spaced(parts.toArray(Document[]::new));
      }
      default -> throw unknown(context);
    };
  }

  private Document bound(BoundContext context) {
    return context.MINUS() == null
        ? leaf(context.getStop())
        : Document.row(leaf(context.MINUS()), leaf(context.getStop()));
  }

  // Values and formulas.

  /** What stands behind {@code =}: the steps of a broken pipeline stand below one another. */
  private Document assigned(ValueContext context) {
    return context.formula().size() == 1
        ? value(context, HANG)
        : new Align(pipeline(context, -"-> ".length(), 0));
  }

  /**
   * @param hang how far lines after the first are indented
   */
  private Document value(ValueContext context, int hang) {
    return context.formula().size() == 1
        ? formula(context.formula(0), hang)
        : pipeline(context, hang, hang);
  }

  private Document pipeline(ValueContext context, int arrowIndent, int stepIndent) {
    List<FormulaContext> steps = context.formula();
    List<TerminalNode> arrows = context.ARROW();
    for (int i = 1; i < steps.size(); i++) {
      comments.moveBefore(
          arrows.get(i - 1).getSymbol(), steps.get(i - 1).getStop(), steps.get(i).getStart());
    }
    var parts = new ArrayList<Document>();
    parts.add(formula(steps.getFirst(), HANG));
    for (int i = 1; i < steps.size(); i++) {
      Document arrow = Document.row(BREAK, leaf(arrows.get(i - 1)), SPACE);
      parts.add(new Indent(arrowIndent, arrow));
      parts.add(new Indent(stepIndent, formula(steps.get(i), HANG)));
    }
    return new Group(new Row(parts));
  }

  private Document formula(FormulaContext context, int hang) {
    return switch (context) {
      case ProductContext _, SumContext _, ComparisonContext _, AndContext _, OrContext _ ->
          chain(context, hang, operand -> formula((FormulaContext) operand, HANG));
      case IndexContext it -> index(it);
      case PowerContext it ->
          Document.row(
              formula(it.formula(0), HANG), leaf(it.operator), formula(it.formula(1), HANG));
      case NegateContext it -> Document.row(leaf(it.MINUS()), formula(it.formula(), HANG));
      case NotContext it -> spaced(leaf(it.NOT()), formula(it.formula(), HANG));
      case ConditionalContext it -> conditional(it, hang);
      case GroupContext it ->
          Document.row(leaf(it.LPAREN()), new Align(value(it.value(), 0)), leaf(it.RPAREN()));
      case ConstantContext it -> leaf(it.literal());
      case SequenceContext it -> list(it.list());
      case ReferenceContext it -> call(it.call());
      default -> throw unknown(context);
    };
  }

  /**
   * Operands joined by operators of one precedence; broken before each operator, or nowhere. Goes
   * down the left side in a loop: a sum of 20,000 terms is as deep as it is long.
   */
  private Document chain(
      ParserRuleContext context, int hang, Function<ParserRuleContext, Document> operand) {
    Deque<ParserRuleContext> links = new ArrayDeque<>();
    ParserRuleContext leftmost = context;
    while (leftmost.getClass() == context.getClass()) {
      links.push(leftmost);
      ParserRuleContext left = child(leftmost, 0);
      comments.moveBefore(operator(leftmost), left.getStop(), child(leftmost, 2).getStart());
      leftmost = left;
    }
    var parts = new ArrayList<Document>();
    parts.add(operand.apply(leftmost));
    for (ParserRuleContext link : links) {
      Document right =
          Document.row(BREAK, leaf(operator(link)), SPACE, operand.apply(child(link, 2)));
      parts.add(new Indent(hang, right));
    }
    return new Group(new Row(parts));
  }

  private static ParserRuleContext child(ParserRuleContext context, int index) {
    return (ParserRuleContext) context.getChild(index);
  }

  private static Token operator(ParserRuleContext link) {
    return ((TerminalNode) link.getChild(1)).getSymbol();
  }

  private Document index(IndexContext context) {
    Deque<IndexContext> indexes = new ArrayDeque<>();
    FormulaContext vector = context;
    while (vector instanceof IndexContext it) {
      indexes.push(it);
      vector = it.formula(0);
    }
    var parts = new ArrayList<Document>();
    parts.add(formula(vector, HANG));
    for (IndexContext it : indexes) {
      parts.add(leaf(it.LBRACKET()));
      parts.add(formula(it.formula(1), HANG));
      parts.add(leaf(it.RBRACKET()));
    }
    return new Row(parts);
  }

  /** A chain of {@code else if} is one group: each of its cases gets a line, or none does. */
  private Document conditional(ConditionalContext context, int hang) {
    var parts = new ArrayList<Document>();
    parts.add(ifThen(context));
    ConditionalContext last = context;
    while (last.formula(2) instanceof ConditionalContext next) {
      Document otherwise = Document.row(BREAK, leaf(last.ELSE()), SPACE, ifThen(next));
      parts.add(new Indent(hang, otherwise));
      last = next;
    }
    Document otherwise = Document.row(BREAK, leaf(last.ELSE()), onNextLine(last.formula(2)));
    parts.add(new Indent(hang, otherwise));
    return new Group(new Row(parts));
  }

  private Document ifThen(ConditionalContext context) {
    return Document.row(
        leaf(context.IF()),
        SPACE,
        formula(context.formula(0), HANG),
        SPACE,
        leaf(context.THEN()),
        onNextLine(context.formula(1)));
  }

  private Document list(ListContext context) {
    return bracketed(context.LBRACKET(), SOFT_BREAK, values(context.value()), context.RBRACKET());
  }

  // Calls.

  private Document call(CallContext context) {
    return Document.row(path(context.path()), given(context.arguments()));
  }

  private Document item(ItemContext context) {
    List<ParseTree> path = new ArrayList<>(context.children);
    path.remove(context.arguments());
    return Document.row(dotted(path), given(context.arguments()));
  }

  private Document path(PathContext context) {
    return dotted(context.children);
  }

  private Document dotted(List<ParseTree> path) {
    return new Row(each(path, this::leaf));
  }

  private Document given(ArgumentsContext context) {
    if (context == null) {
      return new Row(List.of());
    }
    List<ArgumentContext> arguments = context.argument();
    // Where one argument ends is plain if there is no other.
    int hang = arguments.size() == 1 ? 0 : HANG;
    return bracketed(
        context.LPAREN(),
        SOFT_BREAK,
        joined(each(arguments, argument -> argument(argument, hang))),
        context.RPAREN());
  }

  private Document argument(ArgumentContext context, int hang) {
    return switch (context) {
      case NamedContext it -> spaced(leaf(it.getStart()), setting(it.setting()));
      case PositionalContext it -> Document.row(value(it.value(), hang), counted(it));
      default -> throw unknown(context);
    };
  }

  /** {@code except label} and {@code when CONDITION}, which say what a reduction runs over. */
  private Document counted(PositionalContext context) {
    if (context.EXCEPT() != null) {
      return clause(context.EXCEPT(), leaf(context.NAME()));
    }
    return context.WHEN() == null
        ? new Row(List.of())
        : clause(context.WHEN(), formula(context.formula(), HANG));
  }

  private Document clause(TerminalNode word, Document rest) {
    return new Indent(HANG, new Group(Document.row(BREAK, leaf(word), SPACE, rest)));
  }

  // Conditions.

  private Document condition(ConditionContext context, int hang) {
    return switch (context) {
      case ConjunctionContext _, AlternativeContext _ ->
          chain(context, hang, operand -> condition((ConditionContext) operand, HANG));
      case NegationContext it -> spaced(leaf(it.NOT()), condition(it.condition(), HANG));
      case GroupingContext it ->
          Document.row(
              leaf(it.LPAREN()), new Align(condition(it.condition(), 0)), leaf(it.RPAREN()));
      case RelationContext it ->
          spaced(path(it.path()), leaf(it.operator), comparand(it.comparand()));
      case MembershipContext it ->
          spaced(
              path(it.path()),
              leaf(it.IN()),
              bracketed(it.LBRACE(), SOFT_BREAK, values(it.value()), it.RBRACE()));
      default -> throw unknown(context);
    };
  }

  private Document comparand(ComparandContext context) {
    if (context.call() != null) {
      return call(context.call());
    }
    if (context.list() != null) {
      return list(context.list());
    }
    return context.MINUS() == null
        ? leaf(context.literal())
        : Document.row(leaf(context.MINUS()), leaf(context.literal()));
  }

  // Lists.

  /**
   * Something between brackets: on one line, or indented on lines of its own.
   *
   * @param edge what separates it from the brackets
   * @param items nothing, or what stands between the brackets in one piece
   */
  private Document bracketed(
      TerminalNode open, Document edge, Optional<Document> items, TerminalNode close) {
    return new Group(inBrackets(open, edge, items, close));
  }

  /** The same, where the group is larger. */
  private Document inBrackets(
      TerminalNode open, Document edge, Optional<Document> items, TerminalNode close) {
    var inside = new ArrayList<Document>();
    items.ifPresent(content -> inside.add(Document.row(edge, content)));
    for (Comments.Note note : comments.takeBefore(close.getSymbol())) {
      inside.add(Document.row(SOFT_BREAK, new Remark(note.text(), false)));
    }
    if (inside.isEmpty() && comments.after(open.getSymbol()).isEmpty()) {
      return Document.row(leaf(open), leaf(close));
    }
    Document content = new Indent(STEP, new Row(inside));
    return Document.row(leaf(open), content, edge, leaf(close));
  }

  /** Values share lines where each is a word or a number; else each gets its own. */
  private Optional<Document> values(List<ValueContext> values) {
    List<Document> items = each(values, value -> value(value, HANG));
    return values.stream().allMatch(Layout::isWord) ? Optional.of(packed(items)) : joined(items);
  }

  private static boolean isWord(ValueContext value) {
    ParserRuleContext word =
        value.formula(0) instanceof NegateContext negated ? negated.formula() : value;
    return word.getStart().equals(word.getStop());
  }

  /** What stands behind a word, as many in a line as fit, below one another. */
  private static Document filled(List<Document> items) {
    return new Align(packed(items));
  }

  private static Document packed(List<Document> items) {
    var parts = new ArrayList<Document>();
    for (Document item : items) {
      if (parts.isEmpty()) {
        parts.add(item);
      } else {
        parts.add(new Comma());
        parts.add(new Group(Document.row(BREAK, item)));
      }
    }
    return new Row(parts);
  }

  /** A line for each, if the group around them is broken. */
  private static Optional<Document> joined(List<Document> items) {
    var parts = new ArrayList<Document>();
    for (Document item : items) {
      if (!parts.isEmpty()) {
        parts.add(new Comma());
        parts.add(BREAK);
      }
      parts.add(item);
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Row(parts));
  }

  // Words.

  private static Document spaced(Document... parts) {
    var row = new ArrayList<Document>();
    for (Document part : parts) {
      if (!row.isEmpty()) {
        row.add(SPACE);
      }
      row.add(part);
    }
    return new Row(row);
  }

  /** The one word that a piece of the tree consists of. */
  private Document leaf(ParseTree word) {
    return switch (word) {
      case TerminalNode terminal -> leaf(terminal.getSymbol());
      case ParserRuleContext context -> leaf(context.getStart());
      default -> throw new AssertionError("no word: " + word.getClass());
    };
  }

  /** A word or sign, with the comments around it. */
  private Document leaf(Token token) {
    var parts = new ArrayList<Document>();
    for (Comments.Note note : comments.takeBefore(token)) {
      parts.add(new Remark(note.text(), false));
    }
    parts.add(new Document.Text(token.getText()));
    comments.after(token).ifPresent(remark -> parts.add(new Remark(remark, true)));
    return parts.size() == 1 ? parts.getFirst() : new Row(parts);
  }

  private static <C> List<Document> each(List<? extends C> contexts, Function<C, Document> lay) {
    return contexts.stream().map(context -> lay.apply(context)).toList();
  }

  private static AssertionError unknown(ParserRuleContext context) {
    return new AssertionError("no layout of " + context.getClass());
  }
}
