package org.lossexp.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lossexp.experiment.DataHeader;
import org.lossexp.formula.BoundLoss;
import org.lossexp.formula.Diagnostics;
import org.lossexp.formula.FormulaCodes;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Name;
import org.lossexp.grammar.Span;
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

  private final LossCompiler losses;
  private final Diagnostics diagnostics;
  private final Map<Binding, Optional<BoundLoss>> bound = new HashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<Name> allowances = new LinkedHashSet<>();

  private record Binding(String loss, Span span, TargetFacts facts) {}

  Fit(LossCompiler losses, Diagnostics diagnostics) {
    this.losses = losses;
    this.diagnostics = diagnostics;
  }

  /** {@return mismatches that are meant, for the report} */
  Set<String> notes() {
    return notes;
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
  Optional<BoundLoss> of(Candidate candidate) {
    DataHeader header = candidate.data().header();
    ResolvedLoss loss = candidate.loss();
    if (!loss.loss().descriptor().tasks().contains(header.task())) {
      wrongTask(candidate);
      return Optional.empty();
    }
    if (!isSupplied(candidate)) {
      return Optional.empty();
    }
    Step head = candidate.model().getLast();
    int classes = header.classes().size();
    if (head.value().arguments().isWord("units", "classes") && classes == 0) {
      diagnostics.error(
          Codes.UNITS_MISMATCH,
          head.written().span(),
          "`classes` is the number of classes, and the target of `%s` has none"
              .formatted(candidate.dataItem().name()),
          "write `dense(outputs)`");
      return Optional.empty();
    }
    OptionalInt units = Heads.writtenUnits(candidate.modelCalls(), classes);
    Optional<BoundLoss> known = bound(loss, header, units);
    if (known.isEmpty()) {
      bound(loss, header, OptionalInt.empty())
          .ifPresent(free -> unitsMismatch(candidate, head, free, units.orElse(0)));
      return known;
    }
    checkLink(candidate, head, known.get().function().head());
    return known;
  }

  /** Data gives features and a target; what a loss cannot do without besides, training has not. */
  private boolean isSupplied(Candidate candidate) {
    List<ExtraInput> missing =
        candidate.loss().loss().descriptor().inputs().stream()
            .filter(ExtraInput::required)
            .toList();
    for (ExtraInput input : missing) {
      diagnostics.error(
          Codes.EVAL_ONLY,
          candidate.loss().span(),
          "`%s` cannot be trained here: it needs `%s`, which no data gives in this version"
              .formatted(candidate.loss().name(), input.name()),
          "",
          "`%s` is %s".formatted(input.name(), input.meaning()),
          "`lossexp eval` takes it on numbers: `--extra %s=…`".formatted(input.name()));
    }
    return missing.isEmpty();
  }

  /**
   * {@return {@code loss}, bound where the head has as many units as the file says}
   *
   * <p>What stands against it is reported only if the loss may choose the units: else these may be
   * what is wrong.
   */
  private Optional<BoundLoss> bound(ResolvedLoss loss, DataHeader header, OptionalInt units) {
    TargetFacts facts =
        new TargetFacts(header.task(), header.outputs(), header.classCounts(), units);
    var listener = units.isEmpty() ? diagnostics : new Diagnostics(diagnostics.source());
    return bound
        .computeIfAbsent(
            new Binding(loss.text(), loss.span(), facts), _ -> losses.bind(loss, facts, listener))
        .filter(it -> units.isEmpty() || it.function().head().units() == units.getAsInt());
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
            .filter(d -> d.tasks().contains(header.task()))
            .sorted(Comparator.comparing(d -> !d.name().contains(candidate.loss().name())))
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

  private void unitsMismatch(Candidate candidate, Step head, BoundLoss free, int units) {
    diagnostics.error(
        Codes.UNITS_MISMATCH,
        head.written().span(),
        "`%s` needs %s for `%s`, and this head gives %d"
            .formatted(
                candidate.loss().name(),
                Counts.of(free.function().head().units(), "output"),
                candidate.dataItem().name(),
                units),
        "write `dense(outputs)`",
        "`dense(outputs)` has as many units as each loss asks for");
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
    return head.arguments().isWord("activation", "identity");
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
