package org.lossexp.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** All kinds of units, the plainest first: where several fit a task, the first is taken. */
final class UnitKinds {
  static final String HEADS = "heads";

  private static final List<UnitKind> ALL =
      List.of(
          new OutputKind(OutputKind.Of.NUMBERS, false),
          new OutputKind(OutputKind.Of.NUMBERS, true),
          new OutputKind(OutputKind.Of.CLASSES, false),
          new OutputKind(OutputKind.Of.LABELS, false),
          new ClassKind(),
          new OutputKind(OutputKind.Of.LABELS, true),
          new RankingPairKind(),
          new RankingListKind(),
          new RecommendationKind(),
          new EmbeddingKind(EmbeddingKind.Of.EXAMPLE),
          new EmbeddingKind(EmbeddingKind.Of.PAIRS),
          new EmbeddingKind(EmbeddingKind.Of.PAIRS_AMONG_OTHERS),
          new EmbeddingKind(EmbeddingKind.Of.TRIPLETS),
          new ClassVectorKind(),
          new EmbeddingKind(EmbeddingKind.Of.GIVEN_PAIRS),
          new EmbeddingKind(EmbeddingKind.Of.GIVEN_TRIPLETS));

  private UnitKinds() {}

  static List<UnitKind> all() {
    return ALL;
  }

  /** {@return the kinds over columns with these heads} */
  static List<UnitKind> heads(List<String> heads) {
    return List.of(new HeadKind(heads, false), new HeadKind(heads, true));
  }

  /** {@return the words that may stand behind {@code for}} */
  static List<String> words() {
    return Stream.concat(ALL.stream().map(UnitKind::name), Stream.of(HEADS + "(…)"))
        .distinct()
        .toList();
  }

  /** {@return the kinds that {@code for word} names} */
  static List<UnitKind> named(String word) {
    List<UnitKind> named = new ArrayList<>(ALL);
    named.removeIf(kind -> !kind.name().equals(word));
    return named;
  }
}
