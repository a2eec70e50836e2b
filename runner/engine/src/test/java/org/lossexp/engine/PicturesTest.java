package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.lossexp.data.Part;
import org.lossexp.data.Prepared;
import org.lossexp.experiment.TrialResult;
import org.lossexp.spi.Reduction;
import org.lossexp.spi.Task;

/** A small convolutional network on the 10,000 pictures of shared/data/mnist-t10k. */
class PicturesTest {
  private static final int SIDE = 28;
  private static final int CLASSES = 10;

  @Test
  void aSmallNetworkReadsDigits() throws IOException {
    Prepared digits = digits(shared("data/mnist-t10k"));
    Trials trials =
        Trials.LINEAR
            .layer(LayerCases.call("reshape", "height", SIDE, "width", SIDE))
            .layer(
                LayerCases.call(
                    "conv2d", "filters", 16, "kernel", 3, "activation", "relu", "padding", "same"))
            .layer(LayerCases.call("max_pool", "size", 2))
            .layer(LayerCases.call("conv2d", "filters", 32, "kernel", 3, "activation", "relu"))
            .layer(LayerCases.call("max_pool", "size", 2))
            .layer(LayerCases.call("flatten"))
            .dropout(0.3)
            .dense(64, "relu")
            .adam(1e-3)
            .batch(32)
            .epochs(8)
            .monitor("accuracy");
    Objective objective = new Objective(new Losses.CrossEntropy(CLASSES), Reduction.MEAN);
    TrialResult result =
        Trainer.train(trials.trial(), digits, objective, List.of(Metrics.accuracy()), () -> false);
    assertEquals(TrialResult.Status.DONE, result.status(), result.cause());
    double accuracy = result.metrics().get("test.accuracy");
    assertTrue(accuracy > 0.97, "test accuracy " + accuracy);
  }

  /** 7,000 pictures to learn from, 1,000 to choose the epoch on, 2,000 to judge by. */
  private static Prepared digits(Path folder) throws IOException {
    byte[] pixels = content(folder.resolve("t10k-images-idx3-ubyte.gz"), 16);
    byte[] labels = content(folder.resolve("t10k-labels-idx1-ubyte.gz"), 8);
    return new Prepared(
        new Prepared.Origin("mnist", "7000, 1000, 2000", 0),
        Task.MULTICLASS,
        1,
        IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList(),
        IntStream.range(0, CLASSES).mapToObj(i -> 700L).toList(),
        IntStream.range(0, SIDE * SIDE).mapToObj(Integer::toString).toList(),
        Prepared.TargetScale.NONE,
        part(pixels, labels, 0, 7000),
        Optional.of(part(pixels, labels, 7000, 8000)),
        Optional.of(part(pixels, labels, 8000, 10000)));
  }

  private static Part part(byte[] pixels, byte[] labels, int from, int end) {
    int size = SIDE * SIDE;
    float[] features = new float[(end - from) * size];
    for (int i = 0; i < features.length; i++) {
      features[i] = (pixels[from * size + i] & 0xFF) / 255f;
    }
    double[] target = IntStream.range(from, end).mapToDouble(i -> labels[i]).toArray();
    return Examples.part(size, features, target);
  }

  /** {@return the bytes after {@code header} ones} */
  private static byte[] content(Path file, int header) throws IOException {
    try (var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.skipNBytes(header);
      return in.readAllBytes();
    }
  }

  private static Path shared(String path) {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      Path found = folder.resolve("shared").resolve(path);
      if (Files.isDirectory(found)) {
        return found;
      }
    }
    return Assumptions.abort("there is no folder shared beside the checkout");
  }
}
