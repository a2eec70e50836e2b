package org.lossexp.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files as people break them: each mistake is one message, at its place, and none drags others
 * along. The line and the code of each are written as a comment behind it, by hand.
 */
class BrokenTextsTest {
  private static final Pattern EXPECTED = Pattern.compile("// (LX\\d{3}(?:, LX\\d{3})*)$");

  static List<String> texts() {
    return List.of(
        """
        data d = friedman1(rows = 60 // LX103
        loss mse, mae
        measure mae
        """,
        """
        language 1
        experiment Outliers // LX101
        question "Which?"
        data d = friedman1()
        lss mse // LX102
        loss huber(delta = .5) // LX107
        """,
        """
        data d = csv("x.csv", target = "y") -> standardize() // fine
        model m = dense(64, relu) => dense(outputs) // LX112
        loss mse; loss mae // LX112
        """,
        """
        train { epochs = 30, batch_size = 32 // LX103
        repeat { seeds = 3 }
        compare { by = test.mae, baseline = mse
                , rope = 1% // the block goes on
        }
        """,
        """
        loss a = if residual > 1 then 2 // LX105
        loss b = (residual * 2 // LX103
        loss c = residual * 2) // LX104
        loss d = residual
        """,
        """
        let rate = 0.1, 0.01 // LX101
        let noise in {0%, 20% // LX103
        let width == 64 // LX115
        loss mse
        """,
        """
        loss mine(gamma) = gamma * residual^2 // LX119
        loss mine.two = residual // LX119
        loss mine(k = 1, k = 2) = k // LX118
        """,
        """
        data d = csv("C:\\\\data\\\\x.csv", target = "\\y") // LX110
        loss huber(delta = 1, 2) // LX117
        exclude when loss = mse // LX115
        """,
        """
        repeat 3 // LX101
        train epochs = 30 // LX101
        measure [mae, rmse] // LX101
        report html // LX101
        loss mse
        """,
        """
        loss a = −residual × 2 // LX111, LX111
        loss b = α * residual // LX114
        loss c = x² // LX111
        loss d = residual
        """,
        """
        # a comment of another language // LX112
        loss mse
        /* and one more */ loss mae // LX112
        """,
        """
        loss huber(delta in [0.5, 1]) // LX101
        loss huber(delta = {0.5, 1}) // LX101
        loss huber(delta = 0.5 .. 1) // LX101
        loss huber(delta tune) // LX101
        """,
        """
        let model = 3 // LX106
        data train = csv("x.csv") // LX106
        loss in = residual // LX106
        loss mse
        """,
        """
        model m = dense(64)
          -> dropout(0.1 // LX103
          -> dense(outputs)
        loss mse
        """,
        """
        compare { of = [model, // LX103
                        loss }
        measure mae
        """,
        """
        loss a = 1 < residual < 2 // LX116
        loss b = residual % 2 // LX120
        loss c = 5%2 // LX120
        """,
        """
        loss mse
        language 1 // LX121
        allow softmax // LX125
        loss cross_entropy
        """,
        """
        question "Which loss keeps its accuracy? // LX109
        data d = friedman1()
        train { epochs: 30 } // LX112
        """,
        """
        optimizer adam(lr = 1e999) // LX108
        loss huber(delta learn 1) // LX123
        model m(k = 2) = dense(k) // LX126
        """,
        """
        losss mse, mae // LX102
        optimiser adam(learning_rate = 0.1) // LX102
        datas d = friedman1(rows = 3) // LX102
        measure mae
        """,
        """
        data d = friedman1() standardize() // LX101
        data e = csv("x.csv"
                     target = "y") // LX101
        loss mse mae // LX101
        loss a = u where u = 2 v = 3 // LX101
        """,
        """
        { // LX102
          "data": "x.csv", // LX112
          "loss": ["mse", "mae"] // LX112
        }
        """);
  }

  @Test
  void thereAreTwentyAtLeast() {
    assertTrue(texts().size() >= 20);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void eachMistakeIsOneMessage(String text) {
    var source = new Source("broken.lossexp", text);
    var found = new ArrayList<String>();
    for (Diagnostic diagnostic : Parser.parseFile(source).diagnostics()) {
      found.add(source.line(diagnostic.span().start()) + " " + diagnostic.code());
    }
    assertEquals(expected(text), found);
  }

  private static List<String> expected(String text) {
    var expected = new ArrayList<String>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      var matcher = EXPECTED.matcher(lines.get(i));
      if (matcher.find()) {
        for (String code : matcher.group(1).split(", ", -1)) {
          expected.add(i + 1 + " " + code);
        }
      }
    }
    return expected;
  }
}
