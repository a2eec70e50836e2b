package org.lossexp.formula.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Step;

/**
 * Puts lowered terms into as few passes over the positions as their order allows.
 *
 * <p>Each term has a phase. In phase n come, one after another, operations on whole vectors,
 * scalars, and one loop over the positions: a vector of phase n is computed in loop n, and its sum
 * is a scalar of phase n + 1. A vector that a later loop needs again is kept in scratch memory if
 * it was dear, computed again if it was cheap.
 */
final class Scheduler {
  private static final int ARITHMETIC = 1;
  private static final int DIVISION = 5;
  private static final int FUNCTION = 30;

  /** What costs more is kept rather than computed again. */
  private static final int CHEAP = 6;

  private final Map<Term, Integer> buffers = new LinkedHashMap<>();
  private final Set<Term> scalars = new HashSet<>();
  private final Set<Term> given = new HashSet<>();

  /** Tells of a term that is computed elsewhere, before all sections. */
  void give(Term term) {
    given.add(term);
  }

  /** {@return the vectors kept in scratch memory by all sections so far} */
  Map<Term, Integer> buffers() {
    return buffers;
  }

  /**
   * {@return the steps that compute the roots and write the gradients, starting from what earlier
   * sections left}
   *
   * @param kept vectors that later sections need
   */
  List<Step> section(Collection<Term> roots, Collection<Term> kept, List<Gradient> gradients) {
    List<Term> all = new ArrayList<>(roots);
    all.addAll(kept);
    gradients.forEach(gradient -> all.addAll(gradient.terms()));
    return new Section(Order.of(all, term -> !isKnown(term)), kept, gradients).steps();
  }

  private boolean isKnown(Term term) {
    return scalars.contains(term) || buffers.containsKey(term) || given.contains(term);
  }

  private void keep(Term vector) {
    buffers.putIfAbsent(vector, buffers.size());
  }

  /** {@return whether the term is computed by a function that takes its time} */
  static boolean isFunction(Term term) {
    return cost(term.op()) == FUNCTION;
  }

  private static int cost(Op op) {
    return switch (op) {
      case DIV, SQRT -> DIVISION;
      case EXP, EXPM1, LOG, LOG1P, SIN, COS, TAN, ATAN, ACOS, ERF, LGAMMA, DIGAMMA, POW -> FUNCTION;
      default -> ARITHMETIC;
    };
  }

  /** {@return whether a vector is better kept than computed for each unit} */
  static boolean isDear(Term vector) {
    return vector.op().form() == Op.Form.WHOLE
        || Order.of(List.of(vector)).stream().mapToInt(term -> cost(term.op())).sum() > CHEAP;
  }

  private static boolean isWhole(Term term) {
    return term.op().form() == Op.Form.WHOLE || term.is(Op.LOG_SUM_EXP);
  }

  private static boolean isElement(Term term) {
    return term.is(Op.GATHER) || term.is(Op.OTHERS);
  }

  private static boolean isAccumulated(Term term) {
    return switch (term.op()) {
      case SUM, HIGHEST, LOWEST, ARGMAX -> true;
      default -> false;
    };
  }

  /** The terms of one section, and when each is computed. */
  private final class Section {
    private final List<Term> order;
    private final List<Gradient> gradients;
    private final Map<Term, Integer> phases = new HashMap<>();
    private final Map<Term, Set<Integer>> loops = new HashMap<>();
    private final Map<Term, Integer> costs = new HashMap<>();
    private final Set<Term> before = new HashSet<>();
    private final Set<Term> fresh = new LinkedHashSet<>();

    Section(List<Term> order, Collection<Term> kept, List<Gradient> gradients) {
      this.order = order;
      this.gradients = gradients;
      order.stream().filter(Scheduler.this::isKnown).forEach(before::add);
      for (Term term : order) {
        phases.put(term, isNew(term) ? phase(term) : 0);
        costs.put(term, isComputed(term) ? totalCost(term) : 0);
      }
      for (Term term : order) {
        if (isNew(term) && term.op().form() == Op.Form.WHOLE) {
          keep(term);
        }
        if (isNew(term) && takesPlaces(term)) {
          term.arguments().stream()
              .filter(argument -> argument.isVector() && !isPlaced(argument, term))
              .forEach(this::keepFresh);
        }
      }
      kept.forEach(this::keepFresh);
      chooseBuffers();
    }

    private boolean isNew(Term term) {
      return !before.contains(term);
    }

    private void keepFresh(Term vector) {
      if (!buffers.containsKey(vector)) {
        keep(vector);
        fresh.add(vector);
      }
    }

    /** {@return whether the term reads its arguments where they stand as whole vectors} */
    private boolean takesPlaces(Term term) {
      return isWhole(term) || isElement(term);
    }

    /** {@return whether a vector stands where the user can read it, without a loop before} */
    private boolean isPlaced(Term vector, Term user) {
      if (vector.is(Op.INPUT)) {
        return isElement(user) || vector.signal().stride() == 1 || !isNew(vector);
      }
      return vector.op().form() == Op.Form.WHOLE || !isNew(vector);
    }

    private int phase(Term term) {
      int phase = 0;
      for (Term argument : term.arguments()) {
        phase = Math.max(phase, phases.get(argument));
      }
      if (isAccumulated(term)) {
        return phase + 1;
      }
      if (takesPlaces(term)) {
        for (Term argument : term.arguments()) {
          if (argument.isVector() && !isPlaced(argument, term)) {
            phase = Math.max(phase, phases.get(argument) + 1);
          }
        }
      }
      return phase;
    }

    /** {@return the loop that writes the derivative} */
    private int phase(Gradient gradient) {
      return gradient.terms().stream().mapToInt(phases::get).max().orElseThrow();
    }

    private int totalCost(Term term) {
      int total = cost(term.op());
      for (Term argument : term.arguments()) {
        total = Math.min(FUNCTION, total + costs.get(argument));
      }
      return total;
    }

    /** {@return whether the term is a vector that a loop computes position by position} */
    private boolean isComputed(Term term) {
      return term.isVector() && term.op().form() == Op.Form.ELEMENT && isNew(term);
    }

    /** Finds the loops that need each vector, from what uses it back to what it is made of. */
    private void chooseBuffers() {
      for (Term term : order) {
        loops.put(term, new TreeSet<>());
      }
      for (Gradient gradient : gradients) {
        if (gradient.term().isVector()) {
          loops.get(gradient.term()).add(phase(gradient));
        }
      }
      for (Term term : order.reversed()) {
        if (!isNew(term)) {
          continue;
        }
        if (isAccumulated(term)) {
          Term vector = term.argument(0);
          loops.get(vector).add(phases.get(vector));
        } else if (term.isVector()) {
          int own = phases.get(term);
          Set<Integer> needed = loops.get(term);
          boolean later = needed.stream().anyMatch(loop -> loop > own);
          if (isComputed(term) && later && costs.get(term) > CHEAP) {
            keepFresh(term);
          }
          if (fresh.contains(term)) {
            needed.clear();
            needed.add(own);
          }
          if (term.op().form() == Op.Form.ELEMENT) {
            term.arguments().stream()
                .filter(Term::isVector)
                .forEach(argument -> loops.get(argument).addAll(needed));
          }
        }
      }
    }

    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      int last = order.stream().mapToInt(phases::get).max().orElse(0);
      for (int phase = 0; phase <= last; phase++) {
        addWholes(phase, steps);
        addScalars(phase, steps);
        addLoop(phase, steps);
      }
      order.stream().filter(term -> !term.isVector()).forEach(scalars::add);
      return steps;
    }

    private void addWholes(int phase, List<Step> steps) {
      Set<Term> done = new HashSet<>();
      for (Term term : order) {
        if (!isWhole(term) || phases.get(term) != phase || !isNew(term)) {
          continue;
        }
        if (term.is(Op.SOFTMAX) || term.is(Op.LOG_SUM_EXP)) {
          if (done.add(term.argument(0))) {
            steps.add(softmax(term.argument(0)));
          }
        } else {
          steps.add(
              new Step.Whole(term.op(), term.arguments(), Optional.of(term), Optional.empty()));
        }
      }
    }

    /** A softmax and the logarithm of its sum are one computation. */
    private Step softmax(Term argument) {
      Optional<Term> vector = find(Op.SOFTMAX, argument);
      Optional<Term> logSumExp = find(Op.LOG_SUM_EXP, argument);
      return new Step.Whole(Op.SOFTMAX, List.of(argument), vector, logSumExp);
    }

    private Optional<Term> find(Op op, Term argument) {
      return order.stream().filter(t -> t.is(op) && t.argument(0) == argument).findFirst();
    }

    private void addScalars(int phase, List<Step> steps) {
      List<Term> terms =
          order.stream()
              .filter(term -> !term.isVector() && phases.get(term) == phase)
              .filter(term -> isNew(term) && !term.isConstant())
              .filter(term -> !isWhole(term) && !isAccumulated(term))
              .toList();
      if (!terms.isEmpty()) {
        steps.add(new Step.Compute(terms));
      }
    }

    private void addLoop(int phase, List<Step> steps) {
      List<Term> sums =
          order.stream()
              .filter(term -> isAccumulated(term) && isNew(term))
              .filter(term -> phases.get(term) == phase + 1)
              .toList();
      List<Term> kept = fresh.stream().filter(term -> phases.get(term) == phase).toList();
      List<Gradient> written =
          gradients.stream()
              .filter(gradient -> phase(gradient) == phase)
              .filter(Gradient::isVector)
              .toList();
      if (sums.isEmpty() && kept.isEmpty() && written.isEmpty()) {
        return;
      }
      List<Term> roots = new ArrayList<>(kept);
      sums.forEach(sum -> roots.add(sum.argument(0)));
      written.forEach(gradient -> roots.add(gradient.term()));
      List<Term> terms =
          Order.of(roots, term -> isLoopTerm(term, phase)).stream().filter(Term::isVector).toList();
      steps.add(new Step.Loop(terms, sums, kept, written));
    }

    /** {@return whether loop {@code phase} computes the term, and not only reads it} */
    private boolean isLoopTerm(Term term, int phase) {
      boolean stored =
          buffers.containsKey(term) && !(fresh.contains(term) && phases.get(term) == phase);
      return term.isVector() && term.op().form() == Op.Form.ELEMENT && !stored;
    }
  }
}
