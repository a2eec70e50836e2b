package org.lossexp.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.data.RandomStream;
import org.lossexp.spi.ExtraInput;
import org.lossexp.spi.StableMath;

/** What a loss wants drawn, for it has no randomness of its own. */
final class Noise {
  /** Draws of each list, as TensorFlow Ranking has it. */
  private static final int DRAWS = 8;

  private final List<String> names;
  private RandomStream stream = RandomStream.key("unused").stream();

  Noise(List<ExtraInput> inputs) {
    names =
        inputs.stream()
            .filter(input -> input.content() == ExtraInput.Content.GUMBEL)
            .map(ExtraInput::name)
            .toList();
  }

  /** {@return the inputs that are drawn} */
  List<String> names() {
    return names;
  }

  void begin(RandomStream.Key epoch) {
    stream = epoch.with("noise").stream();
  }

  /** {@return {@value #DRAWS} draws of the standard Gumbel distribution for each row} */
  Map<String, double[]> draw(int rows) {
    Map<String, double[]> drawn = new LinkedHashMap<>();
    for (String name : names) {
      double[] numbers = new double[DRAWS * rows];
      for (int i = 0; i < numbers.length; i++) {
        // −ln(−ln u); u is never 1, and 0 has a chance of 2⁻⁵³.
        numbers[i] = -StableMath.log(-StableMath.log(Math.max(stream.uniform(), 0x1p-60)));
      }
      drawn.put(name, numbers);
    }
    return drawn;
  }
}
