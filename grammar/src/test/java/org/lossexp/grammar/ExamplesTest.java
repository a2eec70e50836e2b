package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lossexp.grammar.syntax.LossExpParser;

/** The design's example files: all are read, each in one way only. */
class ExamplesTest {
  static List<Path> examples() {
    return Shared.examples();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isReadWithoutAProblem(Path file) {
    var outcome = org.lossexp.grammar.Parser.parseFile(Shared.read(file));
    assertEquals(List.of(), outcome.diagnostics());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void hasOneMeaning(Path file) {
    assertEquals(List.of(), ambiguities(Shared.read(file)));
  }

  @ParameterizedTest
  @MethodSource("org.lossexp.grammar.SnippetTest#accepted")
  void snippetHasOneMeaning(Path file) {
    assertEquals(List.of(), ambiguities(Shared.read(file)));
  }

  private static List<String> ambiguities(Source source) {
    Tokens tokens = Tokenizer.read(source, new Problems(source));
    var end = List.<Token>of(new CommonToken(Token.EOF, ""));
    var parser = new LossExpParser(new TokenWindow(tokens.list(), 0, tokens.size(), end));
    var found = new ArrayList<String>();
    parser.removeErrorListeners();
    parser.addErrorListener(
        new BaseErrorListener() {
          @Override
          public void reportAmbiguity(
              Parser recognizer,
              DFA dfa,
              int start,
              int stop,
              boolean exact,
              BitSet alternatives,
              ATNConfigSet configurations) {
            found.add("tokens " + start + " to " + stop + ": alternatives " + alternatives);
          }

          @Override
          public void syntaxError(
              Recognizer<?, ?> recognizer,
              Object offending,
              int line,
              int column,
              String message,
              RecognitionException problem) {
            found.add(line + ":" + column + " " + message);
          }
        });
    parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
    parser.file();
    return found;
  }
}
