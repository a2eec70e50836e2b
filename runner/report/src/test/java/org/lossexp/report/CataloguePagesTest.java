package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.spi.Family;
import org.lossexp.spi.LossDescriptor;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Range;
import org.lossexp.spi.Task;
import org.xml.sax.InputSource;

class CataloguePagesTest {
  private static final String HOSTILE = "<script>alert('\"&')</script>";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws Exception {
    LossDescriptor huber =
        LossDescriptor.of("huber", Family.REGRESSION, "pointwise")
            .aliases("huber_loss")
            .summary("Squared near 0, linear beyond `delta`.")
            .formula("0.5 r^2 if |r| <= delta, else delta (|r| - 0.5 delta)")
            .parameter(new ParameterSpec.Real("delta", 1, Range.above(0), "transition point"))
            .tasks(Task.REGRESSION)
            .reference("Huber 1964")
            .elsewhere("pytorch", "HuberLoss")
            .trap("`SmoothL1Loss(beta)` is this divided by beta.")
            .build();
    LossDescriptor hostile =
        LossDescriptor.of("hostile", Family.EMBEDDING, HOSTILE)
            .aliases(HOSTILE)
            .summary(HOSTILE)
            .formula(HOSTILE)
            .tasks(Task.EMBEDDING)
            .reference(HOSTILE)
            .elsewhere(HOSTILE, HOSTILE)
            .trap(HOSTILE)
            .build();
    CataloguePages.Plot plot =
        new CataloguePages.Plot(
            "prediction - target",
            -1,
            1,
            List.of(
                new CataloguePages.Curve(
                    "delta = 1", List.of(0.5, 0.0, Double.NaN), List.of(-1.0, 0.0, 1.0)),
                new CataloguePages.Curve(
                    HOSTILE, List.of(0.5, 0.0, 0.5), List.of(-1.0, 0.0, 1.0))));
    new CataloguePages(
            "0.1.0",
            List.of(
                new CataloguePages.Page(
                    huber, Optional.of("clamp(r, -delta, delta)"), "standard", Optional.of(plot)),
                new CataloguePages.Page(hostile, Optional.of(HOSTILE), HOSTILE, Optional.empty())))
        .write(folder);
  }

  @Test
  void everyPageCanBeReadBackAndFetchesNothing() throws Exception {
    for (Path page : pages()) {
      String text = Files.readString(page);
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(text.substring(text.indexOf('\n')))));
      assertFalse(text.contains("http"), page.toString());
      assertFalse(text.contains("<script>alert"), page.toString());
    }
  }

  @Test
  void everyLinkLeadsToAPlaceThatIsThere() throws Exception {
    int links = 0;
    for (Path page : pages()) {
      for (String link :
          Pattern.compile("href=\"([^\"]*)\"")
              .matcher(Files.readString(page))
              .results()
              .map(match -> match.group(1))
              .toList()) {
        String[] parts = link.split("#", -1);
        Path file = folder.resolve(parts[0]);
        assertTrue(Files.exists(file), link);
        assertTrue(
            parts.length == 1 || Files.readString(file).contains("id=\"" + parts[1] + "\""), link);
        links++;
      }
    }
    assertTrue(links > 6);
  }

  @Test
  void whoComesFromElsewhereFindsTheName() throws Exception {
    String index = Files.readString(folder.resolve("index.html"));
    assertTrue(index.contains("Coming from PyTorch"));
    assertTrue(index.contains("<code>HuberLoss</code> is <a href=\"huber.html\">huber(delta)</a>"));
  }

  @Test
  void equalCataloguesHaveEqualBytes() throws Exception {
    List<Path> pages = pages();
    List<String> before = pages.stream().map(CataloguePagesTest::read).toList();
    write();
    assertEquals(before, pages.stream().map(CataloguePagesTest::read).toList());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private List<Path> pages() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> pages = files.sorted().toList();
      assertEquals(3, pages.size());
      return pages;
    }
  }
}
