package org.lossexp.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Colours that everybody can read and tell apart, on screen, on a dark one, and in files. */
class StyleSheetTest {
  private static final String SHEET = StyleSheet.text("report.css");

  /** WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (graphics). */
  private static final double TEXT = 4.5;

  private static final double GRAPHICS = 3;

  private static final List<String> CONTENDERS = List.of("c0", "c1", "c2", "c3", "c4", "c5", "cb");

  /**
   * How colours look without one kind of cone, in linear RGB: Machado, Oliveira and Fernandes, A
   * physiologically-based model for simulation of color vision deficiency, IEEE TVCG 15(6), 2009,
   * severity 1.0.
   */
  private static final Map<String, double[]> WITHOUT =
      Map.of(
          "usual",
          new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
          "protanopia",
          new double[] {
            0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116,
            1.051998
          },
          "deuteranopia",
          new double[] {
            0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940,
            0.968881
          },
          "tritanopia",
          new double[] {
            1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367,
            0.303900
          });

  private static List<Map<String, double[]>> schemes() {
    List<Map<String, double[]>> schemes = new ArrayList<>();
    Matcher block = Pattern.compile(":root \\{([^}]*)}").matcher(SHEET);
    while (block.find()) {
      Map<String, double[]> colours = new LinkedHashMap<>();
      Matcher colour = Pattern.compile("--([a-z0-9-]+): #([0-9a-f]{3,6});").matcher(block.group(1));
      while (colour.find()) {
        String hex = colour.group(2);
        String six = hex.length() == 6 ? hex : hex.replaceAll("(.)", "$1$1");
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
          rgb[i] = Integer.parseInt(six.substring(2 * i, 2 * i + 2), 16) / 255.0;
        }
        colours.put(colour.group(1), rgb);
      }
      schemes.add(colours);
    }
    return schemes;
  }

  @Test
  void thereIsALightAndADarkScheme() {
    assertEquals(2, schemes().size());
    assertEquals(schemes().get(0).keySet(), schemes().get(1).keySet());
  }

  @Test
  void textIsReadable() {
    for (Map<String, double[]> scheme : schemes()) {
      for (String[] pair :
          new String[][] {
            {"ink", "page"},
            {"soft", "page"},
            {"ink", "wash"},
            {"soft", "wash"},
            {"good", "good-wash"},
            {"bad", "bad-wash"},
            {"even", "even-wash"},
            {"warn", "warn-wash"},
            {"good", "page"},
            {"bad", "page"}
          }) {
        assertContrast(TEXT, scheme.get(pair[0]), scheme.get(pair[1]), String.join(" on ", pair));
      }
    }
  }

  /** Shades of a table of confusion: mixes of a colour and the page, as the sheet says. */
  @Test
  void numbersOnShadesAreReadable() {
    Matcher shade = Pattern.compile("--q: ([0-9]+)%").matcher(SHEET);
    double most = 0;
    while (shade.find()) {
      most = Math.max(most, Double.parseDouble(shade.group(1)) / 100);
    }
    assertTrue(most > 0.2, "no shades");
    for (Map<String, double[]> scheme : schemes()) {
      for (String colour : List.of("c0", "c1")) {
        double[] mixed = new double[3];
        for (int i = 0; i < 3; i++) {
          mixed[i] = most * scheme.get(colour)[i] + (1 - most) * scheme.get("page")[i];
        }
        assertContrast(TEXT, scheme.get("ink"), mixed, "ink on a full shade of " + colour);
      }
    }
  }

  @Test
  void marksStandOutFromThePage() {
    for (Map<String, double[]> scheme : schemes()) {
      for (String colour : CONTENDERS) {
        assertContrast(GRAPHICS, scheme.get(colour), scheme.get("page"), colour);
      }
    }
  }

  @Test
  void contendersDifferForAllKindsOfColourVision() {
    for (Map<String, double[]> scheme : schemes()) {
      WITHOUT.forEach((vision, matrix) -> {
        for (int i = 0; i < CONTENDERS.size(); i++) {
          for (int j = 0; j < i; j++) {
            double[] one = lab(seen(scheme.get(CONTENDERS.get(i)), matrix));
            double[] other = lab(seen(scheme.get(CONTENDERS.get(j)), matrix));
            double difference =
                Math.hypot(Math.hypot(one[0] - other[0], one[1] - other[1]), one[2] - other[2]);
            // 2.3 can just be told apart side by side; marks of a plot stand apart.
            assertTrue(
                difference > 15,
                CONTENDERS.get(i)
                    + " and "
                    + CONTENDERS.get(j)
                    + ", "
                    + vision
                    + ": "
                    + difference);
          }
        }
      });
    }
  }

  /** It stands in a page that is XML, and in files for programs that know no variables. */
  @Test
  void theSheetIsText() {
    assertFalse(Pattern.compile("[<>&]").matcher(SHEET).find());
    assertFalse(StyleSheet.plots().contains("var("));
    for (String rule : List.of(".c0.curve", ".heat", ".h8", ".guide", ".here", ".c5.dot")) {
      assertTrue(StyleSheet.plots().contains(rule), rule);
    }
  }

  private static void assertContrast(double least, double[] one, double[] other, String what) {
    double light = Math.max(luminance(one), luminance(other));
    double dark = Math.min(luminance(one), luminance(other));
    double contrast = (light + 0.05) / (dark + 0.05);
    assertTrue(contrast >= least, what + ": " + contrast);
  }

  private static double luminance(double[] rgb) {
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  }

  private static double linear(double share) {
    return share <= 0.04045 ? share / 12.92 : StrictMath.pow((share + 0.055) / 1.055, 2.4);
  }

  private static double[] seen(double[] rgb, double[] matrix) {
    double[] seen = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        seen[row] += matrix[3 * row + column] * linear(rgb[column]);
      }
      seen[row] = Math.clamp(seen[row], 0, 1);
    }
    return seen;
  }

  /** CIE L*a*b* of linear RGB, white point D65. */
  private static double[] lab(double[] rgb) {
    double x = (0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]) / 0.9505;
    double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
    double z = (0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]) / 1.089;
    return new double[] {116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))};
  }

  private static double root(double t) {
    return t > 216.0 / 24389 ? StrictMath.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
}
