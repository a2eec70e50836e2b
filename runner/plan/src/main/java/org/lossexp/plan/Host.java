package org.lossexp.plan;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Design.PluginSource;
import org.lossexp.experiment.Layering;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.LossCompiler;
import org.lossexp.spi.Value;

/**
 * What surrounds a plan: everything that it depends on besides the file.
 *
 * @param vocabulary every name that a file may use; {@code losses} of it are those of the compiler
 * @param losses finds and binds losses
 * @param headers from a data pipeline, defaults filled in, to what is known of its source
 * @param layering what layers make of the shape of an example
 * @param library the files that may be imported
 * @param plugins all that were found
 * @param lossPlugins name of a loss → the plugin that brings it
 * @param metricPlugins name of a metric → the plugin that brings it
 * @param bits the version of our own arithmetic: a part of every trial's identity
 */
public record Host(
    Vocabulary vocabulary,
    LossCompiler losses,
    Function<List<Value.Call>, Attempt<DataHeader>> headers,
    Layering layering,
    Library library,
    List<PluginSource> plugins,
    Map<String, PluginSource> lossPlugins,
    Map<String, PluginSource> metricPlugins,
    int bits) {
  public Host {
    plugins = List.copyOf(plugins);
    lossPlugins = Map.copyOf(lossPlugins);
    metricPlugins = Map.copyOf(metricPlugins);
  }
}
