package org.lossexp.cli;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.Multibinder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lossexp.data.DataRoom;
import org.lossexp.engine.Trainer;
import org.lossexp.experiment.Descriptor;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.Vocabulary;
import org.lossexp.formula.LossCatalogue;
import org.lossexp.formula.LossCompiler;
import org.lossexp.plan.Host;
import org.lossexp.plan.Sections;
import org.lossexp.results.Versions;
import org.lossexp.spi.Loss;
import org.lossexp.spi.Metric;
import org.lossexp.sweep.Searches;

/**
 * The one injector: plugins were found before it, and every room gets what it needs through plain
 * constructors.
 */
final class Wiring extends AbstractModule {
  private final Plugins plugins;
  private final Path projectFolder;

  private Wiring(Plugins plugins, Path projectFolder) {
    this.plugins = plugins;
    this.projectFolder = projectFolder;
  }

  /**
   * {@return the program, wired}
   *
   * @param projectFolder the folder of the experiment file, where relative data paths start
   */
  static Injector of(Plugins plugins, Path projectFolder) {
    return Guice.createInjector(new Wiring(plugins, projectFolder));
  }

  @Override
  protected void configure() {
    bind(Plugins.class).toInstance(plugins);
    var losses = Multibinder.newSetBinder(binder(), Loss.class);
    plugins.losses().forEach(loss -> losses.addBinding().toInstance(loss));
    var metrics = Multibinder.newSetBinder(binder(), Metric.class);
    plugins.metrics().forEach(metric -> metrics.addBinding().toInstance(metric));
    var descriptors = Multibinder.newSetBinder(binder(), Descriptor.class);
    for (List<Descriptor> room :
        List.of(
            DataRoom.descriptors(),
            Trainer.descriptors(),
            Searches.descriptors(),
            Sections.descriptors())) {
      room.forEach(descriptor -> descriptors.addBinding().toInstance(descriptor));
    }
  }

  @Provides
  @Singleton
  LossCompiler compiler(Set<Loss> losses) {
    return new LossCompiler(new LossCatalogue(List.copyOf(losses)));
  }

  @Provides
  @Singleton
  Vocabulary vocabulary(Set<Descriptor> descriptors, Set<Loss> losses, Set<Metric> metrics) {
    return new Vocabulary(
        List.copyOf(descriptors),
        losses.stream()
            .flatMap(loss -> LossCatalogue.names(loss).stream())
            .collect(Collectors.toSet()),
        metrics.stream().map(Metric::descriptor).toList());
  }

  @Provides
  @Singleton
  DataRoom data() {
    return new DataRoom(projectFolder);
  }

  @Provides
  Host host(Vocabulary vocabulary, LossCompiler compiler, DataRoom data) {
    return new Host(
        vocabulary,
        compiler,
        data::header,
        Trainer.layering(),
        new ProjectFolder(projectFolder),
        plugins.found().stream().map(Wiring::source).toList(),
        owners(plugin ->
            plugin.losses().stream().map(loss -> LossCatalogue.names(loss).getFirst()).toList()),
        owners(
            plugin -> plugin.metrics().stream().map(metric -> metric.descriptor().name()).toList()),
        Trainer.BITS);
  }

  @Provides
  Versions versions() {
    return new Versions(Main.Version.number(), Experiments.LANGUAGE, Trainer.BITS);
  }

  @Provides
  Experiments experiments(Host host) {
    return new Experiments(host);
  }

  @Provides
  @Singleton
  TrainingRunner trials(DataRoom data, LossCompiler compiler, Set<Metric> metrics) {
    return new TrainingRunner(data, new TrialLoss(compiler), List.copyOf(metrics), new Keeping());
  }

  private Map<String, Design.PluginSource> owners(Function<Plugins.Found, List<String>> names) {
    Map<String, Design.PluginSource> owners = new LinkedHashMap<>();
    for (Plugins.Found plugin : plugins.found()) {
      names.apply(plugin).forEach(name -> owners.put(name, source(plugin)));
    }
    return owners;
  }

  private static Design.PluginSource source(Plugins.Found plugin) {
    return new Design.PluginSource(plugin.name(), plugin.version(), plugin.sha256());
  }
}
