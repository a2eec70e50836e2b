package org.lossexp.formula;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.lossexp.grammar.Source;
import org.lossexp.grammar.Span;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Value;

/**
 * A loss with its arguments, checked and complete, not yet bound to a target.
 *
 * @param span where it is written
 * @param name as written there: the loss's name or an alias
 * @param arguments a value for every parameter, {@code reduction} last
 */
public record ResolvedLoss(Span span, String name, Loss loss, Arguments arguments) {
  /**
   * {@return the one text of this loss, such as {@code huber(delta = 1, reduction = mean)}} Of a
   * loss that a file declares it is the declaration, with all that it needs: {@link
   * LossCompiler#resolve(Source)} reads both.
   */
  public String text() {
    return loss instanceof DeclaredLoss declared
        ? declared.text(arguments)
        : new Value.Call(loss.descriptor().name(), arguments).text();
  }

  /**
   * {@return the derivative of a unit's value with respect to each raw output, as formulas, by the
   * output's name} Empty where the loss is no formula.
   */
  public Map<String, String> gradient() {
    return LossCompiler.formula(loss).map(formula -> formula.gradient(own())).orElse(Map.of());
  }

  /** {@return how the values of a batch's units become its objective} */
  public Reduction reduction() {
    return Reduction.valueOf(arguments.word(LossCompiler.REDUCTION).toUpperCase(Locale.ROOT));
  }

  /** {@return the arguments that the loss itself declares} */
  public Arguments own() {
    Map<String, Value> own = new LinkedHashMap<>(arguments.values());
    own.remove(LossCompiler.REDUCTION);
    return new Arguments(own);
  }
}
