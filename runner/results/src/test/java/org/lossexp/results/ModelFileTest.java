package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Tensor;

class ModelFileTest {
  private static final ModelFile MODEL =
      new ModelFile(
          Map.of("loss", "huber(delta = 1) × \"2\""),
          List.of(
              new Tensor("dense.0.weights", List.of(2, 3), new float[] {1, 2, 3, 4, 5, -0.1f}),
              new Tensor("dense.0.biases", List.of(3), new float[] {0, Float.MIN_VALUE, 1e30f})));

  @TempDir private Path folder;

  @Test
  void whatIsWrittenReadsBack() throws IOException {
    Path file = folder.resolve("m.safetensors");
    MODEL.write(file);
    ModelFile read = ModelFile.read(file);
    assertEquals(MODEL.about(), read.about());
    for (int i = 0; i < 2; i++) {
      assertEquals(MODEL.tensors().get(i).name(), read.tensors().get(i).name());
      assertEquals(MODEL.tensors().get(i).shape(), read.tensors().get(i).shape());
      assertArrayEquals(MODEL.tensors().get(i).values(), read.tensors().get(i).values());
    }
    assertArrayEquals(MODEL.bytes(), Files.readAllBytes(file));
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    Path file = folder.resolve("m.safetensors");
    byte[] bytes = MODEL.bytes();
    for (int length : new int[] {0, 7, 8, 20, bytes.length - 1}) {
      Files.write(file, java.util.Arrays.copyOf(bytes, length));
      IOException refused = assertThrows(IOException.class, () -> ModelFile.read(file));
      assertTrue(refused.getMessage().contains("is no model"), refused.getMessage());
    }
  }

  /** Read by the library that defines the format. */
  @Test
  void pythonReadsIt() throws IOException, InterruptedException {
    Path file = folder.resolve("m.safetensors");
    MODEL.write(file);
    String script =
        """
        import sys
        from safetensors import safe_open
        with safe_open(sys.argv[1], framework="np") as model:
            print(sorted(model.metadata().items()))
            for name in sorted(model.keys()):
                tensor = model.get_tensor(name)
                print(name, tensor.dtype, tensor.shape, tensor.ravel().tolist())
        """;
    Process process = new ProcessBuilder("python3", "-c", script, file.toString()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeTrue(
        process.waitFor() == 0 || !error.contains("ModuleNotFoundError"),
        "python3 has no safetensors: pip install safetensors numpy");
    assertEquals("", error);
    assertEquals(
        """
        [('loss', 'huber(delta = 1) × "2"')]
        dense.0.biases float32 (3,) [0.0, 1.401298464324817e-45, 1.0000000150474662e+30]
        dense.0.weights float32 (2, 3) [1.0, 2.0, 3.0, 4.0, 5.0, -0.10000000149011612]
        """,
        said);
  }
}
