package org.lossexp.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lossexp.experiment.Problem;
import org.lossexp.results.RunFolder;

class ResumeTest {
  @TempDir Path folder;

  @Test
  void thePlanOfTheFolderGoesOnAndNoOther() throws IOException {
    try (RunFolder open = Examples.open(folder)) {
      assertEquals(
          Resume.NOTHING_TO_RESUME,
          Resume.refusal(open, Examples.plan(3).design()).orElseThrow().code());
      open.begin(Examples.run(Examples.plan(3)));
    }
    try (RunFolder open = Examples.open(folder)) {
      assertTrue(Resume.refusal(open, Examples.plan(3).design()).isEmpty());
      Problem refused = Resume.refusal(open, Examples.plan(2).design()).orElseThrow();
      assertEquals(Resume.OTHER_PLAN, refused.code());
      assertTrue(
          refused.message().endsWith("of its 6 trials 2 are gone, 0 are new"), refused.message());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Resume.OTHER_PLAN, Resume.NOTHING_TO_RESUME})
  void everyCodeHasAPage(String code) throws IOException {
    String name = "/META-INF/lossexp/explain/" + code + ".md";
    try (InputStream page = Resume.class.getResourceAsStream(name)) {
      assertNotNull(page, name);
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.startsWith("# " + code + ": "), text);
    }
  }
}
