package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IoProblemsTest {
  static List<String> codes() {
    return Arrays.stream(IoProblems.class.getDeclaredFields())
        .filter(field -> field.getType() == String.class)
        .map(IoProblemsTest::code)
        .toList();
  }

  private static String code(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void everyCodeHasAPage(String code) throws IOException {
    String name = "/META-INF/lossexp/explain/" + code + ".md";
    try (InputStream page = IoProblems.class.getResourceAsStream(name)) {
      assertNotNull(page, name);
      String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(text.startsWith("# " + code + ": "), text);
    }
  }

  @Test
  void aReadOnlyDiskIsNoRiddle() {
    Path path = Path.of("results/noise");
    assertEquals(
        IoProblems.NOT_WRITABLE,
        IoProblems.of(new FileSystemException("results", null, "Read-only file system"), path)
            .code());
    assertEquals(
        IoProblems.DISK_FULL,
        IoProblems.of(new IOException("No space left on device"), path).code());
    assertEquals(
        "`results/noise` could not be read or written: Input/output error",
        IoProblems.of(new IOException("Input/output error"), path).message());
  }
}
