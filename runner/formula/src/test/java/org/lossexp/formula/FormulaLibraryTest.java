package org.lossexp.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.lossexp.grammar.Diagnostic;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Family;
import org.lossexp.spi.FormulaCompiler;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.ReductionClass;
import org.lossexp.spi.Task;

class FormulaLibraryTest {
  private static final String TEXT =
      """
      language 1

      // Two losses.

      /// Squared for residuals up to delta, linear
      /// beyond.
      ///
      /// More about it.
      ///
      /// @group regression/robust
      /// @aliases bend, bent
      /// @param delta > 0: transition
      ///   point
      /// @param scale in (0, 1] or none: of the whole
      /// @param mode one of soft, hard: how
      /// @reduction nonzero
      /// @reference Huber 1964
      /// @elsewhere pytorch: HuberLoss
      /// @trap Mind the scale.
      define loss bending(delta = 1, scale = none, mode = soft) =
        (if scale == none then 1 else scale)
          * (if mode == hard or abs(residual) <= delta then residual^2 else delta * abs(residual))

      /// Uses the other.
      define loss halved = 0.5 * residual^2 + exp(-bending)
      """;

  private static FormulaLibrary library(String text) {
    return new FormulaLibrary(List.of(new Source("mine.lossexp", text)));
  }

  @Test
  void tagsDescribeALoss() {
    FormulaLibrary library = library(TEXT);
    assertEquals(List.of(), library.checkAll());
    LossDescriptor bending = library.losses().getFirst().descriptor();
    assertEquals("bending", bending.name());
    assertEquals(List.of("bend", "bent"), bending.aliases());
    assertEquals("Squared for residuals up to delta, linear beyond.", bending.summary());
    assertEquals(Family.REGRESSION, bending.family());
    assertEquals("robust", bending.subfamily());
    assertEquals(ReductionClass.NONZERO, bending.reduction());
    assertTrue(bending.tasks().contains(Task.REGRESSION));
    assertEquals(Map.of("pytorch", "HuberLoss"), bending.elsewhere());
    assertEquals(List.of("Mind the scale."), bending.traps());
    assertEquals(
        List.of(
            "delta > 0 (default 1)",
            "0 < scale <= 1 or none (default none)",
            "mode = soft, hard (default soft)"),
        bending.parameters().stream().map(ParameterSpec::summary).toList());
    assertEquals("transition point", bending.parameters().getFirst().meaning());
  }

  @Test
  void namesAreKnownBeforeALossIsRead() {
    FormulaLibrary library =
        library("/// @aliases a, b\ndefine loss broken = nothing\n\ndefine loss\tsecond = nothing");
    assertEquals(List.of("broken", "a", "b"), LossCatalogue.names(library.losses().getFirst()));
    assertEquals(List.of("second"), LossCatalogue.names(library.losses().getLast()));
    assertThrows(IllegalStateException.class, () -> library.losses().getFirst().descriptor());
  }

  @Test
  void messagesNameTheLineOfTheFile() {
    List<Diagnostic> problems =
        library(TEXT + "\n/// Wrong.\ndefine loss wrong = residual + nothing^2\n").checkAll();
    assertEquals(1, problems.size());
    Diagnostic problem = problems.getFirst();
    assertEquals(FormulaCodes.UNKNOWN_SIGNAL, problem.code());
    assertEquals(28, problem.source().line(problem.span().start()));
    assertEquals("mine.lossexp", problem.source().name());
  }

  @Test
  void aLibraryHoldsDefinitionsAlone() {
    assertEquals(
        List.of(FormulaCodes.BAD_TAG),
        library("loss used = residual^2").checkAll().stream().map(Diagnostic::code).toList());
  }

  @Test
  void aCircleOfLossesIsSaid() {
    List<Diagnostic> problems =
        library("define loss a = exp(-b)\ndefine loss b = exp(-a)").checkAll();
    assertTrue(
        problems.stream().anyMatch(p -> p.message().contains("made of itself")),
        problems::toString);
  }

  @Test
  void pluginsFindTheCompilerByItsService() {
    FormulaCompiler compiler = ServiceLoader.load(FormulaCompiler.class).findFirst().orElseThrow();
    assertEquals(2, compiler.compile("mine.lossexp", TEXT).size());
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> compiler.compile("mine.lossexp", "define loss a = residul^2"));
    assertTrue(refused.getMessage().contains("did you mean `residual`?"), refused.getMessage());
  }
}
