package org.lossexp.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Feeding;
import org.lossexp.formula.BoundLoss;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.Family;
import org.lossexp.spi.Head;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;
import org.lossexp.spi.Value;

/** Checks that data, model and loss of a candidate go together. */
final class Fit {
  private static final int NAMED = 8;

  /** In the text of a loss, the names that a formula gives to its heads. */
  private static final Pattern NAMED_HEADS = Pattern.compile("for heads\\(([^)]*)\\)");

  private final LossCompiler losses;
  private final Diagnostics diagnostics;
  private final Map<Binding, Optional<BoundLoss>> bound = new HashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  /** What a section says in vain → the losses for which it does. */
  private final Map<String, Set<String>> idle = new LinkedHashMap<>();

  private final Set<Name> allowances = new LinkedHashSet<>();

  private record Binding(String loss, Span span, TargetFacts facts) {}

  Fit(LossCompiler losses, Diagnostics diagnostics) {
    this.losses = losses;
    this.diagnostics = diagnostics;
  }

  /** {@return mismatches that are meant, and what does nothing, for the report} */
  Set<String> notes() {
    Set<String> all = new LinkedHashSet<>(notes);
    idle.forEach((note, losses) -> all.add(note.formatted(String.join(", ", losses))));
    return all;
  }

  /** Warns of what is allowed and does not occur: the file has changed, or a word is wrong. */
  void warnOfIdle(List<Declared> declared) {
    for (Declared thing : declared) {
      for (Name allowance : thing.allowed()) {
        if (!allowances.contains(allowance)) {
          diagnostics.warning(
              Codes.ALLOWS_NOTHING,
              allowance.span(),
              "there is no %s in `%s` to allow".formatted(allowance.text(), thing.name()),
              "",
              "delete it: a mismatch that comes later would go unseen");
        }
      }
    }
  }

  /** {@return the candidate's loss, bound to its data; what does not fit is reported} */
  Optional<Feedings.Fed> of(Candidate candidate) {
    DataHeader header = candidate.data().header();
    LossDescriptor loss = candidate.loss().loss().descriptor();
    if (!Feedings.takes(loss, header.task())) {
      wrongTask(candidate);
      return Optional.empty();
    }
    Feedings.Occasion occasion = Feedings.Occasion.of(candidate);
    if (!isSupplied(candidate, occasion) || !isSeen(candidate)) {
      return Optional.empty();
    }
    Step head = candidate.layers().getLast();
    if (head.value().arguments().isWord("units", "classes") && header.classes().isEmpty()) {
      diagnostics.error(
          Codes.UNITS_MISMATCH,
          head.written().span(),
          "`classes` is the number of classes, and the target of `%s` has none"
              .formatted(candidate.dataItem().name()),
          "write `dense(outputs)`");
      return Optional.empty();
    }
    Optional<Feedings.Fed> known =
        Feedings.bind(loss, occasion, facts -> bound(candidate.loss(), facts));
    if (known.isEmpty()) {
      refuse(candidate, occasion, head);
      return known;
    }
    boolean embeds = Feedings.embeds(loss, header.task());
    if (embeds && Feedings.isTaught(known.get())) {
      onlyEvaluated(candidate, "its target is what another network or a person says", List.of());
      return Optional.empty();
    }
    if (!embeds && !Heads.scores(head.value())) {
      checkLink(candidate, head, known.get().function().head());
      checkNames(candidate, head);
    }
    idle(candidate, known.get().feeding());
    return known;
  }

  /** Says how many units a loss wants that could not be bound to those of the model. */
  private void refuse(Candidate candidate, Feedings.Occasion occasion, Step head) {
    Optional<Feedings.Fed> free =
        Feedings.bind(
            candidate.loss().loss().descriptor(),
            occasion.ending(),
            facts -> bound(candidate.loss(), facts));
    int given = Heads.writtenUnits(occasion.model(), occasion.classCounts().size()).orElse(0);
    free.ifPresent(fed ->
        unitsMismatch(
            candidate, head, fed.function().head().units() / fed.feeding().side(), given));
  }

  /** What a loss cannot do without besides features and target, the data must give. */
  private boolean isSupplied(Candidate candidate, Feedings.Occasion occasion) {
    LossDescriptor loss = candidate.loss().loss().descriptor();
    Optional<ExtraInput> missing = Feedings.missing(loss, occasion);
    if (missing.isPresent()) {
      String name = missing.get().name();
      List<String> notes = new ArrayList<>();
      notes.add("`%s` is %s".formatted(name, missing.get().meaning()));
      if (name.equals("teacher_logits")) {
        notes.add("a source takes them by `teacher = \"teacher_*\"`, a column for each class");
      }
      notes.add("`lossexp eval` takes it on numbers: `--extra %s=…`".formatted(name));
      String gives = candidate.dataItem().name();
      onlyEvaluated(
          candidate, "it needs `%s`, which `%s` does not give".formatted(name, gives), notes);
      return false;
    }
    Optional<String> reason = Feedings.onlyEvaluated(loss);
    if (reason.isPresent()) {
      onlyEvaluated(candidate, reason.get(), List.of());
      return false;
    }
    if (Feedings.embeds(loss, occasion.task()) && Feedings.needsViews(loss) && !occasion.views()) {
      diagnostics.error(
          Codes.NO_VIEWS,
          candidate.loss().span(),
          "`%s` compares two views of each example, and `%s` makes none"
              .formatted(candidate.loss().name(), candidate.dataItem().name()),
          "",
          "write `-> views(noise(0.1), mask(20%))` at the end of the data");
      return false;
    }
    return true;
  }

  private void onlyEvaluated(Candidate candidate, String reason, List<String> notes) {
    diagnostics.error(
        Codes.EVAL_ONLY,
        candidate.loss().span(),
        "`%s` cannot be trained here: %s".formatted(candidate.loss().name(), reason),
        "",
        notes);
  }

  /** Users and items are no features: layers see them only by looking them up. */
  private boolean isSeen(Candidate candidate) {
    DataHeader header = candidate.data().header();
    Step first = candidate.layers().getFirst();
    boolean blind =
        header.features().isEmpty()
            && header.inputs().image().isEmpty()
            && !header.inputs().codes().isEmpty()
            && !Models.looksUp(candidate.modelCalls());
    if (blind) {
      diagnostics.error(
          Codes.NOTHING_TO_SEE,
          first.written().span(),
          "`%s` has no features, and this model looks nothing up: all items would score the same"
              .formatted(candidate.dataItem().name()),
          "write `factors(32)`",
          "or `embedding(32) -> dense(64, relu) -> dense(outputs)`; triples take"
              + " `translational(32)`");
    }
    return !blind;
  }

  private void idle(String note, String loss) {
    idle.computeIfAbsent(note, _ -> new LinkedHashSet<>()).add("`" + loss + "`");
  }

  /** Notes what `train` says and this loss does not hear. */
  private void idle(Candidate candidate, Feeding feeding) {
    Arguments train = candidate.train().arguments();
    String name = candidate.loss().name();
    boolean classes =
        switch (feeding) {
          case Feeding.Examples examples -> examples.classes();
          case Feeding.Views views -> !views.own();
          case Feeding.Tuples _, Feeding.Stacked _, Feeding.Pairs _ -> true;
          case Feeding.Preferences _ -> false;
        };
    boolean mines = feeding instanceof Feeding.Tuples || feeding instanceof Feeding.Stacked;
    if (train.value("sampler").isPresent() && !classes) {
      idle("`sampler` does nothing for %s: there are no classes to compare", name);
    }
    if (train.values().containsKey("mining") && !train.isWord("mining", "random") && !mines) {
      idle("`mining` does nothing for %s: there are no triplets to find", name);
    }
    if (feeding instanceof Feeding.Preferences(int negatives)
        && train.value("negatives").orElse(null) instanceof Value.Call call
        && call.arguments().whole("count") != negatives) {
      idle("%s: one negative each, however many `negatives` says", name);
    }
  }

  /** {@return {@code loss}, bound; what stands against it is reported later, if at all} */
  private Optional<BoundLoss> bound(ResolvedLoss loss, TargetFacts facts) {
    var listener =
        facts.headUnits().isEmpty() ? diagnostics : new Diagnostics(diagnostics.source());
    return bound
        .computeIfAbsent(
            new Binding(loss.text(), loss.span(), facts), _ -> losses.bind(loss, facts, listener))
        .filter(it ->
            facts.headUnits().isEmpty()
                || it.function().head().units() == facts.headUnits().getAsInt());
  }

  private void wrongTask(Candidate candidate) {
    DataHeader header = candidate.data().header();
    LossDescriptor loss = candidate.loss().loss().descriptor();
    Step source = candidate.data().steps().getFirst();
    boolean takesTask =
        source.descriptor().parameters().stream().anyMatch(p -> p.name().equals("task"));
    String hint = "";
    if (takesTask && header.task().hasClasses() && loss.tasks().contains(Task.REGRESSION)) {
      hint = "if the target of `%s` is a number, write `task = regression` in `%s(…)`";
    } else if (takesTask && header.task() == Task.REGRESSION) {
      hint = "if the target of `%s` is a class, write `task = classification` in `%s(…)`";
    }
    String fitting =
        losses.catalogue().losses().stream()
            .map(Loss::descriptor)
            .filter(d -> Feedings.takes(d, header.task()))
            .sorted(
                Comparator.comparing(
                        (LossDescriptor d) -> !d.name().contains(candidate.loss().name()))
                    .thenComparing(d -> !d.tasks().contains(header.task())))
            .limit(NAMED)
            .map(LossDescriptor::name)
            .collect(Collectors.joining(", "));
    String possible = "losses for %s: %s".formatted(header.task().words(), fitting);
    diagnostics.error(
        FormulaCodes.WRONG_TASK,
        candidate.loss().span(),
        "`%s` is no loss for %s, which `%s` asks for"
            .formatted(candidate.loss().name(), asked(header), candidate.dataItem().name()),
        "",
        hint.isEmpty()
            ? List.of(possible)
            : List.of(
                hint.formatted(candidate.dataItem().name(), source.value().name()), possible));
  }

  private static String asked(DataHeader header) {
    return header.classes().isEmpty()
        ? header.task().words()
        : "%s (%d classes)".formatted(header.task().words(), header.classes().size());
  }

  private void unitsMismatch(Candidate candidate, Step head, int wanted, int units) {
    diagnostics.error(
        Codes.UNITS_MISMATCH,
        head.written().span(),
        "`%s` needs %s for `%s`, and this head gives %d"
            .formatted(
                candidate.loss().name(),
                Counts.of(wanted, "output"),
                candidate.dataItem().name(),
                units),
        "write `dense(outputs)`",
        "`dense(outputs)` has as many units as each loss asks for");
  }

  /** The names that a model gives its heads and those that a formula gives them are one list. */
  private void checkNames(Candidate candidate, Step head) {
    Matcher heads = NAMED_HEADS.matcher(candidate.loss().text());
    if (!Heads.isNamed(head.value()) || !heads.find()) {
      return;
    }
    String names = String.join(", ", head.value().arguments().words("names"));
    if (!names.equals(heads.group(1))) {
      diagnostics.error(
          Codes.UNITS_MISMATCH,
          head.written().span(),
          "the heads of `%s` are `%s`, and this layer has `%s`"
              .formatted(candidate.loss().name(), heads.group(1), names),
          "write `dense(outputs)`, or the same names in the same order");
    }
  }

  /** A loss that compares numbers takes them from wherever the head's activation puts them. */
  private void checkLink(Candidate candidate, Step head, Head wanted) {
    boolean comparesNumbers =
        candidate.loss().loss().descriptor().family() == Family.REGRESSION
            && wanted.all(Head.Link.IDENTITY);
    if (comparesNumbers) {
      return;
    }
    Optional<Head.Link> link = Heads.writtenLink(head.value());
    boolean bends = link.isEmpty() && !isPlain(head.value());
    if (bends || link.filter(written -> !wanted.all(written)).isPresent()) {
      linkMismatch(candidate, head, wanted);
    }
  }

  private static boolean isPlain(Value.Call head) {
    return Heads.isNamed(head) || head.arguments().isWord("activation", "identity");
  }

  private void linkMismatch(Candidate candidate, Step head, Head wanted) {
    String given =
        isPlain(head.value())
            ? "gives plain scores"
            : "applies `%s`".formatted(head.value().arguments().word("activation"));
    String message =
        "`%s` takes %s, and this head %s".formatted(candidate.loss().name(), taken(wanted), given);
    List<Name> meant =
        Stream.of(candidate.lossItem(), candidate.modelItem())
            .flatMap(item -> item.declared().allowance(Codes.LINK_MISMATCH).stream())
            .toList();
    allowances.addAll(meant);
    if (!meant.isEmpty()) {
      notes.add(message + ": the file allows it");
      diagnostics.warning(
          Codes.LINK_MISMATCH, head.written().span(), message, "allowed by the file");
    } else {
      diagnostics.error(
          Codes.LINK_MISMATCH,
          head.written().span(),
          message,
          "write `dense(outputs)`",
          "`dense(outputs)` gives each loss what it takes",
          "if it is meant, write `allow %s` above the loss or the model"
              .formatted(Codes.LINK_MISMATCH));
    }
  }

  private static String taken(Head head) {
    return head.links().stream().map(Fit::taken).distinct().collect(Collectors.joining(" and "));
  }

  private static String taken(Head.Link link) {
    return switch (link) {
      case IDENTITY -> "plain scores";
      case SIGMOID -> "numbers between 0 and 1 (`sigmoid`)";
      case SOFTMAX -> "probabilities (`softmax`)";
      case LOG_SOFTMAX -> "logarithms of probabilities";
      case SOFTPLUS -> "positive numbers (`softplus`)";
    };
  }
}
