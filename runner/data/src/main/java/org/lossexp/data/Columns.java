package org.lossexp.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.experiment.Shape;
import org.lossexp.spi.Value;

/**
 * The columns of some rows on their way through what was fitted: the one way for the rows that were
 * fitted on and for new ones.
 *
 * @param features what goes into a model as numbers at last
 * @param codes what a model looks up
 */
record Columns(List<Column> features, List<Code> codes) {
  Columns {
    features = List.copyOf(features);
    codes = List.copyOf(codes);
  }

  /**
   * Indices of one column.
   *
   * @param size how many different ones there may be
   * @param values −1 where a text is not known and there is no index for that
   */
  @SuppressWarnings("ArrayRecordComponent") // never written to, compared by nobody
  record Code(String name, int size, int[] values) {}

  /** {@return these columns after {@code change}} */
  Columns after(Fitted.Change change) {
    var changed = new ArrayList<Column>();
    var coded = new ArrayList<>(codes);
    for (Column column : features) {
      if (!column.name().equals(change.column())) {
        changed.add(column);
        continue;
      }
      switch (change.kind()) {
        case DROP -> {}
        case CODE -> coded.add(code(column, change));
        case CATEGORY -> changed.add(category(column));
        case NUMBER -> changed.add(number(column));
        case FILL -> changed.add(filled(numeric(column), change.numbers().getFirst()));
        case FILL_TEXT -> changed.add(filled(categorical(column), change.texts().getFirst()));
        case SCALE -> changed.add(scaled(column, change.numbers()));
        case INDICATE -> changed.addAll(indicators(categorical(column), change.texts()));
        case RANK -> changed.add(ranked(categorical(column), change.texts()));
        case HASH ->
            changed.addAll(hashed(categorical(column), change.numbers().getFirst().intValue()));
        case RESIZE ->
            changed.add(
                Resizing.resized(
                    image(column),
                    change.numbers().get(0).intValue(),
                    change.numbers().get(1).intValue()));
      }
    }
    return new Columns(changed, coded);
  }

  private static Column.Numeric numeric(Column column) {
    return (Column.Numeric) number(column);
  }

  private static Column.Categorical categorical(Column column) {
    return (Column.Categorical) category(column);
  }

  private static Column.Image image(Column column) {
    return switch (column) {
      case Column.Image image -> image;
      case Column.Numeric _, Column.Categorical _ ->
          throw new IllegalStateException("no image: " + column.name());
    };
  }

  /** Numbers become the texts that files write for them. */
  static Column category(Column column) {
    return switch (column) {
      case Column.Categorical categorical -> categorical;
      case Column.Image image -> image;
      case Column.Numeric numeric -> {
        double[] distinct =
            Arrays.stream(numeric.values())
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .distinct()
                .toArray();
        List<String> levels =
            Arrays.stream(distinct).mapToObj(Value.Numeral::text).sorted().toList();
        int[] codeOf =
            Arrays.stream(distinct)
                .mapToObj(Value.Numeral::text)
                .mapToInt(levels::indexOf)
                .toArray();
        int[] codes =
            Arrays.stream(numeric.values())
                .mapToInt(v -> Double.isNaN(v) ? -1 : codeOf[Arrays.binarySearch(distinct, v)])
                .toArray();
        yield new Column.Categorical(numeric.name(), levels, codes);
      }
    };
  }

  /** Texts that are no numbers become missing. */
  static Column number(Column column) {
    return switch (column) {
      case Column.Numeric numeric -> numeric;
      case Column.Image image -> image;
      case Column.Categorical categorical -> {
        double[] values = categorical.levels().stream().mapToDouble(Columns::number).toArray();
        yield new Column.Numeric(
            categorical.name(),
            Arrays.stream(categorical.codes())
                .mapToDouble(code -> code < 0 ? Double.NaN : values[code])
                .toArray());
      }
    };
  }

  /** {@return the number that {@code text} is; NaN where it is none} */
  static double number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  private static Column filled(Column.Numeric column, double value) {
    return new Column.Numeric(
        column.name(),
        Arrays.stream(column.values()).map(v -> Double.isNaN(v) ? value : v).toArray());
  }

  private static Column filled(Column.Categorical column, String text) {
    List<String> levels = new ArrayList<>(column.levels());
    if (!levels.contains(text)) {
      levels.add(text);
    }
    int level = levels.indexOf(text);
    return new Column.Categorical(
        column.name(),
        levels,
        Arrays.stream(column.codes()).map(code -> code < 0 ? level : code).toArray());
  }

  /** Of an image, a shift and a size for each channel. */
  private static Column scaled(Column column, List<Double> numbers) {
    return switch (column) {
      case Column.Categorical categorical -> categorical;
      case Column.Numeric numeric -> {
        double shift = numbers.get(0);
        double size = numbers.get(1);
        double[] values = numeric.values().clone();
        for (int row = 0; row < values.length; row++) {
          if (!Double.isNaN(values[row])) {
            values[row] = size == 0 ? 0 : (values[row] - shift) / size;
          }
        }
        yield new Column.Numeric(numeric.name(), values);
      }
      case Column.Image image -> {
        int channels = image.shape().channels();
        float[] values = image.values().clone();
        for (int i = 0; i < values.length; i++) {
          double shift = numbers.get(2 * (i % channels));
          double size = numbers.get(2 * (i % channels) + 1);
          values[i] = size == 0 ? 0 : (float) ((values[i] - shift) / size);
        }
        yield new Column.Image(image.name(), image.shape(), values);
      }
    };
  }

  private static List<Column> indicators(Column.Categorical column, List<String> texts) {
    List<Column> indicators = new ArrayList<>();
    for (String text : texts) {
      int level = column.levels().indexOf(text);
      double[] values = new double[column.codes().length];
      for (int row = 0; row < values.length; row++) {
        values[row] = level >= 0 && column.codes()[row] == level ? 1 : 0;
      }
      indicators.add(new Column.Numeric(column.name() + "=" + text, values));
    }
    return indicators;
  }

  private static Column ranked(Column.Categorical column, List<String> texts) {
    double[] ranks = column.levels().stream().mapToDouble(texts::indexOf).toArray();
    return new Column.Numeric(
        column.name(),
        Arrays.stream(column.codes())
            .mapToDouble(code -> code < 0 ? Double.NaN : ranks[code])
            .toArray());
  }

  /**
   * The hashing trick with signs, so that texts that meet in a column do not add up (Weinberger et
   * al., "Feature hashing for large scale multitask learning", ICML 2009). Missing is a text too.
   */
  private static List<Column> hashed(Column.Categorical column, int size) {
    int[] hashes = column.levels().stream().mapToInt(Columns::hash).toArray();
    double[][] values = new double[size][column.codes().length];
    for (int row = 0; row < column.codes().length; row++) {
      int code = column.codes()[row];
      int hash = code < 0 ? hash("") : hashes[code];
      values[Integer.remainderUnsigned(hash >>> 1, size)][row] = (hash & 1) == 0 ? 1 : -1;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      columns.add(new Column.Numeric(column.name() + "#" + i, values[i]));
    }
    return columns;
  }

  private static int hash(String text) {
    byte[] digest = RandomStream.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return ((digest[0] & 0xff) << 24)
        | ((digest[1] & 0xff) << 16)
        | ((digest[2] & 0xff) << 8)
        | (digest[3] & 0xff);
  }

  private static Code code(Column column, Fitted.Change change) {
    Column.Categorical categorical = categorical(column);
    int first = change.numbers().getFirst().intValue();
    int unknown = first == 0 ? -1 : 0;
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < change.texts().size(); i++) {
      index.put(change.texts().get(i), first + i);
    }
    int[] ofLevel =
        categorical.levels().stream()
            .mapToInt(level -> index.getOrDefault(level, unknown))
            .toArray();
    return new Code(
        column.name(),
        first + change.texts().size(),
        Arrays.stream(categorical.codes())
            .map(code -> code < 0 ? unknown : ofLevel[code])
            .toArray());
  }

  /** {@return the shape of an example; empty for a table} */
  Optional<Shape> image() {
    return features.size() == 1 && features.getFirst() instanceof Column.Image image
        ? Optional.of(image.shape())
        : Optional.empty();
  }
}
