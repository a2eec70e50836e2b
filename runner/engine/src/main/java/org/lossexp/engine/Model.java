package org.lossexp.engine;

import java.util.List;
import org.lossexp.data.Part;
import org.lossexp.data.RandomStream;

/** What is trained: from examples to numbers, and back to what is learned. */
sealed interface Model permits Linear, Network, Scorer {
  /** {@return numbers that an example gets} */
  int columns();

  /** Shares the work with {@code team} from now on, as far as it can be shared. */
  default void join(Team team) {}

  /**
   * {@return multiplications of products that could be shared, in {@link #predict}, of one example}
   */
  default long multiplications() {
    return 0;
  }

  /** Draws what is learned at first. */
  void initialize(RandomStream.Key key);

  /** Starts an epoch: what is drawn in it comes from {@code key}. */
  void beginEpoch(RandomStream.Key key);

  /** {@return what is learned, in a fixed order} */
  List<Parameters> learned();

  /** {@return what is learned, and what layers remember besides} */
  List<Parameters> parameters();

  /** {@return {@link #parameters}, with their places in the model} */
  List<Tensors.Placed> placed();

  /** Remembers what is learned. */
  void keep();

  /** Returns to what was last remembered. */
  void restore();

  /**
   * Takes the examples that {@link #predict} is about.
   *
   * @param rows their rows in {@code part}, from {@code first}
   * @param codes what is looked up, [count × code columns]; from 0; those of {@code part} may
   *     differ
   */
  void take(Part part, int[] rows, int first, int[] codes, int count);

  /**
   * Puts other features in the place of those of one of the examples taken.
   *
   * @param example among them, from 0
   */
  void replace(int example, float[] features);

  /**
   * Predicts the examples taken.
   *
   * @param training whether layers behave as in training
   * @param out receives [rows × columns] from {@code offset}, after the link
   */
  void predict(int rows, boolean training, double[] out, int offset);

  /**
   * Computes the gradient of everything that is learned.
   *
   * @param predictions of the examples taken
   * @param gradient with respect to them, of a sum; overwritten
   * @param share what the sum is multiplied by: 1 over its count for a mean
   */
  void learn(int rows, double[] predictions, double[] gradient, double share);
}
