package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lossexp.data.RandomStream;

/** Products against one chain of {@code Math.fma} an element: the bits must be those. */
class ProductTest {
  private final RandomStream random = RandomStream.key("products").stream();

  @ParameterizedTest(name = "{0} rows, sums of {1}, {2} columns")
  @CsvSource({
    "1, 1, 1",
    "1, 5, 40",
    "2, 3, 1",
    "3, 0, 2",
    "7, 13, 3",
    "8, 10, 16",
    "9, 17, 33",
    "12, 6, 64",
    "33, 31, 17",
    "41, 100, 100"
  })
  void everyElementIsOneChainInOrder(int rows, int depth, int columns) {
    Rows left = random(rows, depth);
    Panels shape = new Panels(depth + 1, columns);
    float[] right = random(shape);
    Rows gate = random(rows, columns);

    for (Ending ending : Ending.values()) {
      Rows out = Rows.of(rows, columns);
      for (int panel = 0; panel < shape.count(); panel++) {
        product(ending, left, shape, right, out, gate, panel).run(rows, depth);
      }
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          float sum = ending == Ending.RECTIFIED ? right[shape.index(depth, j)] : 0;
          for (int k = 0; k < depth; k++) {
            sum = Math.fma(at(left, i, k), right[shape.index(k, j)], sum);
          }
          float expected =
              switch (ending) {
                case PLAIN, TRANSPOSED -> sum;
                case RECTIFIED -> sum < 0 ? 0 : sum;
                case GATED -> at(gate, i, j) > 0 ? sum : 0;
              };
          assertEquals(expected, at(out, i, j), ending + " [" + i + ", " + j + "]");
        }
      }
    }
  }

  private enum Ending {
    PLAIN,
    TRANSPOSED,
    RECTIFIED,
    GATED
  }

  private static Product product(
      Ending ending, Rows left, Panels shape, float[] right, Rows out, Rows gate, int panel) {
    int width = shape.width();
    Product.View a = left.view(0);
    Product.View b = shape.view(right, panel);
    Product.View c = out.view(panel * width);
    return switch (ending) {
      case PLAIN -> Product.of(a, b, c, width);
      case TRANSPOSED -> Product.of(transposed(left).view(0).transposed(), b, c, width);
      case RECTIFIED -> {
        Product.View bias = new Product.View(right, shape.start(panel, shape.rows() - 1), 0, 1);
        yield Product.biased(a, b, c, width, bias, true);
      }
      case GATED -> Product.gated(a, b, c, width, gate.data());
    };
  }

  private Rows random(int rows, int columns) {
    Rows made = Rows.of(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        made.data()[i * made.stride() + j] = (float) random.gaussian();
      }
    }
    return made;
  }

  private float[] random(Panels shape) {
    float[] made = new float[shape.size()];
    for (int i = 0; i < shape.rows(); i++) {
      for (int j = 0; j < shape.columns(); j++) {
        made[shape.index(i, j)] = (float) random.gaussian();
      }
    }
    return made;
  }

  /** {@return {@code rows} with its rows stored as columns} */
  private static Rows transposed(Rows rows) {
    int count = rows.data().length / rows.stride();
    Rows made = Rows.of(rows.width(), count);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < rows.width(); j++) {
        made.data()[j * made.stride() + i] = at(rows, i, j);
      }
    }
    return made;
  }

  private static float at(Rows rows, int row, int column) {
    return rows.data()[row * rows.stride() + column];
  }
}
