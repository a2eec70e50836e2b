package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTest {
  @ParameterizedTest
  @CsvSource({
    "3.0, 3",
    "-100.0, -100",
    "0.0, 0",
    "-0.0, 0",
    "0.2, 0.2",
    "1.0E-4, 1e-4",
    "1.5E-7, 1.5e-7",
    "1.0E10, 1e10",
    "1.05E10, 1.05e10",
    "1.005E21, 1.005e21",
    "1234567.0, 1234567",
    "Infinity, inf",
    "-Infinity, -inf",
  })
  void numberIsWrittenAsShortAsItCanBe(double number, String text) {
    assertEquals(text, new Value.Numeral(number).text());
  }

  @Test
  void everyNumberReadsBackAsItself() {
    SplittableRandom random = new SplittableRandom(2026);
    for (int i = 0; i < 100_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double round = random.nextInt(-1000, 1000) / 100.0;
      for (double number : new double[] {any, round, random.nextInt() * 1e6}) {
        if (Double.isFinite(number) && number != 0) {
          assertEquals(number, Double.parseDouble(Value.Numeral.text(number)));
        }
      }
    }
  }

  @Test
  void everyOtherValueIsWrittenAsAFileWritesIt() {
    assertEquals("none", new Value.Word("none").text());
    assertEquals("true", new Value.Flag(true).text());
    assertEquals("\"a \\\"b\\\" \\\\ c\\n\\t\"", new Value.Text("a \"b\" \\ c\n\t").text());
    Value list = new Value.Sequence(List.of(new Value.Numeral(1), new Value.Numeral(0.5)));
    assertEquals("[1, 0.5]", list.text());
    assertEquals("adam", new Value.Call("adam", Arguments.NONE).text());
    Arguments arguments = new Arguments(Map.of("on", list));
    assertEquals("noise(on = [1, 0.5])", new Value.Call("noise", arguments).text());
  }
}
