package org.lossexp.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.AbstractRandomGenerator;

/**
 * Covariance matrix adaptation (Hansen, "The CMA evolution strategy: a tutorial", 2016), by the
 * optimizer of Commons Math: from the middle of the cube, with a standard deviation of 0.3; from
 * somewhere else where that has come to its end and points are left.
 *
 * <p>That optimizer asks for one value after another and cannot be stopped in between. But it draws
 * a whole generation before it looks at the generation's values; so it is run again from its
 * beginning with the values known so far, and ended when it has asked for one generation more. All
 * of it follows from the stream, and what runs again costs next to nothing beside a training.
 */
final class CmaProposer implements Proposer {
  private static final double WIDTH = 0.3;
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private final String stream;
  private final int dimensions;

  /** As the tutorial proposes (table 1). */
  private final int generation;

  private int starts;

  /** What was proposed since the last start, and how much of it was handed out. */
  private final List<double[]> proposed = new ArrayList<>();

  private int handed;

  /** The values of these, as far as they are known. */
  private final List<Double> values = new ArrayList<>();

  private int told;

  CmaProposer(String stream, int dimensions) {
    this.stream = stream;
    this.dimensions = dimensions;
    this.generation = 4 + (int) (3 * StrictMath.log(dimensions));
  }

  @Override
  public int batch() {
    if (handed == proposed.size()) {
      propose();
    }
    return proposed.size() - handed;
  }

  @Override
  public Optional<double[]> next() {
    return Optional.of(proposed.get(handed++));
  }

  /** One that did not end well is worse than all others of its generation. */
  @Override
  public void tell(List<Told> all) {
    List<Told> latest = all.subList(told, all.size());
    double worst = latest.stream().mapToDouble(Told::loss).filter(Double::isFinite).max().orElse(0);
    latest.forEach(one -> values.add(Double.isFinite(one.loss()) ? one.loss() : worst + 1));
    told = all.size();
  }

  /** The cloud has a size and a shape of its own: each of its points counts. */
  @Override
  public boolean wantsDistinct() {
    return false;
  }

  /** Ends a run of the optimizer. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super("the next generation is known", null, false, false);
    }
  }

  private void propose() {
    while (!goesOn()) {
      starts++;
      proposed.clear();
      values.clear();
      handed = 0;
    }
  }

  /** Runs the optimizer; {@code false} where it has come to its end with the values it knows. */
  private boolean goesOn() {
    // The place where it starts stands alone before the first generation.
    int wanted = proposed.size() + generation + (proposed.isEmpty() ? 1 : 0);
    int[] asked = {0};
    SearchStream random = SearchStream.of(stream + " cma_es " + starts);
    double[] from = new double[dimensions];
    Arrays.setAll(from, _ -> starts == 0 ? 0.5 : random.uniform());
    try {
      new CMAESOptimizer(UNLIMITED, 0, true, 0, 0, new Generator(random), false, null)
          .optimize(
              new ObjectiveFunction(place -> value(place, asked[0]++, wanted)),
              GoalType.MINIMIZE,
              new MaxEval(UNLIMITED),
              new InitialGuess(from),
              new SimpleBounds(filled(0), filled(1)),
              new CMAESOptimizer.Sigma(filled(WIDTH)),
              new CMAESOptimizer.PopulationSize(generation));
      return false;
    } catch (Enough enough) {
      return true;
    }
  }

  private double value(double[] place, int number, int wanted) {
    if (number < values.size()) {
      return values.get(number);
    }
    proposed.add(place.clone());
    if (proposed.size() == wanted) {
      throw new Enough();
    }
    return 0;
  }

  private double[] filled(double value) {
    double[] all = new double[dimensions];
    Arrays.fill(all, value);
    return all;
  }

  /** A stream as Commons Math takes it. */
  private static final class Generator extends AbstractRandomGenerator {
    private final SearchStream stream;

    Generator(SearchStream stream) {
      this.stream = stream;
    }

    @Override
    public void setSeed(long seed) {}

    @Override
    public double nextDouble() {
      return stream.uniform();
    }
  }
}
