package org.lossexp.results;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Predicted;

/** The file {@code predictions.csv.gz}: a header, and then a piece of each trial. */
public final class PredictionTable {
  private static final String HEADER = "trial,row,output,target,prediction,probability\n";

  /** Characters that are compressed together. */
  private static final int TOGETHER = 1 << 15;

  private PredictionTable() {}

  static byte[] header() {
    return GzipMember.of(HEADER.getBytes(StandardCharsets.UTF_8));
  }

  /** {@return the rows of {@code trial}, compressed} */
  public static Piece piece(String trial, Predicted predicted) {
    GzipMember member = new GzipMember();
    List<String> outputs = predicted.outputs().stream().map(CsvWriter::cell).toList();
    List<String> classes = predicted.classes().stream().map(CsvWriter::cell).toList();
    StringBuilder text = new StringBuilder();
    int each = outputs.size();
    for (int i = 0; i < predicted.rows().length * each; i++) {
      text.append(trial).append(',').append(predicted.rows()[i / each] + 1).append(',');
      text.append(outputs.get(i % each)).append(',');
      value(predicted.target()[i], classes, text);
      text.append(',');
      value(predicted.prediction()[i], classes, text);
      text.append(',');
      if (predicted.probability().length > 0) {
        text.append(CsvWriter.number(predicted.probability()[i]));
      }
      text.append('\n');
      if (text.length() >= TOGETHER) {
        member.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
      }
    }
    member.write(text.toString().getBytes(StandardCharsets.UTF_8));
    return new Piece(member.finish());
  }

  private static void value(double value, List<String> classes, StringBuilder text) {
    boolean named = value >= 0 && value < classes.size();
    text.append(named ? classes.get((int) value) : CsvWriter.number(value));
  }
}
