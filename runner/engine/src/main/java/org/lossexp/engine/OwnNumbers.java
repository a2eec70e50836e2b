package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.data.RandomStream;
import org.lossexp.spi.State;

/** The numbers that a loss trains with the model, such as the proxies of classes. */
final class OwnNumbers {
  private final List<State> states;
  private final List<Parameters> learned = new ArrayList<>();
  private final Map<String, double[]> values;

  OwnNumbers(List<State> states) {
    this.states = List.copyOf(states);
    Map<String, double[]> memory = new LinkedHashMap<>();
    for (State state : states) {
      Panels shape = new Panels(state.rows(), state.columns());
      // No penalty acts on them: penalties are about the model.
      learned.add(Parameters.learned(state.name(), shape, 0));
      memory.put(state.name(), new double[state.rows() * state.columns()]);
    }
    values = Map.copyOf(memory);
  }

  /** Draws the first values, of each name from a stream of its own. */
  void initialize(RandomStream.Key key) {
    for (int k = 0; k < states.size(); k++) {
      State state = states.get(k);
      RandomStream stream =
          key.with("loss").with(state.name()).with(state.rows()).with(state.columns()).stream();
      Panels shape = learned.get(k).shape();
      for (int row = 0; row < state.rows(); row++) {
        for (int column = 0; column < state.columns(); column++) {
          learned.get(k).values()[shape.index(row, column)] =
              (float) (state.scale() * stream.gaussian());
        }
      }
    }
    refresh();
  }

  /** {@return what the loss reads} */
  Map<String, double[]> values() {
    return values;
  }

  /** {@return what an optimizer moves} */
  List<Parameters> learned() {
    return learned;
  }

  /**
   * Takes the derivatives that the loss gave.
   *
   * @param share what they are multiplied by
   */
  void learn(Map<String, double[]> gradients, double share) {
    for (Parameters parameters : learned) {
      double[] gradient = gradients.get(parameters.name());
      Panels shape = parameters.shape();
      for (int i = 0; i < gradient.length; i++) {
        parameters.gradients()[shape.index(i / shape.columns(), i % shape.columns())] =
            (float) (gradient[i] * share);
      }
    }
  }

  /** Shows the loss what the optimizer has moved. */
  void refresh() {
    for (Parameters parameters : learned) {
      double[] own = values.get(parameters.name());
      Panels shape = parameters.shape();
      for (int i = 0; i < own.length; i++) {
        own[i] = parameters.values()[shape.index(i / shape.columns(), i % shape.columns())];
      }
    }
  }

  void keep() {
    learned.forEach(Parameters::keep);
  }

  void restore() {
    learned.forEach(Parameters::restore);
    refresh();
  }
}
