package org.lossexp.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Images and labels as the MNIST page has them: a header of two zero bytes, the kind of number, the
 * number of dimensions and their sizes, then the numbers.
 */
final class IdxSource {
  private static final int UNSIGNED_BYTES = 8;

  private IdxSource() {}

  /**
   * A file of numbers.
   *
   * @param sizes of the dimensions, examples first
   */
  @SuppressWarnings("ArrayRecordComponent") // read at once, compared by nobody
  private record Block(StoredFile file, int[] sizes, byte[] bytes) {
    int examples() {
      return sizes[0];
    }

    int header() {
      return 4 + 4 * sizes.length;
    }
  }

  static Dataset load(Path folder, Arguments arguments) throws Unusable {
    List<Block> images = new ArrayList<>(List.of(read(folder, arguments, "images", 3)));
    List<Block> labels = new ArrayList<>(List.of(read(folder, arguments, "labels", 1)));
    boolean hasTest = arguments.value("test_images").isPresent();
    if (hasTest != arguments.value("test_labels").isPresent()) {
      throw Unusable.argument(
          Codes.BAD_FORMAT,
          hasTest ? "test_images" : "test_labels",
          "test images and test labels come together",
          "write both `test_images` and `test_labels`");
    }
    if (hasTest) {
      images.add(read(folder, arguments, "test_images", 3));
      labels.add(read(folder, arguments, "test_labels", 1));
    }
    int rows = 0;
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      Block pictures = images.get(i);
      Block names = labels.get(i);
      if (pictures.examples() != names.examples()) {
        throw names.file.unusable(
            Codes.BAD_FORMAT,
            String.format(
                Locale.ROOT,
                "`%s` holds %d labels for the %d images of `%s`",
                names.file.written(),
                names.examples(),
                pictures.examples(),
                pictures.file.written()));
      }
      if (!Arrays.equals(pictures.sizes, 1, pictures.sizes.length, images.getFirst().sizes, 1, 3)) {
        throw pictures.file.unusable(
            Codes.OTHER_SIZES,
            "the images of `" + pictures.file.written() + "` have another size than the others");
      }
      rows += pictures.examples();
      hashes.add(pictures.file.sha256());
      hashes.add(names.file.sha256());
    }
    int[] sizes = images.getFirst().sizes;
    Shape shape = new Shape(sizes[1], sizes[2], 1);
    float[] values = new float[Math.multiplyExact(rows, shape.size())];
    int[] codes = new int[rows];
    int at = 0;
    int row = 0;
    for (int i = 0; i < images.size(); i++) {
      Block pictures = images.get(i);
      for (int b = pictures.header(); b < pictures.bytes.length; b++) {
        values[at++] = (pictures.bytes[b] & 0xFF) / 255f;
      }
      Block names = labels.get(i);
      for (int b = names.header(); b < names.bytes.length; b++) {
        codes[row++] = names.bytes[b] & 0xFF;
      }
    }
    int training = images.getFirst().examples();
    int[] classes = Arrays.stream(codes).distinct().sorted().toArray();
    double[] target = new double[rows];
    Arrays.setAll(target, r -> Arrays.binarySearch(classes, codes[r]));
    refuseUntrained(arguments, classes, target, training, rows);
    return Dataset.of(
        new Dataset.Origin(
            Optional.of(images.getFirst().file.written()), Sources.sha256(hashes), List.of()),
        List.of(new Column.Image("image", shape, values)),
        "label",
        Dataset.Labels.classes(
            Arrays.stream(classes).mapToObj(label -> Value.Numeral.text(label)).toList(), target),
        Dataset.Roles.NONE,
        new Dataset.Given(training, training));
  }

  private static void refuseUntrained(
      Arguments arguments, int[] classes, double[] target, int training, int rows) throws Unusable {
    if (classes.length < 2) {
      throw Unusable.argument(
          Codes.CONSTANT_TARGET, "labels", "every label is the same: there is nothing to predict");
    }
    boolean[] trained = new boolean[classes.length];
    for (int row = 0; row < training; row++) {
      trained[(int) target[row]] = true;
    }
    for (int row = training; row < rows; row++) {
      if (!trained[(int) target[row]]) {
        throw Unusable.argument(
            Codes.UNKNOWN_CLASS,
            "test_labels",
            "`"
                + arguments.value("test_labels").map(Value::text).orElse("")
                + "` holds the label "
                + classes[(int) target[row]]
                + ", a class that no training image has");
      }
    }
  }

  private static Block read(Path folder, Arguments arguments, String parameter, int dimensions)
      throws Unusable {
    StoredFile file = StoredFile.find(folder, arguments, parameter);
    // Bytes become floats: four for one.
    byte[] bytes = file.bytes(Sources.mostBytes() / 5);
    if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          "`" + file.written() + "` is no IDX file: it does not begin with two zero bytes");
    }
    if (bytes[2] != UNSIGNED_BYTES) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          "`"
              + file.written()
              + "` holds numbers of kind "
              + (bytes[2] & 0xFF)
              + "; images and labels of unsigned bytes, kind 8, can be read");
    }
    if (bytes[3] != dimensions || bytes.length < 4 + 4 * dimensions) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          "`"
              + file.written()
              + "` has "
              + (bytes[3] & 0xFF)
              + (bytes[3] == 1 ? " dimension" : " dimensions")
              + " instead of "
              + dimensions,
          dimensions == 3
              ? "images come first: `idx(\"images\", \"labels\")`"
              : "labels come second: `idx(\"images\", \"labels\")`");
    }
    int[] sizes = new int[dimensions];
    long expected = 1;
    for (int i = 0; i < dimensions; i++) {
      for (int b = 0; b < 4; b++) {
        sizes[i] = sizes[i] << 8 | (bytes[4 + 4 * i + b] & 0xFF);
      }
      expected = sizes[i] < 1 ? -1 : Math.min(expected * sizes[i], Integer.MAX_VALUE);
    }
    int header = 4 + 4 * dimensions;
    if (expected != (long) bytes.length - header) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          String.format(
              Locale.ROOT,
              "`%s` says that it holds %s numbers, but holds %d",
              file.written(),
              String.join(" × ", Arrays.stream(sizes).mapToObj(Integer::toString).toList()),
              bytes.length - header),
          "it may not have been copied to its end: fetch it again");
    }
    return new Block(file, sizes, bytes);
  }
}
