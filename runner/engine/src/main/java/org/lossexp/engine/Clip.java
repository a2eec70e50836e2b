package org.lossexp.engine;

import java.util.List;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/** What is done to large gradients before the optimizer sees them. */
sealed interface Clip {
  /** {@return what a {@code train} section says} */
  static Clip of(Arguments train) {
    if (!(train.value("clip").orElse(null) instanceof Value.Call call)) {
      return new None();
    }
    double most = call.arguments().real("most");
    return call.name().equals("norm") ? new Norm(most) : new Each((float) most);
  }

  /** Changes the gradients of {@code learned}. */
  void apply(List<Parameters> learned);

  /** Nothing. */
  record None() implements Clip {
    @Override
    public void apply(List<Parameters> learned) {}
  }

  /**
   * All gradients are scaled together where their Euclidean norm is over {@code most} (Pascanu,
   * Mikolov and Bengio, ICML 2013), as PyTorch's {@code clip_grad_norm_} does.
   */
  record Norm(double most) implements Clip {
    /** PyTorch's guard against a division by 0. */
    private static final double GUARD = 1e-6;

    @Override
    public void apply(List<Parameters> learned) {
      double square = 0;
      for (Parameters parameters : learned) {
        square += parameters.gradientSquare();
      }
      double share = most / (Math.sqrt(square) + GUARD);
      if (share < 1) {
        for (Parameters parameters : learned) {
          parameters.spans((gradients, from, to) -> {
            for (int i = from; i < to; i++) {
              gradients[i] *= (float) share;
            }
          });
        }
      }
    }
  }

  /** Each gradient is held between −{@code most} and {@code most}. */
  record Each(float most) implements Clip {
    @Override
    public void apply(List<Parameters> learned) {
      for (Parameters parameters : learned) {
        parameters.spans((gradients, from, to) -> {
          for (int i = from; i < to; i++) {
            gradients[i] = Math.max(-most, Math.min(most, gradients[i]));
          }
        });
      }
    }
  }
}
