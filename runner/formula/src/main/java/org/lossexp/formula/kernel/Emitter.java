package org.lossexp.formula.kernel;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Peak;
import org.lossexp.formula.kernel.Program.Step;
import org.lossexp.formula.kernel.Program.Tile;

/** Writes the bytecode of a program's {@link Compiler.Body#run}. */
final class Emitter {
  private static final ClassDesc CD_MATH = ClassDesc.of(Math.class.getName());
  private static final ClassDesc CD_VECTORS = ClassDesc.of(Vectors.class.getName());
  private static final MethodTypeDesc BINARY = MethodTypeDesc.ofDescriptor("(DD)D");
  private static final MethodTypeDesc PUT = MethodTypeDesc.ofDescriptor("([DIIIDD)V");
  private static final MethodTypeDesc SOFTMAX = MethodTypeDesc.ofDescriptor("([DII[DI)D");
  private static final MethodTypeDesc LOG_SUM_EXP = MethodTypeDesc.ofDescriptor("([DII)D");
  private static final MethodTypeDesc WHOLE = MethodTypeDesc.ofDescriptor("([DII[DI)V");
  private static final MethodTypeDesc PULLBACK = MethodTypeDesc.ofDescriptor("([DI[DII[DI)V");

  private final Program program;
  private final CodeBuilder code;
  private final Addresses addresses;
  private final Expressions expressions;

  Emitter(Program program, CodeBuilder code) {
    this.program = program;
    this.code = code;
    this.addresses = new Addresses(program, code);
    this.expressions = new Expressions(program, code, addresses);
  }

  void emit() {
    addresses.enter();
    program.prologue().forEach(this::step);
    addresses.eachUnit(this::unit);
    code.return_();
  }

  private void unit() {
    for (Tile tile : program.tiles()) {
      if (tile.logSumExp().isPresent()) {
        addresses.pushLogSumExp(tile);
        expressions.storeNew(tile.logSumExp().get());
      }
    }
    program.counting().forEach(this::step);
    Label ignored = code.newLabel();
    Label after = code.newLabel();
    program.counted().ifPresent(condition -> expressions.jump(condition, ignored, false));
    program.main().forEach(this::step);
    writeResults();
    if (program.counted().isPresent()) {
      code.goto_(after).labelBinding(ignored);
      clearResults();
      code.labelBinding(after);
    }
  }

  // Results

  private void writeResults() {
    code.aload(Addresses.VALUES);
    addresses.pushUnit();
    expressions.load(program.value());
    code.dastore().aload(Addresses.COUNTS);
    addresses.pushUnit();
    code.dconst_1().dastore();
    program.gradients().stream().filter(gradient -> !gradient.isVector()).forEach(this::write);
  }

  private void write(Gradient gradient) {
    addresses.pushGradient(gradient.slot());
    expressions.load(gradient.term());
    code.dastore();
  }

  private void clearResults() {
    for (int array : List.of(Addresses.VALUES, Addresses.COUNTS)) {
      code.aload(array);
      addresses.pushUnit();
      code.dconst_0().dastore();
    }
    for (Gradient gradient : program.gradients()) {
      if (gradient.isVector()) {
        addresses.eachPosition(() -> clear(gradient));
      } else {
        clear(gradient);
      }
    }
  }

  private void clear(Gradient gradient) {
    addresses.pushGradient(gradient.slot());
    code.dconst_0().dastore();
  }

  // Steps

  private void step(Step step) {
    switch (step) {
      case Step.Compute(List<Term> terms) -> terms.forEach(expressions::compute);
      case Step.Loop loop -> loop(loop);
      case Step.Whole whole -> whole(whole);
    }
  }

  private void loop(Step.Loop loop) {
    Map<Term, Integer> bests = new HashMap<>();
    for (Term sum : loop.sums()) {
      code.loadConstant(Accumulators.start(sum.op()));
      expressions.storeNew(sum);
      if (sum.is(Op.ARGMAX)) {
        int best = code.allocateLocal(TypeKind.DOUBLE);
        code.loadConstant(Double.NEGATIVE_INFINITY).dstore(best);
        bests.put(sum, best);
      }
    }
    addresses.eachPosition(() -> position(loop, bests));
    expressions.forget(loop.terms());
    loop.gradients().forEach(this::writePeaks);
  }

  private void position(Step.Loop loop, Map<Term, Integer> bests) {
    for (Term term : loop.terms()) {
      if (program.isStored(term) && !loop.kept().contains(term)) {
        addresses.pushStored(term);
        code.daload();
        expressions.storeNew(term);
      } else {
        expressions.compute(term);
      }
    }
    loop.sums().forEach(sum -> accumulate(sum, bests));
    for (Term kept : loop.kept()) {
      addresses.pushStored(kept);
      expressions.load(kept);
      code.dastore();
    }
    loop.gradients().forEach(this::write);
  }

  private void accumulate(Term sum, Map<Term, Integer> bests) {
    Term number = sum.argument(0);
    int local = expressions.local(sum);
    switch (sum.op()) {
      case SUM -> {
        code.dload(local);
        expressions.load(number);
        code.dadd().dstore(local);
      }
      case HIGHEST, LOWEST -> {
        code.dload(local);
        expressions.load(number);
        code.invokestatic(CD_MATH, sum.is(Op.HIGHEST) ? "max" : "min", BINARY).dstore(local);
      }
      case ARGMAX -> {
        Label lower = code.newLabel();
        expressions.load(number);
        code.dload(bests.get(sum)).dcmpl().ifle(lower);
        expressions.load(number);
        code.dstore(bests.get(sum));
        addresses.pushPosition();
        code.i2d().dstore(local).labelBinding(lower);
      }
      default -> throw new AssertionError("accumulates nothing: " + sum.op());
    }
  }

  private void writePeaks(Gradient gradient) {
    for (Peak peak : gradient.peaks()) {
      addresses.pushGradientVector(gradient.slot());
      code.loadConstant(program.inputs().get(gradient.slot()).stride());
      addresses.pushSize();
      expressions.load(peak.position());
      expressions.load(peak.number());
      code.invokestatic(CD_VECTORS, "put", PUT);
    }
  }

  private void whole(Step.Whole whole) {
    whole.arguments().forEach(addresses::pushVector);
    addresses.pushSize();
    whole.vector().ifPresent(addresses::pushVector);
    switch (whole.op()) {
      case SOFTMAX -> {
        if (whole.vector().isPresent()) {
          code.invokestatic(CD_VECTORS, "softmax", SOFTMAX);
        } else {
          code.invokestatic(CD_VECTORS, "logSumExp", LOG_SUM_EXP);
        }
        whole.logSumExp().ifPresentOrElse(expressions::storeNew, code::pop2);
      }
      case CUMSUM -> code.invokestatic(CD_VECTORS, "cumsum", WHOLE);
      case REVERSE_CUMSUM -> code.invokestatic(CD_VECTORS, "reverseCumsum", WHOLE);
      case SOFT_RANK -> code.invokestatic(CD_VECTORS, "softRank", WHOLE);
      case SOFT_RANK_PULLBACK -> code.invokestatic(CD_VECTORS, "softRankPullback", PULLBACK);
      default -> throw new AssertionError("no operation on whole vectors: " + whole.op());
    }
  }
}
