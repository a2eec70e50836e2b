package org.lossexp.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.TrialResult;

/** Predictions go into the journal and come out as one file. */
class PredictionStoreTest {
  @TempDir private Path folder;

  private static Piece piece(String text) {
    return new Piece(GzipMember.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static TrialResult done(String trial, Piece piece) {
    return Examples.done(trial, 2).with(Optional.of(piece));
  }

  private RunFolder open(boolean predictions) throws IOException {
    RunFolder opened =
        Examples.value(RunFolder.open(folder, false, InstantSource.fixed(Examples.NOON)));
    Run run = Examples.run(1);
    opened.begin(new Run(run.versions(), run.design(), run.started(), predictions));
    return opened;
  }

  private void write() throws IOException {
    try (RunFolder opened = open(true)) {
      // In another order than the design's.
      opened.append(done("t-1-0-1", piece("third\n")), Examples.TIMING, List.of());
      opened.append(done("t-0-0-1", piece("first\n")), Examples.TIMING, List.of());
      opened.append(done("t-0-1-1", Piece.EMPTY), Examples.TIMING, List.of());
    }
  }

  private Results tables() throws IOException {
    Results results = Examples.value(RunFolder.read(folder)).results().orElseThrow();
    Tables.write(folder, results);
    return results;
  }

  private String file() throws IOException {
    byte[] packed = Files.readAllBytes(folder.resolve("evidence/predictions.csv.gz"));
    return new String(
        new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
        StandardCharsets.UTF_8);
  }

  @Test
  void theFileIsInTheOrderOfTheDesign() throws IOException {
    write();
    Results results = tables();
    assertEquals("trial,row,output,target,prediction,probability\nfirst\nthird\n", file());
    results
        .finished()
        .values()
        .forEach(record -> assertEquals(Optional.empty(), record.result().predictions()));
  }

  @Test
  void aRunThatWantsNoneLeavesTheFileOutAndTheNextBringsItBack() throws IOException {
    write();
    open(false).close();
    tables();
    assertFalse(Files.exists(folder.resolve("evidence/predictions.csv.gz")));
    open(true).close();
    tables();
    assertTrue(file().endsWith("first\nthird\n"));
  }

  @Test
  void whatIsNotThereAsItWasWrittenIsLacking() throws IOException {
    write();
    try (RunFolder opened = open(true)) {
      opened.append(Examples.done("t-1-1-1", 2), Examples.TIMING, List.of());
    }
    Path journal = RunFolder.journal(folder);
    String text = Files.readString(journal);
    int at = text.indexOf("\"bytes\":\"") + 20;
    char other = text.charAt(at) == 'A' ? 'B' : 'A';
    Files.writeString(journal, text.substring(0, at) + other + text.substring(at + 1));
    try (RunFolder opened = open(true)) {
      var finished = opened.stored().finished();
      assertTrue(opened.lacks(finished.get("t-1-0-1")), "its line was changed");
      assertTrue(opened.lacks(finished.get("t-1-1-1")), "it never had any");
      assertFalse(opened.lacks(finished.get("t-0-0-1")));
      assertFalse(opened.lacks(finished.get("t-0-1-1")), "it has none to give");
    }
    try (RunFolder opened = open(false)) {
      assertFalse(opened.lacks(opened.stored().finished().get("t-1-1-1")), "nobody wants them");
    }
  }

  @Test
  void aResultTakesItsPieceFromProcessToProcess() {
    TrialResult result = done("t", piece("one\n"));
    assertEquals(result, TrialLines.readResult(TrialLines.write(result)));
    TrialResult none = done("t", Piece.EMPTY);
    assertEquals(none, TrialLines.readResult(TrialLines.write(none)));
  }
}
