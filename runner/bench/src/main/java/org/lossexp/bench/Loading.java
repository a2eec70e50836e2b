package org.lossexp.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.lossexp.data.DataRoom;
import org.lossexp.experiment.Attempt;
import org.lossexp.experiment.DataHeader;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/**
 * Loads a table of normal numbers with six decimals through the door of {@code data}, cold, as an
 * experiment does once for all its trials.
 */
final class Loading {
  private Loading() {}

  public static void main(String[] arguments) throws IOException {
    int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    int columns = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 30;
    Path file = Files.createTempFile("lossexp-loading", ".csv");
    try {
      write(file, rows, columns);
      long cpu = cpuTime();
      long begin = System.nanoTime();
      Attempt<DataHeader> loaded =
          new DataRoom(file.getParent()).header(csv(file.getFileName().toString()));
      double seconds = (System.nanoTime() - begin) / 1e9;
      double work = (cpuTime() - cpu) / 1e9;
      if (!(loaded instanceof Attempt.Success<DataHeader>(DataHeader header))
          || header.rows() != rows) {
        throw new IllegalStateException(loaded.toString());
      }
      System.out.printf(
          Locale.ROOT,
          "%d rows, %d columns, %d MiB: %.2f s, %.2f s of CPU, %s%n",
          rows,
          columns,
          Files.size(file) >> 20,
          seconds,
          work,
          resident());
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, int rows, int columns) throws IOException {
    Random random = new Random(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      StringBuilder row = new StringBuilder();
      for (int i = -1; i < rows; i++) {
        row.setLength(0);
        for (int j = 0; j < columns; j++) {
          row.append(j == 0 ? "" : ",");
          if (i < 0) {
            row.append("x").append(j + 1);
          } else {
            row.append(Math.rint(random.nextGaussian() * 1e6) / 1e6);
          }
        }
        out.write(row.append('\n').toString());
      }
    }
  }

  private static Value.Call csv(String path) {
    Descriptor csv =
        DataRoom.descriptors().stream()
            .filter(descriptor -> descriptor.name().equals("csv"))
            .findFirst()
            .orElseThrow();
    Map<String, Value> values = new LinkedHashMap<>();
    for (ParameterSpec parameter : csv.parameters()) {
      values.put(parameter.name(), parameter.fallback().orElseGet(() -> new Value.Text(path)));
    }
    return new Value.Call("csv", new Arguments(values));
  }

  /** All threads together, the compiler's too: what the wall clock says on a machine of our own. */
  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** {@return the most memory that this process ever held, as Linux counts it} */
  private static String resident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return "memory is told on Linux alone";
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.substring(6).strip() + " resident at most")
          .findFirst()
          .orElse("");
    }
  }
}
