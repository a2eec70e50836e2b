package org.lossexp.formula;

import static org.lossexp.formula.UnitSignal.Given.CONSTANT;
import static org.lossexp.formula.UnitSignal.Given.PREDICTED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lossexp.formula.kernel.Graph;
import org.lossexp.formula.kernel.Signal;
import org.lossexp.formula.kernel.Term;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetEncoding;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Task;

/**
 * Embeddings that are compared: an example with the others of its batch, each pair or triplet that
 * a batch has, or pairs and triplets that are given ({@code for pairs}, {@code for triplets}).
 */
final class EmbeddingKind extends UnitKind {
  static final String DISTANCE = "distance";
  static final String SIMILARITY = "similarity";
  static final String SAME = "same";
  static final String TARGET = "target";
  static final String D_POSITIVE = "d_positive";
  static final String D_NEGATIVE = "d_negative";
  static final String S_POSITIVE = "s_positive";
  static final String S_NEGATIVE = "s_negative";

  /** Where the second member of a pair stands in the vectors of the first; no signal. */
  static final String PARTNER = "partner";

  private static final List<UnitSignal> OTHERS =
      List.of(
          UnitSignal.vector(DISTANCE, PREDICTED, "the Euclidean distances of the other examples"),
          UnitSignal.vector(SIMILARITY, PREDICTED, "the cosines with the other examples"),
          UnitSignal.vector(SAME, CONSTANT, "1 where the other example has the same label"));

  private static final List<UnitSignal> PAIR =
      List.of(
          UnitSignal.number(DISTANCE, PREDICTED, "the Euclidean distance of the two"),
          UnitSignal.number(SIMILARITY, PREDICTED, "the cosine of the two"),
          UnitSignal.number(SAME, CONSTANT, "1 where the two have the same label"));

  private static final List<UnitSignal> GIVEN_PAIR =
      List.of(
          PAIR.get(0),
          PAIR.get(1),
          UnitSignal.number(SAME, CONSTANT, "1 where the target is above 0"),
          UnitSignal.number(TARGET, CONSTANT, "how alike the two should be"));

  private static final List<UnitSignal> TRIPLET =
      List.of(
          UnitSignal.number(D_POSITIVE, PREDICTED, "the distance of anchor and positive"),
          UnitSignal.number(D_NEGATIVE, PREDICTED, "the distance of anchor and negative"),
          UnitSignal.number(S_POSITIVE, PREDICTED, "the cosine of anchor and positive"),
          UnitSignal.number(S_NEGATIVE, PREDICTED, "the cosine of anchor and negative"));

  /** What a unit is. */
  enum Of {
    EXAMPLE("embedding", "an example among others", 1),
    PAIRS("embedding", "a pair of examples", 1),
    PAIRS_AMONG_OTHERS("embedding", "a pair of examples among others", 1),
    TRIPLETS("embedding", "an anchor with a positive and a negative", 1),
    GIVEN_PAIRS("pairs", "a given pair", 2),
    GIVEN_TRIPLETS("triplets", "a given triplet", 3);

    private final String word;
    private final String unit;
    private final int parts;

    Of(String word, String unit, int parts) {
      this.word = word;
      this.unit = unit;
      this.parts = parts;
    }

    /** {@return how many embeddings stand side by side in a row} */
    int parts() {
      return parts;
    }

    /** {@return whether the units are made of the examples of a batch} */
    boolean inBatch() {
      return parts == 1;
    }

    /** {@return whether its formulas reduce over the other examples} */
    boolean vectors() {
      return this == EXAMPLE || this == PAIRS_AMONG_OTHERS;
    }

    /** {@return whether a unit has a positive and a negative} */
    boolean triplets() {
      return this == TRIPLETS || this == GIVEN_TRIPLETS;
    }

    TargetEncoding encoding() {
      return switch (this) {
        case EXAMPLE, PAIRS, PAIRS_AMONG_OTHERS, TRIPLETS -> TargetEncoding.CLASS_INDEX;
        case GIVEN_PAIRS -> TargetEncoding.REAL;
        case GIVEN_TRIPLETS -> TargetEncoding.NONE;
      };
    }
  }

  private final Of of;

  EmbeddingKind(Of of) {
    this.of = of;
  }

  @Override
  String name() {
    return of.word;
  }

  @Override
  String unit() {
    return of.unit;
  }

  @Override
  Optional<String> axis() {
    return of.vectors() ? Optional.of("other examples") : Optional.empty();
  }

  @Override
  Family family() {
    return Family.EMBEDDING;
  }

  @Override
  Set<Task> tasks() {
    return Set.of(Task.EMBEDDING);
  }

  @Override
  ReductionClass reduction() {
    return switch (of) {
      case EXAMPLE, GIVEN_PAIRS, GIVEN_TRIPLETS -> ReductionClass.EXAMPLE;
      case PAIRS, PAIRS_AMONG_OTHERS, TRIPLETS -> ReductionClass.TERM;
    };
  }

  @Override
  List<String> parts() {
    return switch (of) {
      case EXAMPLE, PAIRS, PAIRS_AMONG_OTHERS, TRIPLETS -> List.of();
      case GIVEN_PAIRS -> List.of("x1", "x2");
      case GIVEN_TRIPLETS -> List.of("anchor", "positive", "negative");
    };
  }

  @Override
  String target() {
    return switch (of) {
      case EXAMPLE, PAIRS, PAIRS_AMONG_OTHERS, TRIPLETS ->
          "the index of the class, from 0: examples of the same class belong together";
      case GIVEN_PAIRS -> "how alike the two should be; above 0: the same";
      case GIVEN_TRIPLETS -> "none";
    };
  }

  @Override
  String prediction() {
    return switch (of) {
      case EXAMPLE, PAIRS, PAIRS_AMONG_OTHERS, TRIPLETS -> "one embedding for each example";
      case GIVEN_PAIRS -> "two embeddings side by side in each row";
      case GIVEN_TRIPLETS -> "anchor, positive and negative side by side in each row";
    };
  }

  @Override
  List<UnitSignal> signals() {
    return switch (of) {
      case EXAMPLE, PAIRS_AMONG_OTHERS -> OTHERS;
      case PAIRS -> PAIR;
      case TRIPLETS, GIVEN_TRIPLETS -> TRIPLET;
      case GIVEN_PAIRS -> GIVEN_PAIR;
    };
  }

  @Override
  Term term(Graph graph, String signal, Frame frame) {
    boolean predicted = signal(signal).orElseThrow().predicted();
    return graph.input(
        of.vectors() ? Signal.vector(signal, predicted) : Signal.unit(signal, predicted));
  }

  @Override
  boolean singles() {
    return of == Of.PAIRS_AMONG_OTHERS;
  }

  /** Of the anchor's numbers the one of the pair's second member. */
  @Override
  Term single(Graph graph, String signal) {
    Term vector = graph.input(Signal.vector(signal, signal(signal).orElseThrow().predicted()));
    return graph.gather(vector, graph.input(Signal.unit(PARTNER, false)));
  }

  static boolean isDistance(String signal) {
    return List.of(DISTANCE, D_POSITIVE, D_NEGATIVE).contains(signal);
  }

  static boolean isSimilarity(String signal) {
    return List.of(SIMILARITY, S_POSITIVE, S_NEGATIVE).contains(signal);
  }

  /** {@return whether it is about the negative of a triplet} */
  static boolean isOfNegative(String signal) {
    return List.of(D_NEGATIVE, S_NEGATIVE).contains(signal);
  }

  /** {@return the term behind {@link #SAME} of a pair, as formulas have it} */
  static Term same(Of of, UnitFormula formula) {
    EmbeddingKind kind = new EmbeddingKind(of);
    return of.vectors()
        ? kind.single(formula.graph(), SAME)
        : formula.graph().input(Signal.unit(SAME, false));
  }

  @Override
  LossFunction function(UnitFormula formula, TargetFacts facts) throws Refusal {
    return of.vectors()
        ? AnchorFunction.of(of, formula, facts)
        : TupleFunction.of(of, formula, facts);
  }
}
