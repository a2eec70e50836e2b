package org.lossexp.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.lossexp.data.Prepared;
import org.lossexp.engine.Measurement;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Descriptor;
import org.lossexp.formula.FormulaLibrary;
import org.lossexp.grammar.Source;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Refusal;
import org.lossexp.spi.TargetFacts;
import org.lossexp.spi.Value;

/** What the standard plugin and the engine offer, by name, at its defaults. */
final class Standard {
  /** The plugin's formulas that nets of ours are trained with. */
  private static final String FORMULAS = "META-INF/lossexp/regression.lossexp";

  private final List<Plugin> plugins =
      ServiceLoader.load(Plugin.class).stream().map(ServiceLoader.Provider::get).toList();
  private final List<Loss> losses = new ArrayList<>();

  Standard() {
    plugins.forEach(plugin -> losses.addAll(plugin.losses()));
    try (InputStream file = Plugin.class.getClassLoader().getResourceAsStream(FORMULAS)) {
      String text = new String(file.readAllBytes(), UTF_8);
      losses.addAll(new FormulaLibrary(List.of(new Source(FORMULAS, text))).losses());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  LossFunction loss(String name, Prepared data) throws Refusal {
    Loss loss =
        losses.stream().filter(l -> l.descriptor().name().equals(name)).findFirst().orElseThrow();
    TargetFacts facts = new TargetFacts(data.task(), 1, data.classCounts(), OptionalInt.empty());
    return loss.bind(Arguments.defaults(loss.descriptor().parameters()), facts);
  }

  Measurement metric(String name) {
    Metric metric =
        plugins.stream()
            .flatMap(plugin -> plugin.metrics().stream())
            .filter(m -> m.descriptor().name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Measurement(name, metric, Arguments.defaults(metric.descriptor().parameters()));
  }

  /** {@return a layer, an optimizer or the section {@code train}, where nothing more is said} */
  static Value.Call call(String name) {
    Descriptor descriptor =
        Trainer.descriptors().stream()
            .filter(offered -> offered.name().equals(name))
            .findFirst()
            .orElseThrow();
    return new Value.Call(name, Arguments.defaults(descriptor.parameters()));
  }

  /** {@return {@code call} with a value for one of its parameters} */
  static Value.Call with(Value.Call call, String parameter, Value value) {
    return new Value.Call(call.name(), call.arguments().with(parameter, value));
  }
}
