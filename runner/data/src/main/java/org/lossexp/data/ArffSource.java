package org.lossexp.data;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Weka's attribute-relation files, dense and sparse: numbers, categories, strings and dates. Labels
 * of many are counted from the end, or named by the XML file that Mulan puts beside the data.
 */
final class ArffSource {
  private final List<StoredFile> files;
  private final List<Attribute> attributes = new ArrayList<>();
  private final List<ColumnBuilder> builders = new ArrayList<>();
  private final List<Integer> lines = new ArrayList<>();
  private int test;

  /** What an attribute holds. */
  private sealed interface Kind {
    record Numeric() implements Kind {}

    record Nominal(Set<String> values) implements Kind {}

    record Text() implements Kind {}

    record Date(DateTimeFormatter format) implements Kind {}
  }

  private record Attribute(String name, Kind kind) {}

  /** A field, and whether it stood between quotes: a quoted question mark is no missing value. */
  private record Field(String text, boolean quoted) {
    boolean isMissing() {
      return !quoted && text.equals("?");
    }
  }

  private ArffSource(List<StoredFile> files) {
    this.files = files;
  }

  static Dataset load(Path folder, Arguments arguments) throws Unusable {
    List<StoredFile> files = new ArrayList<>(List.of(StoredFile.find(folder, arguments, "path")));
    if (arguments.value("test").isPresent()) {
      files.add(StoredFile.find(folder, arguments, "test"));
    }
    Table table = new ArffSource(files).table();
    if (arguments.value("labels").orElse(null) instanceof Value.Text) {
      table = table.knownWith(List.of(StoredFile.find(folder, arguments, "labels")));
    }
    return new TableRoles(table, withTargets(folder, arguments, table)).dataset(new double[0]);
  }

  // Targets.

  private static Arguments withTargets(Path folder, Arguments arguments, Table table)
      throws Unusable {
    if (arguments.value("labels").isPresent()) {
      Value labels = arguments.value("labels").orElseThrow();
      List<Integer> columns =
          labels instanceof Value.Numeral
              ? last(table, "labels", arguments.whole("labels"))
              : inXml(table, StoredFile.find(folder, arguments, "labels"));
      return positions(arguments, columns).with("task", new Value.Word("classification"));
    }
    if (arguments.value("targets").isPresent()) {
      return positions(arguments, last(table, "targets", arguments.whole("targets")))
          .with("task", new Value.Word("regression"));
    }
    return arguments;
  }

  private static Arguments positions(Arguments arguments, List<Integer> columns) {
    return arguments.with(
        "target",
        new Value.Sequence(
            columns.stream().map(column -> (Value) new Value.Numeral(column + 1)).toList()));
  }

  private static List<Integer> last(Table table, String parameter, int count) throws Unusable {
    int columns = table.columns().size();
    if (count >= columns) {
      throw Unusable.argument(
          Codes.UNKNOWN_COLUMN,
          parameter,
          "`" + table.written() + "` has " + columns + " columns only");
    }
    return IntStream.range(columns - count, columns).boxed().toList();
  }

  private static List<Integer> inXml(Table table, StoredFile file) throws Unusable {
    List<String> names = new ArrayList<>();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      NodeList labels =
          builder
              .parse(new ByteArrayInputStream(file.bytes(Sources.mostBytes())))
              .getElementsByTagNameNS("*", "label");
      for (int i = 0; i < labels.getLength(); i++) {
        names.add(((Element) labels.item(i)).getAttribute("name"));
      }
    } catch (SAXException | IOException malformed) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          "`" + file.written() + "` is no XML file of labels",
          "reading says: " + malformed.getMessage());
    } catch (ParserConfigurationException ours) {
      throw new IllegalStateException(ours);
    }
    List<Integer> columns = new ArrayList<>();
    for (String name : names) {
      int column = table.names().indexOf(name);
      if (column < 0) {
        throw file.unusable(
            Codes.UNKNOWN_COLUMN,
            "`"
                + file.written()
                + "` names a label `"
                + name
                + "`, and `"
                + table.written()
                + "` has no such attribute",
            "its attributes are " + Listing.of(table.names()));
      }
      columns.add(column);
    }
    if (columns.isEmpty()) {
      throw file.unusable(Codes.BAD_FORMAT, "`" + file.written() + "` names no label");
    }
    return columns;
  }

  // Reading.

  private Table table() throws Unusable {
    for (int file = 0; file < files.size(); file++) {
      test = lines.size();
      read(files.get(file), file == 0);
    }
    int rows = lines.size();
    int firstTest = files.size() > 1 ? test : rows;
    List<Column> columns = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (int i = 0; i < attributes.size(); i++) {
      columns.add(builders.get(i).column(attributes.get(i).name()));
    }
    for (StoredFile file : files) {
      hashes.add(file.sha256());
    }
    return new Table(
        files.getFirst().written(),
        Sources.sha256(hashes),
        rows,
        firstTest,
        true,
        columns,
        row ->
            "line "
                + lines.get(row)
                + (row < firstTest ? "" : " of `" + files.getLast().written() + "`"),
        List.of());
  }

  private void read(StoredFile file, boolean isFirst) throws Unusable {
    List<Attribute> found = new ArrayList<>();
    boolean inData = false;
    int rows = 0;
    try (BufferedReader reader = new BufferedReader(new TextReader(file, StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("%")) {
          continue;
        }
        if (!inData && text.toLowerCase(Locale.ROOT).startsWith("@data")) {
          inData = true;
          adopt(file, isFirst, found);
        } else if (inData) {
          add(file, number, text);
          rows++;
        } else {
          declare(file, number, text, found);
        }
        if (number % 4096 == 0) {
          refuseTooMuch(file);
        }
      }
    } catch (IOException failed) {
      throw Unreadable.of(failed);
    }
    if (!inData) {
      throw file.unusable(
          Codes.BAD_FORMAT,
          "`" + file.written() + "` has no `@data` line: it is no ARFF file",
          "write `csv(…)` for a table of text");
    }
    if (rows == 0) {
      throw file.unusable(
          Codes.NO_ROWS, "`" + file.written() + "` declares attributes, but has no rows");
    }
  }

  private void refuseTooMuch(StoredFile file) throws Unusable {
    long held = builders.stream().mapToLong(ColumnBuilder::bytes).sum();
    if (held > Sources.mostBytes()) {
      throw file.unusable(
          Codes.FILE_TOO_LARGE,
          Sources.tooLarge(file.written(), lines.size(), held) + " and there are more",
          Sources.MORE_MEMORY);
    }
  }

  private void declare(StoredFile file, int number, String text, List<Attribute> found)
      throws Unusable {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("@relation")) {
      return;
    }
    if (!lower.startsWith("@attribute")) {
      throw wrong(file, number, "is neither `@attribute` nor `@data`: " + Listing.quoted(text));
    }
    String rest = text.substring("@attribute".length()).strip();
    int[] end = {0};
    String name = word(rest, end);
    String type = rest.substring(end[0]).strip();
    if (name.isEmpty() || type.isEmpty()) {
      throw wrong(file, number, "does not name an attribute and what it holds");
    }
    found.add(new Attribute(name, kind(file, number, type)));
  }

  /** {@return the first word of {@code text}, quotes taken off} */
  private static String word(String text, int[] end) {
    if (text.isEmpty()) {
      return "";
    }
    char quote = text.charAt(0);
    if (quote != '\'' && quote != '"') {
      int at = 0;
      while (at < text.length()
          && !Character.isWhitespace(text.charAt(at))
          && text.charAt(at) != '{') {
        at++;
      }
      end[0] = at;
      return text.substring(0, at);
    }
    StringBuilder word = new StringBuilder();
    int at = 1;
    for (; at < text.length() && text.charAt(at) != quote; at++) {
      at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
      word.append(text.charAt(at));
    }
    end[0] = Math.min(text.length(), at + 1);
    return word.toString();
  }

  private static Kind kind(StoredFile file, int number, String type) throws Unusable {
    if (type.startsWith("{")) {
      int close = type.lastIndexOf('}');
      if (close < 0) {
        throw wrong(file, number, "opens `{` and does not close it");
      }
      Set<String> values = new LinkedHashSet<>();
      fields(file, number, type.substring(1, close)).forEach(field -> values.add(field.text()));
      return new Kind.Nominal(values);
    }
    int[] end = {0};
    String word = word(type, end).toLowerCase(Locale.ROOT);
    return switch (word) {
      case "numeric", "real", "integer" -> new Kind.Numeric();
      case "string" -> new Kind.Text();
      case "date" -> {
        String pattern = word(type.substring(end[0]).strip(), new int[1]);
        try {
          yield new Kind.Date(
              DateTimeFormatter.ofPattern(
                  pattern.isEmpty() ? "yyyy-MM-dd'T'HH:mm:ss" : pattern, Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
          throw wrong(file, number, "writes dates as " + Listing.quoted(pattern));
        }
      }
      default ->
          throw wrong(
              file, number, "holds " + Listing.quoted(type) + ", which is not a kind of attribute");
    };
  }

  private void adopt(StoredFile file, boolean isFirst, List<Attribute> found) throws Unusable {
    if (found.isEmpty()) {
      throw file.unusable(Codes.BAD_FORMAT, "`" + file.written() + "` declares no attribute");
    }
    List<String> names = found.stream().map(Attribute::name).toList();
    if (isFirst) {
      if (new HashSet<>(names).size() < names.size()) {
        throw file.unusable(
            Codes.BAD_FORMAT, "`" + file.written() + "` has two attributes of one name");
      }
      for (Attribute attribute : found) {
        attributes.add(attribute);
        builders.add(new ColumnBuilder(isText(attribute.kind())));
      }
      return;
    }
    if (!names.equals(attributes.stream().map(Attribute::name).toList())) {
      throw file.unusable(
          Codes.OTHER_COLUMNS,
          "`" + file.written() + "` has other attributes than `" + files.getFirst().written() + "`",
          "both need the same attributes in the same order");
    }
  }

  private static boolean isText(Kind kind) {
    return switch (kind) {
      case Kind.Numeric _, Kind.Date _ -> false;
      case Kind.Nominal _, Kind.Text _ -> true;
    };
  }

  private void add(StoredFile file, int number, String text) throws Unusable {
    if (text.startsWith("{")) {
      addSparse(file, number, text);
    } else {
      List<Field> fields = fields(file, number, text);
      if (fields.size() != attributes.size()) {
        throw file.unusable(
            Codes.RAGGED_ROW,
            String.format(
                Locale.ROOT,
                "`%s`: line %d has %d fields for %d attributes",
                file.written(),
                number,
                fields.size(),
                attributes.size()));
      }
      for (int i = 0; i < fields.size(); i++) {
        add(file, number, i, fields.get(i));
      }
    }
    lines.add(number);
  }

  /** {@code {1 5.2, 7 yes}}: what is not written is 0, or the first category that is declared. */
  private void addSparse(StoredFile file, int number, String text) throws Unusable {
    int close = text.lastIndexOf('}');
    if (close < 0) {
      throw wrong(file, number, "opens `{` and does not close it");
    }
    Field[] written = new Field[attributes.size()];
    for (String pair : pairs(text.substring(1, close))) {
      String[] parts = pair.strip().split("\\s+", 2);
      double index = Numbers.parse(parts[0]);
      if (parts.length != 2
          || index != Math.rint(index)
          || index < 0
          || index >= attributes.size()) {
        throw wrong(
            file,
            number,
            "holds "
                + Listing.quoted(pair)
                + " instead of the number of an attribute, from 0, and its value");
      }
      written[(int) index] = fields(file, number, parts[1]).getFirst();
    }
    for (int i = 0; i < written.length; i++) {
      if (written[i] != null) {
        add(file, number, i, written[i]);
      } else {
        addUnwritten(i);
      }
    }
  }

  private void addUnwritten(int column) {
    ColumnBuilder builder = builders.get(column);
    switch (attributes.get(column).kind()) {
      case Kind.Numeric _, Kind.Date _ -> builder.addNumber(0);
      case Kind.Nominal nominal -> builder.addText(nominal.values().iterator().next());
      case Kind.Text _ -> builder.addText("0");
    }
  }

  private static List<String> pairs(String text) {
    List<String> pairs = new ArrayList<>();
    char quote = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == ',') {
        pairs.add(text.substring(from, i));
        from = i + 1;
      }
    }
    String last = text.substring(from);
    if (!last.isBlank()) {
      pairs.add(last);
    }
    return pairs;
  }

  /** {@return the fields of a line: between commas, or between spaces where there is no comma} */
  private static List<Field> fields(StoredFile file, int number, String text) throws Unusable {
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at <= text.length()) {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      StringBuilder field = new StringBuilder();
      boolean quoted = at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"');
      if (quoted) {
        char quote = text.charAt(at++);
        while (at < text.length() && text.charAt(at) != quote) {
          at += text.charAt(at) == '\\' && at + 1 < text.length() ? 1 : 0;
          field.append(text.charAt(at++));
        }
        if (at == text.length()) {
          throw wrong(file, number, "opens a quote and does not close it");
        }
        at++;
      }
      int from = at;
      while (at < text.length() && text.charAt(at) != ',') {
        at++;
      }
      String plain = text.substring(from, at).strip();
      if (quoted && !plain.isEmpty()) {
        throw wrong(file, number, "has letters behind a closing quote: " + Listing.quoted(plain));
      }
      fields.add(new Field(quoted ? field.toString() : plain, quoted));
      at++;
    }
    return fields;
  }

  private void add(StoredFile file, int number, int column, Field field) throws Unusable {
    ColumnBuilder builder = builders.get(column);
    Attribute attribute = attributes.get(column);
    if (field.isMissing()) {
      builder.addMissing();
      return;
    }
    switch (attribute.kind()) {
      case Kind.Numeric _ -> {
        double value = Numbers.parse(field.text());
        if (Double.isNaN(value)) {
          throw wrong(file, number, attribute, field, "holds numbers");
        }
        builder.addNumber(value);
      }
      case Kind.Nominal(Set<String> values) -> {
        if (!values.contains(field.text())) {
          throw wrong(file, number, attribute, field, "has no such value");
        }
        builder.addText(field.text());
      }
      case Kind.Text _ -> builder.addText(field.text());
      case Kind.Date(DateTimeFormatter format) -> {
        try {
          TemporalAccessor date =
              format.parseBest(field.text(), LocalDateTime::from, LocalDate::from);
          builder.addNumber(
              date instanceof LocalDateTime time
                  ? (double) time.toEpochSecond(ZoneOffset.UTC) / 86_400
                  : (double) LocalDate.from(date).toEpochDay());
        } catch (DateTimeParseException none) {
          throw wrong(file, number, attribute, field, "holds dates");
        }
      }
    }
  }

  private static Unusable wrong(
      StoredFile file, int number, Attribute attribute, Field field, String what) {
    return file.unusable(
        Codes.BAD_FORMAT,
        "`"
            + file.written()
            + "`: `"
            + attribute.name()
            + "` "
            + what
            + ", but is "
            + Listing.quoted(field.text())
            + " at line "
            + number,
        "a missing value is written `?`");
  }

  private static Unusable wrong(StoredFile file, int number, String what) {
    return file.unusable(Codes.BAD_FORMAT, "`" + file.written() + "`: line " + number + " " + what);
  }
}
