package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
  private static final byte[] STATE = {1, 2, '\n', 3};

  @TempDir private Path folder;

  @Test
  void theLastStateOfATrialIsKept() throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder, 2);
    assertTrue(checkpoints.read("abc").isEmpty());
    checkpoints.write("abc", new byte[] {9});
    checkpoints.write("abc", STATE);
    assertArrayEquals(STATE, checkpoints.read("abc").orElseThrow());
    assertTrue(checkpoints.read("abd").isEmpty());
  }

  @Test
  void anotherVersionAnotherTrialAndDamageAreAsGoodAsNothing() throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder, 2);
    checkpoints.write("abc", STATE);
    Path file = folder.resolve("checkpoints/abc");
    assertTrue(new CheckpointFolder(folder, 3).read("abc").isEmpty());
    Files.copy(file, folder.resolve("checkpoints/abd"));
    assertTrue(checkpoints.read("abd").isEmpty());
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      assertTrue(checkpoints.read("abc").isEmpty(), "byte " + i);
    }
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertTrue(checkpoints.read("abc").isEmpty());
  }

  @Test
  void theFolderGoesWithTheLastState() throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder, 2);
    checkpoints.write("abc", STATE);
    checkpoints.write("abd", STATE);
    CheckpointFolder.remove(folder, "abc");
    assertTrue(checkpoints.read("abd").isPresent());
    CheckpointFolder.remove(folder, "abd");
    CheckpointFolder.remove(folder, "abd");
    assertFalse(Files.exists(folder.resolve("checkpoints")));
  }
}
