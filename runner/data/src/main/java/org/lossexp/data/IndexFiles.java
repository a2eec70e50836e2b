package org.lossexp.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.lossexp.spi.Value;

/**
 * Published splits: files that hold row numbers, a file for each test part. What a file does not
 * name is trained on, unless other files name the training rows.
 */
final class IndexFiles {
  private static final int MOST_FOLDS = 1000;

  private IndexFiles() {}

  static Splitter.Published read(Value.Call call, Dataset data, Path folder) throws Unusable {
    List<String> tests = files(call, "test", folder);
    List<String> trains =
        call.arguments().value("train").isPresent() ? files(call, "train", folder) : List.of();
    if (!trains.isEmpty() && trains.size() != tests.size()) {
      throw Unusable.argument(
          Codes.BAD_INDEX_FILE,
          "train",
          "%d files name training rows and %d name test rows"
              .formatted(trains.size(), tests.size()),
          "each fold needs one of both, or leave `train` out: it is what is left");
    }
    MessageDigest sha256 = RandomStream.sha256();
    int[][] testRows = new int[tests.size()][];
    int[][] trainingRows = new int[tests.size()][];
    int[] all = RandomStream.identity(data.rows());
    for (int fold = 0; fold < tests.size(); fold++) {
      testRows[fold] = rows(call, "test", tests.get(fold), data.rows(), folder, sha256);
      trainingRows[fold] =
          trains.isEmpty()
              ? Split.without(all, testRows[fold])
              : rows(call, "train", trains.get(fold), data.rows(), folder, sha256);
      refuseShared(testRows[fold], trainingRows[fold], tests.get(fold), call);
    }
    return new Splitter.Published(
        call,
        data,
        trainingRows,
        new int[tests.size()][0],
        testRows,
        List.of(),
        HexFormat.of().formatHex(sha256.digest()));
  }

  private static void refuseShared(int[] test, int[] training, String file, Value.Call call)
      throws Unusable {
    for (int row : test) {
      if (Arrays.binarySearch(training, row) >= 0) {
        throw Unusable.argument(
            Codes.BAD_INDEX_FILE,
            "test",
            "row %d is both tested on, in `%s`, and trained on"
                .formatted(row + call.arguments().whole("first"), file),
            "a test row must not be seen in training");
      }
    }
  }

  /**
   * {@return the files that the argument {@code name} stands for, in the order of their numbers}
   */
  private static List<String> files(Value.Call call, String name, Path folder) throws Unusable {
    String pattern = call.arguments().word(name);
    int star = pattern.indexOf('*');
    if (star < 0) {
      return List.of(pattern);
    }
    int slash = pattern.lastIndexOf('/') + 1;
    String before = pattern.substring(Math.min(slash, star), star);
    String after = pattern.substring(star + 1);
    List<String> files = new ArrayList<>();
    try (Stream<Path> found =
        Files.list(folder.resolve(pattern.substring(0, Math.min(slash, star))))) {
      found
          .map(file -> file.getFileName().toString())
          .filter(file -> file.length() > before.length() + after.length())
          .filter(file -> file.startsWith(before) && file.endsWith(after))
          .filter(file -> number(file, before, after).matches("[0-9]{1,9}"))
          .sorted(Comparator.comparingInt(file -> Integer.parseInt(number(file, before, after))))
          .map(file -> pattern.substring(0, Math.min(slash, star)) + file)
          .forEach(files::add);
    } catch (IOException | InvalidPathException none) {
      files.clear();
    }
    if (slash > star || files.isEmpty() || files.size() > MOST_FOLDS) {
      throw Unusable.argument(
          Codes.NO_SUCH_FILE,
          name,
          "%s files match `%s`".formatted(files.isEmpty() ? "no" : files.size() + "", pattern),
          "`*` stands for a number in the name of the file; from 1 to %d files are taken"
              .formatted(MOST_FOLDS));
    }
    return files;
  }

  private static String number(String file, String before, String after) {
    return file.substring(before.length(), file.length() - after.length());
  }

  private static int[] rows(
      Value.Call call, String name, String file, int rows, Path folder, MessageDigest sha256)
      throws Unusable {
    String text = StoredFile.find(folder, file, name).text(StandardCharsets.UTF_8);
    int first = call.arguments().whole("first");
    String[] words = text.isBlank() ? new String[0] : text.strip().split("[\\s,;]+");
    int[] numbers = new int[words.length];
    for (int i = 0; i < words.length; i++) {
      double number = number(words[i]);
      if (!(number == Math.rint(number) && number >= first && number < (double) first + rows)) {
        throw Unusable.argument(
            Codes.BAD_INDEX_FILE,
            name,
            "entry %d of `%s` is `%s`, and rows are numbered from %d to %d"
                .formatted(i + 1, file, Listing.oneLine(words[i]), first, first + rows - 1),
            "`first = 1` counts rows from 1, `first = 0` from 0; a header does not count");
      }
      numbers[i] = (int) number - first;
    }
    Arrays.sort(numbers);
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i] == numbers[i - 1]) {
        throw Unusable.argument(
            Codes.BAD_INDEX_FILE,
            name,
            "`%s` names row %d twice".formatted(file, numbers[i] + first),
            "name every row once");
      }
    }
    for (int number : numbers) {
      sha256.update((byte) (number >>> 24));
      sha256.update((byte) (number >>> 16));
      sha256.update((byte) (number >>> 8));
      sha256.update((byte) number);
    }
    sha256.update((byte) name.charAt(1));
    return numbers;
  }

  private static double number(String word) {
    try {
      return Double.parseDouble(word);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }
}
