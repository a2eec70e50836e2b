package org.lossexp.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Images in folders, a folder a class: PNG, JPEG, GIF and BMP files of a folder on disk or of a zip
 * file. A point is 0 where it is black and 1 where it is white.
 */
final class ImageSource {
  private static final String ENDINGS = "(?i).+\\.(png|jpe?g|gif|bmp)";

  /** Weights of red, green and blue in grey, Rec. ITU-R BT.601. */
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private final Arguments arguments;
  private final String written;
  private final Path root;

  /**
   * @param place the folder, or a zip file of it
   */
  private ImageSource(Arguments arguments, StoredFile place) {
    this.arguments = arguments;
    this.written = place.written();
    this.root = place.path();
  }

  static Dataset load(Path folder, Arguments arguments) throws Unusable {
    // Caching on disk would write files that nobody asked for.
    ImageIO.setUseCache(false);
    StoredFile place =
        arguments.value("folder").orElseThrow() instanceof Value.Call
            ? StoredFile.find(folder, arguments, "folder")
            : new StoredFile(
                "folder",
                arguments.word("folder"),
                StoredFile.resolve(folder, arguments.word("folder"), "folder"));
    try {
      return new ImageSource(arguments, place).dataset();
    } catch (IOException failed) {
      throw unusable(
          Codes.UNREADABLE_FILE,
          "`" + place.written() + "` cannot be read",
          "the system says: " + failed.getMessage());
    }
  }

  private Dataset dataset() throws IOException, Unusable {
    SortedMap<String, byte[]> files = Files.isDirectory(root) ? inFolder() : inZip();
    if (files.isEmpty()) {
      throw unusable(
          Codes.NO_ROWS,
          "`" + written + "` holds no image",
          "PNG, JPEG, GIF and BMP files in folders are read, a folder a class");
    }
    MessageDigest digest = RandomStream.sha256();
    List<String> classOf = new ArrayList<>();
    List<float[]> images = new ArrayList<>();
    Shape shape = null;
    boolean colour = isColoured(files);
    long held = 0;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      digest.update(file.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      digest.update(file.getValue());
      BufferedImage image = decoded(file.getKey(), file.getValue());
      float[] values = values(image, colour);
      Shape own = new Shape(image.getHeight(), image.getWidth(), colour ? 3 : 1);
      if (arguments.value("size").isPresent()) {
        List<Double> size = size();
        Column.Image resized =
            Resizing.resized(
                new Column.Image(file.getKey(), own, values),
                size.get(0).intValue(),
                size.get(1).intValue());
        values = resized.values();
        own = resized.shape();
      }
      if (shape == null) {
        shape = own;
      }
      if (!own.equals(shape)) {
        throw otherSize(file.getKey(), own, files.firstKey(), shape);
      }
      held += 4L * values.length;
      if (held > Sources.mostBytes() / 2) {
        throw unusable(
            Codes.FILE_TOO_LARGE,
            Sources.tooLarge(written, files.size(), 2 * held / images.size() * files.size()),
            "`size = [h, w]` shrinks images as they are read",
            Sources.MORE_MEMORY);
      }
      images.add(values);
      classOf.add(folderOf(file.getKey()));
    }
    List<String> names = withoutShared(classOf);
    List<String> classes = List.copyOf(new TreeSet<>(names));
    if (classes.size() < 2) {
      throw unusable(
          Codes.CONSTANT_TARGET,
          "the images of `" + written + "` are all in one folder: there is nothing to predict",
          "images of one class stand in a folder of their own");
    }
    double[] target =
        names.stream()
            .mapToDouble(name -> java.util.Collections.binarySearch(classes, name))
            .toArray();
    int size = shape.size();
    float[] all = new float[Math.multiplyExact(images.size(), size)];
    for (int row = 0; row < images.size(); row++) {
      System.arraycopy(images.get(row), 0, all, row * size, size);
    }
    return Dataset.of(
        new Dataset.Origin(
            Optional.of(written), HexFormat.of().formatHex(digest.digest()), List.of()),
        List.of(new Column.Image("image", shape, all)),
        "folder",
        Dataset.Labels.classes(classes, target),
        Dataset.Roles.NONE,
        new Dataset.Given(images.size(), images.size()));
  }

  private List<Double> size() throws Unusable {
    List<Double> size = arguments.reals("size");
    if (size.size() != 2 || size.stream().anyMatch(number -> number != Math.rint(number))) {
      throw Unusable.argument(
          Codes.OTHER_SIZES, "size", "`size` is a height and a width, such as `size = [28, 28]`");
    }
    return size;
  }

  // Files.

  private SortedMap<String, byte[]> inFolder() throws IOException, Unusable {
    SortedMap<String, byte[]> files = new TreeMap<>();
    long held = 0;
    List<Path> found;
    try (Stream<Path> walk = Files.walk(root)) {
      found = walk.filter(Files::isRegularFile).toList();
    }
    for (Path path : found) {
      String name = root.relativize(path).toString().replace('\\', '/');
      if (name.matches(ENDINGS)) {
        held = refuseTooMuch(held + Files.size(path));
        files.put(name, Files.readAllBytes(path));
      }
    }
    return files;
  }

  private SortedMap<String, byte[]> inZip() throws IOException, Unusable {
    if (!written.toLowerCase(Locale.ROOT).endsWith(".zip") || !Files.isRegularFile(root)) {
      throw unusable(
          Codes.NO_SUCH_FILE,
          "there is no folder `" + written + "`, and it is no zip file",
          "looked for " + root.toAbsolutePath().normalize());
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    long held = 0;
    try (InputStream in = Files.newInputStream(root);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (StoredFile.isFile(entry) && entry.getName().matches(ENDINGS)) {
          byte[] bytes = zip.readNBytes((int) Math.min(Sources.mostBytes(), 1 << 30));
          held = refuseTooMuch(held + bytes.length);
          files.put(entry.getName(), bytes);
        }
      }
    } catch (java.util.zip.ZipException damaged) {
      throw unusable(
          Codes.DAMAGED_GZIP,
          "`" + written + "` is a damaged zip file",
          "unpacking says: " + damaged.getMessage(),
          "it may not have been copied to its end: fetch it again");
    }
    return files;
  }

  private long refuseTooMuch(long held) throws Unusable {
    if (held > Sources.mostBytes() / 2) {
      throw unusable(
          Codes.FILE_TOO_LARGE,
          "the files of `" + written + "` have more than " + (held >> 20) + " MiB",
          Sources.MORE_MEMORY);
    }
    return held;
  }

  private static String folderOf(String name) {
    int end = name.lastIndexOf('/');
    return end < 0 ? "." : name.substring(0, end);
  }

  /** {@return the folders without those that all of them stand in} */
  private static List<String> withoutShared(List<String> folders) {
    List<String> names = folders;
    while (true) {
      String first = names.getFirst();
      int slash = first.indexOf('/');
      String shared = slash < 0 ? first : first.substring(0, slash + 1);
      if (slash < 0 || !names.stream().allMatch(name -> name.startsWith(shared))) {
        return names;
      }
      names = names.stream().map(name -> name.substring(shared.length())).toList();
    }
  }

  // Images.

  private boolean isColoured(SortedMap<String, byte[]> files) throws Unusable {
    String colour = arguments.word("colour");
    if (!colour.equals("auto")) {
      return colour.equals("rgb");
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!isGrey(decoded(file.getKey(), file.getValue()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGrey(BufferedImage image) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      for (int i = 0; i < palette.getMapSize(); i++) {
        if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i)) {
          return false;
        }
      }
      return true;
    }
    return image.getColorModel().getNumColorComponents() == 1;
  }

  private BufferedImage decoded(String name, byte[] bytes) throws Unusable {
    BufferedImage image = null;
    String reason = "it begins like no kind of image that can be read";
    try {
      image = ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException damaged) {
      // The decoders throw whatever their damaged input makes them throw.
      reason = "reading says: " + damaged.getMessage();
    }
    if (image == null) {
      throw unusable(
          Codes.BAD_FORMAT,
          "`" + written + "`: `" + name + "` is no image",
          reason,
          "take it out of the folder, or save it anew");
    }
    return image;
  }

  /** {@return [height × width × channels]} */
  private static float[] values(BufferedImage image, boolean colour) {
    int height = image.getHeight();
    int width = image.getWidth();
    int channels = colour ? 3 : 1;
    float[] values = new float[height * width * channels];
    boolean plainGrey = isGrey(image) && !(image.getColorModel() instanceof IndexColorModel);
    Raster raster = image.getRaster();
    float most = plainGrey ? (1 << raster.getSampleModel().getSampleSize(0)) - 1 : 255;
    int at = 0;
    float[] rgb = new float[3];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (plainGrey) {
          // Not getRGB, which takes grey for linear light and brightens it.
          Arrays.fill(rgb, raster.getSample(x, y, 0) / most);
        } else {
          int point = image.getRGB(x, y);
          rgb[0] = (point >> 16 & 0xFF) / most;
          rgb[1] = (point >> 8 & 0xFF) / most;
          rgb[2] = (point & 0xFF) / most;
        }
        if (colour) {
          System.arraycopy(rgb, 0, values, at, 3);
        } else {
          boolean grey = rgb[0] == rgb[1] && rgb[1] == rgb[2];
          values[at] = grey ? rgb[0] : LUMA[0] * rgb[0] + LUMA[1] * rgb[1] + LUMA[2] * rgb[2];
        }
        at += channels;
      }
    }
    return values;
  }

  private Unusable otherSize(String name, Shape size, String first, Shape expected) {
    return unusable(
        Codes.OTHER_SIZES,
        String.format(
            Locale.ROOT,
            "`%s`: `%s` is %d × %d, and `%s` is %d × %d",
            written,
            name,
            size.height(),
            size.width(),
            first,
            expected.height(),
            expected.width()),
        "write `size = [%d, %d]` to bring all to one height and width"
            .formatted(expected.height(), expected.width()));
  }

  private static Unusable unusable(String code, String message, String... notes) {
    return Unusable.argument(code, "folder", message, notes);
  }
}
