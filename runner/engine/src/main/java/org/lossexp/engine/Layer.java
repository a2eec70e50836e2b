package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.RandomStream;

/** A step of the model, its memory sized once for all batches. */
sealed interface Layer
    permits BatchNorm,
        Convolution,
        Dense,
        Dropout,
        Embedding,
        LayerNorm,
        Normalization,
        Pointwise,
        Pool,
        Residual {
  /** {@return what the layer gives to the next} */
  Signal output();

  /** {@return what the layer learns and remembers, in an order of its own that stays} */
  default List<Parameters> parameters() {
    return List.of();
  }

  /**
   * Gives {@link #parameters} their first values.
   *
   * @param key of this layer alone
   */
  default void initialize(RandomStream.Key key) {}

  /**
   * Begins an epoch.
   *
   * @param key of this layer alone and of the epoch
   */
  default void begin(RandomStream.Key key) {}

  /** Shares the work with {@code team} from now on. */
  default void join(Team team) {}

  /** {@return multiplications of products in {@link #forward}, of one example} */
  default long multiplications() {
    return 0;
  }

  /**
   * Computes the output from the input.
   *
   * @param training whether the layer behaves as in training: only then is anything dropped
   */
  void forward(int rows, boolean training);

  /**
   * From the output's gradient, which it may overwrite, computes those of the layer's own
   * parameters and, where something below learns, of the input.
   */
  void backward(int rows);
}
