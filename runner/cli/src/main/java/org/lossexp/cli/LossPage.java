package org.lossexp.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Source;
import org.lossexp.report.CataloguePages;
import org.lossexp.report.CataloguePages.Curve;
import org.lossexp.report.CataloguePages.Plot;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/** What the catalogue's pages show of a loss. */
final class LossPage {
  private static final int POINTS = 121;

  /** The default of the first parameter that is a number, and these multiples of it. */
  private static final double[] MULTIPLES = {0.5, 1, 2};

  private LossPage() {}

  static CataloguePages.Page of(Loss loss, String plugin, LossCompiler compiler) {
    return new CataloguePages.Page(
        loss.descriptor(), derivative(loss, compiler), plugin, plot(loss));
  }

  /** With respect to each raw output, as formulas; empty where the loss is no formula. */
  private static Optional<String> derivative(Loss loss, LossCompiler compiler) {
    Optional<ResolvedLoss> resolved =
        compiler.resolve(new Source("loss", loss.descriptor().name())).value();
    String at =
        resolved
            .map(found -> found.own().values().isEmpty() ? "" : "\nat " + found.own().text())
            .orElse("");
    return resolved
        .map(ResolvedLoss::gradient)
        .filter(gradient -> !gradient.isEmpty())
        .map(gradient ->
            gradient.entrySet().stream()
                .map(entry -> "d / d " + entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining("\n", "", at)));
  }

  private static Optional<Plot> plot(Loss loss) {
    List<Curve> curves = new ArrayList<>();
    Optional<LossShape> last = Optional.empty();
    for (Labelled arguments : variants(loss)) {
      Optional<LossShape> shape = LossShape.of(loss, arguments.values(), POINTS);
      if (shape.isPresent()) {
        curves.add(
            new Curve(
                arguments.label(),
                LossShape.list(shape.get().value()),
                LossShape.list(shape.get().gradient())));
        last = shape;
      }
    }
    return last.map(
        shape -> new Plot(shape.axis(), shape.x()[0], shape.x()[shape.x().length - 1], curves));
  }

  /** Arguments, and what tells them from the other curve's. */
  private record Labelled(String label, Arguments values) {}

  private static List<Labelled> variants(Loss loss) {
    List<ParameterSpec> parameters = loss.descriptor().parameters();
    Arguments defaults = Arguments.defaults(parameters);
    List<Labelled> variants = new ArrayList<>();
    for (ParameterSpec parameter : parameters) {
      if (parameter instanceof ParameterSpec.Real
          && defaults.values().get(parameter.name()) instanceof Value.Numeral(double number)
          && number != 0) {
        for (double multiple : MULTIPLES) {
          Value value = new Value.Numeral(number * multiple);
          if (parameter.refusal(value).isEmpty()) {
            variants.add(
                new Labelled(
                    parameter.name() + " = " + value.text(),
                    defaults.with(parameter.name(), value)));
          }
        }
        return variants;
      }
    }
    return List.of(new Labelled("defaults", defaults));
  }
}
