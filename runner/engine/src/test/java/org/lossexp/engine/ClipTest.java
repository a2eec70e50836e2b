package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected numbers: torch.nn.utils.clip_grad_norm_ and clip_grad_value_ 1.13 on the same. */
class ClipTest {
  private final Parameters first = Parameters.learned("weights", new Panels(2, 2), 1);
  private final Parameters second = Parameters.learned("weights", new Panels(2, 1), 1);

  ClipTest() {
    set(first, 0, 3);
    set(first, 1, 0.25f);
    set(second, 0, -4);
  }

  @Test
  void theNormIsThatOfAllLayersTogether() {
    new Clip.Norm(1).apply(List.of(first, second));
    assertEquals(0.59925127, get(first, 0), 1e-7);
    assertEquals(0.0499376059, get(first, 1), 1e-8);
    assertEquals(-0.799001694, get(second, 0), 1e-7);
  }

  @Test
  void aSmallNormIsLeftAlone() {
    new Clip.Norm(10).apply(List.of(first, second));
    assertEquals(3, get(first, 0));
    assertEquals(-4, get(second, 0));
  }

  @Test
  void valuesAreHeldEach() {
    new Clip.Each(1).apply(List.of(first, second));
    assertEquals(1, get(first, 0));
    assertEquals(0.25f, get(first, 1));
    assertEquals(-1, get(second, 0));
  }

  private static void set(Parameters layer, int unit, float gradient) {
    layer.gradients()[layer.shape().index(0, unit)] = gradient;
  }

  private static float get(Parameters layer, int unit) {
    return layer.gradients()[layer.shape().index(0, unit)];
  }
}
