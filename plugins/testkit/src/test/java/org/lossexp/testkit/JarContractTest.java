package org.lossexp.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lossexp.spi.FormulaCompiler;
import org.lossexp.spi.Loss;
import org.lossexp.spi.LossFunction;
import org.lossexp.spi.Metric;
import org.lossexp.spi.Plugin;
import org.lossexp.spi.Spi;
import org.lossexp.testkit.JarContract.Rule;
import org.lossexp.testkit.JarContract.Tested;

class JarContractTest {
  private static final String SERVICE = "META-INF/services/org.lossexp.spi.Plugin";
  private static final String FORMULAS = "META-INF/lossexp/acme.lossexp";

  @TempDir private Path folder;

  /** A sound plugin. */
  public static final class Sound implements Plugin {
    /** As the service loader makes it. */
    public Sound() {}

    @Override
    public String name() {
      return "sound-losses";
    }

    @Override
    public String version() {
      return "1.0";
    }

    @Override
    public int spiVersion() {
      return Spi.VERSION;
    }

    @Override
    public List<Loss> losses() {
      return List.of(new SquaredLoss());
    }

    @Override
    public List<Metric> metrics() {
      return List.of();
    }
  }

  @AfterAll
  static void letItEnd() {
    Endless.MAY_END.countDown();
  }

  @Test
  void soundJarIsTestedFromItsClassToItsFormulas() throws Exception {
    List<Tested> tested =
        check(
            Map.of(SERVICE, Sound.class.getName() + " # ours", FORMULAS, "define loss …"),
            (_, _) -> List.of(new SquaredLoss()));
    assertEquals(
        List.of("jar acme.jar", "plugin sound-losses 1.0", "loss sound", "loss sound"),
        tested.stream().map(each -> each.kind() + " " + each.name()).toList());
    assertTrue(tested.stream().allMatch(each -> each.violations().isEmpty()), tested::toString);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void everyRuleCatchesItsWrongJarAndNoOtherRuleDoes(Rule rule) throws Exception {
    List<Tested> tested =
        switch (rule) {
          case READABLE -> {
            Path text = Files.writeString(folder.resolve("acme.jar"), "no jar");
            yield JarContract.check(text, getClass().getClassLoader(), (_, _) -> List.of());
          }
          case SERVICE -> check(Map.of(), (_, _) -> List.of());
          case LOADS -> check(Map.of(SERVICE, "com.acme.NotHere"), (_, _) -> List.of());
          case FORMULAS ->
              check(
                  Map.of(FORMULAS, "define loss x ="),
                  (name, _) -> {
                    throw new IllegalArgumentException(name + ":1: a formula is missing");
                  });
          case ENDS ->
              check(Map.of(FORMULAS, "…"), (_, _) -> List.of(new Endless()), Duration.ofSeconds(1));
        };
    assertEquals(
        List.of(rule.word()),
        tested.stream().flatMap(each -> each.violations().stream()).map(Violation::rule).toList());
  }

  @Test
  void missingServiceFileIsToldWithTheLineThatItNeeds() throws Exception {
    Violation violation = check(Map.of(), (_, _) -> List.of()).getFirst().violations().getFirst();
    assertEquals(
        """
        there is no META-INF/services/org.lossexp.spi.Plugin in it, so Java finds nothing and says \
        nothing; add src/main/resources/META-INF/services/org.lossexp.spi.Plugin with the line
          org.lossexp.testkit.JarContractTest$Sound\
        """,
        violation.message());
  }

  private List<Tested> check(Map<String, String> texts, FormulaCompiler compiler) throws Exception {
    return check(texts, compiler, Duration.ofMinutes(2));
  }

  /** Checks a jar that has the class {@link Sound} and these texts. */
  private List<Tested> check(Map<String, String> texts, FormulaCompiler compiler, Duration limit)
      throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    String file = Sound.class.getName().replace('.', '/') + ".class";
    try (InputStream in = getClass().getClassLoader().getResourceAsStream(file)) {
      entries.put(file, in.readAllBytes());
    }
    texts.forEach((name, text) -> entries.put(name, text.getBytes(StandardCharsets.UTF_8)));
    Path jar = folder.resolve("acme.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new JarEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      return JarContract.check(jar, loader, compiler, limit);
    }
  }

  /** Is bound for ever, or until the test is over. */
  private static final class Endless extends SquaredLoss {
    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    @Override
    LossFunction function(int outputs) {
      try {
        MAY_END.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return super.function(outputs);
    }
  }
}
