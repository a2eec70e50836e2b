package org.lossexp.formula.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Step;
import org.lossexp.spi.StableMath;

/** Runs a program step by step: slow, ready at once, and the meaning of compiled kernels. */
final class Interpreter implements Kernel {
  private final Program program;
  private final double[] constants;

  Interpreter(Program program) {
    this.program = program;
    this.constants = new double[program.terms()];
    for (Term term : Order.of(program.results())) {
      if (term.isConstant()) {
        constants[term.id()] = term.constant();
      }
    }
  }

  @Override
  public List<Signal> inputs() {
    return program.inputs();
  }

  @Override
  public int scratch(int longest) {
    return program.scratch(longest);
  }

  @Override
  public void run(
      int first,
      int units,
      int[] starts,
      double[][] inputs,
      double[][] gradients,
      double[] values,
      double[] counts,
      double[] scratch,
      int scratchOffset) {
    if (units == 0) {
      return;
    }
    Frame frame = new Frame(starts, inputs, gradients, scratch, scratchOffset);
    frame.enter(first);
    frame.run(program.prologue());
    for (int unit = first; unit < first + units; unit++) {
      frame.enter(unit);
      frame.tile(unit - first, first + units - unit);
      frame.run(program.counting());
      if (program.counted().map(counted -> frame.numbers[counted.id()] == 0).orElse(false)) {
        values[unit] = 0;
        counts[unit] = 0;
        program.gradients().forEach(frame::clear);
        continue;
      }
      frame.run(program.main());
      values[unit] = frame.numbers[program.value().id()];
      counts[unit] = 1;
      program.gradients().forEach(frame::writeScalar);
    }
  }

  /** One run: the arrays, and the numbers of all terms at the current unit and position. */
  private final class Frame {
    private final int[] starts;
    private final double[][] inputs;
    private final double[][] gradients;
    private final double[] scratch;
    private final int scratchOffset;
    private final double[] numbers = constants.clone();
    private int unit;
    private int start;
    private int size;
    private int tileUnit;

    Frame(
        int[] starts,
        double[][] inputs,
        double[][] gradients,
        double[] scratch,
        int scratchOffset) {
      this.starts = starts;
      this.inputs = inputs;
      this.gradients = gradients;
      this.scratch = scratch;
      this.scratchOffset = scratchOffset;
    }

    void enter(int entered) {
      unit = entered;
      switch (program.shape()) {
        case Shape.Uniform(int positions) -> {
          start = unit * positions;
          size = positions;
        }
        case Shape.Ragged() -> {
          start = starts[unit];
          size = starts[unit + 1] - start;
        }
        case Shape.None() -> {}
      }
    }

    /** Fills the tiles where a new one begins, and finds the unit in them. */
    void tile(int done, int left) {
      tileUnit = done % program.tileUnits();
      for (int i = 0; i < program.tiles().size(); i++) {
        Program.Tile tile = program.tiles().get(i);
        int offset = scratchOffset + program.tileOffset(i);
        if (tileUnit == 0) {
          int rows = Math.min(left, program.tileUnits());
          int from = index(program.inputs().get(tile.slot()), 0);
          StableMath.softmaxTile(inputs[tile.slot()], from, rows, size, scratch, offset);
        }
        double logSumExp = scratch[offset + 2 * StableMath.TILE + tileUnit];
        tile.logSumExp().ifPresent(term -> numbers[term.id()] = logSumExp);
      }
    }

    void run(List<Step> steps) {
      for (Step step : steps) {
        switch (step) {
          case Step.Compute(List<Term> terms) ->
              terms.forEach(term -> numbers[term.id()] = scalar(term));
          case Step.Loop loop -> run(loop);
          case Step.Whole whole -> run(whole);
        }
      }
    }

    private double scalar(Term term) {
      return switch (term.op()) {
        case INPUT -> inputs[program.slot(term)][index(term.signal(), 0)];
        case SIZE -> size;
        case GATHER -> gather(term.argument(0), numbers[term.argument(1).id()]);
        case OTHERS -> {
          Term p = term.argument(0);
          yield Vectors.others(array(p), offset(p), size, numbers[term.argument(1).id()]);
        }
        default -> element(term);
      };
    }

    private double gather(Term vector, double position) {
      return vector.is(Op.INPUT)
          ? Vectors.element(
              inputs[program.slot(vector)],
              index(vector.signal(), 0),
              vector.signal().stride(),
              size,
              position)
          : Vectors.element(scratch, bufferOffset(vector), 1, size, position);
    }

    private double element(Term term) {
      return Scalars.apply(term.op(), term.arguments(), argument -> numbers[argument.id()]);
    }

    private void run(Step.Loop loop) {
      for (Term sum : loop.sums()) {
        numbers[sum.id()] = Accumulators.start(sum.op());
      }
      double[] bests = new double[loop.sums().size()];
      Arrays.fill(bests, Double.NEGATIVE_INFINITY);
      for (int position = 0; position < size; position++) {
        for (Term term : loop.terms()) {
          numbers[term.id()] = vector(term, position, loop);
        }
        for (int i = 0; i < bests.length; i++) {
          accumulate(loop.sums().get(i), position, bests, i);
        }
        for (Term kept : loop.kept()) {
          scratch[bufferOffset(kept) + position] = numbers[kept.id()];
        }
        for (Gradient gradient : loop.gradients()) {
          gradients[gradient.slot()][index(gradient, position)] = numbers[gradient.term().id()];
        }
      }
      loop.gradients().forEach(this::writePeaks);
    }

    private void writePeaks(Gradient gradient) {
      for (Program.Peak peak : gradient.peaks()) {
        Vectors.put(
            gradients[gradient.slot()],
            index(gradient, 0),
            program.inputs().get(gradient.slot()).stride(),
            size,
            numbers[peak.position().id()],
            numbers[peak.number().id()]);
      }
    }

    private double vector(Term term, int position, Step.Loop loop) {
      if (program.isStored(term) && !loop.kept().contains(term)) {
        return scratch[bufferOffset(term) + position];
      }
      return switch (term.op()) {
        case INPUT -> inputs[program.slot(term)][index(term.signal(), position)];
        case POSITION -> position;
        default -> element(term);
      };
    }

    private void accumulate(Term sum, int position, double[] bests, int own) {
      double number = numbers[sum.argument(0).id()];
      int id = sum.id();
      switch (sum.op()) {
        case SUM -> numbers[id] += number;
        case HIGHEST -> numbers[id] = Math.max(numbers[id], number);
        case LOWEST -> numbers[id] = Math.min(numbers[id], number);
        case ARGMAX -> {
          if (number > bests[own]) {
            bests[own] = number;
            numbers[id] = position;
          }
        }
        default -> throw new AssertionError("accumulates nothing: " + sum.op());
      }
    }

    private void run(Step.Whole whole) {
      Term x = whole.arguments().getFirst();
      double[] array = array(x);
      int offset = offset(x);
      int out = whole.vector().map(this::bufferOffset).orElse(0);
      switch (whole.op()) {
        case SOFTMAX -> {
          double logSumExp =
              whole.vector().isPresent()
                  ? Vectors.softmax(array, offset, size, scratch, out)
                  : Vectors.logSumExp(array, offset, size);
          whole.logSumExp().ifPresent(term -> numbers[term.id()] = logSumExp);
        }
        case CUMSUM -> Vectors.cumsum(array, offset, size, scratch, out);
        case REVERSE_CUMSUM -> Vectors.reverseCumsum(array, offset, size, scratch, out);
        case SOFT_RANK -> Vectors.softRank(array, offset, size, scratch, out);
        case SOFT_RANK_PULLBACK -> {
          Term g = whole.arguments().get(1);
          Vectors.softRankPullback(array, offset, array(g), offset(g), size, scratch, out);
        }
        default -> throw new AssertionError("no operation on whole vectors: " + whole.op());
      }
    }

    private double[] array(Term vector) {
      return program.isStored(vector) ? scratch : inputs[program.slot(vector)];
    }

    private int offset(Term vector) {
      return program.isStored(vector) ? bufferOffset(vector) : index(vector.signal(), 0);
    }

    private int bufferOffset(Term vector) {
      OptionalInt tile = program.tile(vector);
      return tile.isPresent()
          ? scratchOffset + program.tileOffset(tile.getAsInt()) + tileUnit * size
          : scratchOffset + program.buffers().get(vector) * size;
    }

    void writeScalar(Gradient gradient) {
      if (!gradient.isVector()) {
        gradients[gradient.slot()][index(gradient, 0)] = numbers[gradient.term().id()];
      }
    }

    void clear(Gradient gradient) {
      for (int position = 0; position < (gradient.isVector() ? size : 1); position++) {
        gradients[gradient.slot()][index(gradient, position)] = 0;
      }
    }

    private int index(Gradient gradient, int position) {
      return index(program.inputs().get(gradient.slot()), position);
    }

    private int index(Signal signal, int position) {
      return switch (signal.kind()) {
        case UNIT -> signal.offset() + unit * signal.stride();
        case VECTOR -> (start + position) * signal.stride() + signal.offset();
        case BATCH -> 0;
        case SHARED -> position;
      };
    }
  }
}
