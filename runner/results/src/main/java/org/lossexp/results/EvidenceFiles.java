package org.lossexp.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Files of {@code evidence} that are made once for a whole run, and read back when a report is
 * written again: shapes of losses, slices of landscapes.
 */
public final class EvidenceFiles {
  private static final List<String> CURVE = List.of("loss", "against", "x", "value", "gradient");
  private static final List<String> SLICE =
      List.of("setting", "contender", "trial", "a", "b", "objective");

  private EvidenceFiles() {}

  /** Writes {@code evidence/loss_shapes.csv}; without curves there is none. */
  public static void writeLossShapes(Path folder, List<LossCurve> curves) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (LossCurve curve : curves) {
      for (LossCurve.Point point : curve.points()) {
        rows.add(
            List.of(
                curve.loss(),
                curve.against(),
                CsvWriter.number(point.x()),
                CsvWriter.number(point.value()),
                CsvWriter.number(point.gradient())));
      }
    }
    write(lossShapesFile(folder), CURVE, rows);
  }

  /** Writes {@code evidence/landscape.csv}; without slices there is none. */
  public static void writeLandscape(Path folder, List<LandscapeSlice> slices) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (LandscapeSlice slice : slices) {
      for (LandscapeSlice.Point point : slice.points()) {
        rows.add(
            List.of(
                slice.setting(),
                slice.contender(),
                slice.trial(),
                CsvWriter.number(point.a()),
                CsvWriter.number(point.b()),
                CsvWriter.number(point.objective())));
      }
    }
    write(landscapeFile(folder), SLICE, rows);
  }

  private static void write(Path file, List<String> header, List<List<String>> rows)
      throws IOException {
    if (rows.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    Files.createDirectories(file.getParent());
    AtomicFile.write(
        file,
        out -> {
          CsvWriter csv = new CsvWriter(out);
          csv.row(header);
          for (List<String> row : rows) {
            csv.row(row);
          }
        });
  }

  /** {@return the curves of {@code folder}; none where there is no such file, or another one} */
  public static List<LossCurve> lossShapes(Path folder) {
    return grouped(
        lossShapesFile(folder),
        CURVE,
        2,
        (names, points) ->
            new LossCurve(
                names.get(0),
                names.get(1),
                points.stream()
                    .map(point -> new LossCurve.Point(point[0], point[1], point[2]))
                    .toList()));
  }

  /** {@return the slices of {@code folder}; none where there is no such file, or another one} */
  public static List<LandscapeSlice> landscape(Path folder) {
    return grouped(
        landscapeFile(folder),
        SLICE,
        3,
        (names, points) ->
            new LandscapeSlice(
                names.get(0),
                names.get(1),
                names.get(2),
                points.stream()
                    .map(point -> new LandscapeSlice.Point(point[0], point[1], point[2]))
                    .toList()));
  }

  /** Rows whose first cells are equal belong together; a file that is not ours is as none. */
  private static <T> List<T> grouped(
      Path file,
      List<String> header,
      int names,
      BiFunction<List<String>, List<double[]>, T> maker) {
    Map<List<String>, List<double[]>> groups = new LinkedHashMap<>();
    try {
      List<List<String>> rows = CsvReader.rows(Files.readString(file));
      if (rows.isEmpty() || !rows.getFirst().equals(header)) {
        return List.of();
      }
      for (List<String> row : rows.subList(1, rows.size())) {
        groups
            .computeIfAbsent(row.subList(0, names), _ -> new ArrayList<>())
            .add(
                row.subList(names, header.size()).stream()
                    .mapToDouble(CsvReader::number)
                    .toArray());
      }
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return List.of();
    }
    List<T> made = new ArrayList<>();
    groups.forEach((group, points) -> made.add(maker.apply(group, points)));
    return made;
  }

  private static Path lossShapesFile(Path folder) {
    return folder.resolve(EvidenceTables.FOLDER).resolve("loss_shapes.csv");
  }

  private static Path landscapeFile(Path folder) {
    return folder.resolve(EvidenceTables.FOLDER).resolve("landscape.csv");
  }
}
