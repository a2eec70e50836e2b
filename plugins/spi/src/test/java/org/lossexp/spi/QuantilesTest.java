package org.lossexp.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Expected: SciPy 1.10.1, {@code scipy.stats.….ppf([0.01, 0.3, 0.5, 0.99])}, whose quantiles of
 * Student's t are exact to nine digits.
 */
class QuantilesTest {
  private static final int[] PLACES = {0, 29, 49, 98};

  static Stream<Arguments> distributions() {
    return Stream.of(
        Arguments.of(
            Quantiles.normal(Quantiles.As.ITSELF),
            new double[] {1.5, 2.0},
            new double[] {-3.1526957480816815, 0.4511989745839182, 1.5, 6.1526957480816815}),
        Arguments.of(
            Quantiles.normal(Quantiles.As.SQUARE),
            new double[] {1.5, 4.0},
            new double[] {-3.1526957480816815, 0.4511989745839182, 1.5, 6.1526957480816815}),
        Arguments.of(
            Quantiles.normal(Quantiles.As.LOGARITHM),
            new double[] {-1.0, 0.0},
            new double[] {-3.3263478740408408, -1.524400512708041, -1.0, 1.3263478740408408}),
        Arguments.of(
            Quantiles.laplace(Quantiles.As.ITSELF),
            new double[] {1.0, 3.0},
            new double[] {-10.736069016284437, -0.5324768712979722, 1.0, 12.736069016284436}),
        Arguments.of(
            Quantiles.studentT(0.5, Quantiles.As.ITSELF),
            new double[] {1.0, 2.0},
            new double[] {
              -2055.9820209441464, -1.019051757214331, 1.0000000000000002, 2057.982020944143
            }),
        Arguments.of(
            Quantiles.studentT(1, Quantiles.As.ITSELF),
            new double[] {1.0, 2.0},
            new double[] {
              -62.64103190751521, -0.4530850560344055, 1.0000000000000002, 64.64103190751516
            }),
        Arguments.of(
            Quantiles.studentT(4, Quantiles.As.ITSELF),
            new double[] {1.0, 2.0},
            new double[] {
              -6.493894775962275, -0.13729812607710468, 1.0000000000000002, 8.493894775962273
            }),
        Arguments.of(
            Quantiles.studentT(30, Quantiles.As.ITSELF),
            new double[] {1.0, 2.0},
            new double[] {
              -3.914523084801141, -0.06003800572267437, 1.0000000000000002, 5.914523084801139
            }),
        Arguments.of(
            Quantiles.studentT(1000, Quantiles.As.ITSELF),
            new double[] {1.0, 2.0},
            new double[] {
              -3.6601653495110202, -0.04913541461845372, 1.0000000000000002, 5.660165349511019
            }),
        Arguments.of(
            Quantiles.gamma(0.05, Quantiles.As.ITSELF),
            new double[] {3.0},
            new double[] {
              3.506779234371947e-39, 1.222738313239604e-09, 3.344327064447754e-05, 65.25764400550857
            }),
        Arguments.of(
            Quantiles.gamma(1, Quantiles.As.ITSELF),
            new double[] {3.0},
            new double[] {
              0.03015100756050431, 1.0700248318161971, 2.0794415416798366, 13.81551055796427
            }),
        Arguments.of(
            Quantiles.gamma(2.5, Quantiles.As.ITSELF),
            new double[] {3.0},
            new double[] {
              0.33257884603696636, 1.7999448796559439, 2.610876114657316, 9.051763481633394
            }),
        Arguments.of(
            Quantiles.gamma(300, Quantiles.As.ITSELF),
            new double[] {3.0},
            new double[] {
              2.6118256324043707, 2.9068116242321795, 2.9966673259043928, 3.417577954780043
            }),
        Arguments.of(
            Quantiles.poisson(Quantiles.As.ITSELF),
            new double[] {0.3},
            new double[] {0.0, 0.0, 0.0, 2.0}),
        Arguments.of(
            Quantiles.poisson(Quantiles.As.ITSELF),
            new double[] {4.5},
            new double[] {0.0, 3.0, 4.0, 10.0}),
        Arguments.of(
            Quantiles.poisson(Quantiles.As.ITSELF),
            new double[] {150.0},
            new double[] {122.0, 143.0, 150.0, 179.0}),
        Arguments.of(
            Quantiles.poisson(Quantiles.As.LOGARITHM),
            new double[] {0.0},
            new double[] {0.0, 0.0, 1.0, 4.0}),
        Arguments.of(
            Quantiles.negativeBinomial(0.5, Quantiles.As.ITSELF),
            new double[] {3.0},
            new double[] {0.0, 1.0, 2.0, 12.0}),
        Arguments.of(
            Quantiles.negativeBinomial(10.0, Quantiles.As.ITSELF),
            new double[] {60.0},
            new double[] {0.0, 0.0, 0.0, 954.0}),
        Arguments.of(
            Quantiles.negativeBinomial(0.1, Quantiles.As.ITSELF),
            new double[] {250.0},
            new double[] {100.0, 202.0, 242.0, 474.0}));
  }

  @ParameterizedTest
  @MethodSource("distributions")
  void quantilesAreThoseOfSciPy(Quantiles quantiles, double[] raw, double... expected) {
    double[] out = new double[Reading.LEVELS];
    quantiles.read(raw, 1, raw.length, out);
    for (int i = 0; i < PLACES.length; i++) {
      assertEquals(expected[i], out[PLACES[i]], 1e-8 * (1 + Math.abs(expected[i])));
    }
    for (int q = 1; q < Reading.LEVELS; q++) {
      assertTrue(out[q] >= out[q - 1]);
    }
  }

  /**
   * Expected: SciPy 1.10.1, {@code poisson.ppf} and {@code nbinom.ppf}; the tails are apart by less
   * than 1 %.
   */
  @Test
  void manyCountsAreAlmostThoseOfSciPy() {
    assertNear(
        Quantiles.poisson(Quantiles.As.ITSELF),
        1000000.0,
        997674.0,
        999475.0,
        1000000.0,
        1002327.0);
    assertNear(
        Quantiles.negativeBinomial(0.2, Quantiles.As.ITSELF),
        2000.0,
        510.0,
        1453.0,
        1868.0,
        4645.0);
  }

  private static void assertNear(Quantiles quantiles, double mean, double... expected) {
    double[] out = new double[Reading.LEVELS];
    quantiles.read(new double[] {mean}, 1, 1, out);
    for (int i = 0; i < PLACES.length; i++) {
      assertEquals(expected[i], out[PLACES[i]], 0.02 * expected[i]);
    }
  }
}
