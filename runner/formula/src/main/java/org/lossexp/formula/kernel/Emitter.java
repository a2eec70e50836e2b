package org.lossexp.formula.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Peak;
import org.lossexp.formula.kernel.Program.Step;
import org.lossexp.spi.StableMath;

/** Writes the bytecode of a program's {@link Compiler.Body#run}. */
final class Emitter {
  private static final ClassDesc CD_MATH = ClassDesc.of(Math.class.getName());
  private static final ClassDesc CD_DOUBLE = ClassDesc.of(Double.class.getName());
  private static final ClassDesc CD_STRICT = ClassDesc.of(StrictMath.class.getName());
  private static final ClassDesc CD_STABLE = ClassDesc.of(StableMath.class.getName());
  private static final ClassDesc CD_SPECIAL = ClassDesc.of(SpecialFunctions.class.getName());
  private static final ClassDesc CD_VECTORS = ClassDesc.of(Vectors.class.getName());
  private static final ClassDesc CD_ARRAY = CD_double.arrayType();
  private static final MethodTypeDesc UNARY = MethodTypeDesc.of(CD_double, CD_double);
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(CD_double, CD_double, CD_double);
  private static final MethodTypeDesc ELEMENT =
      MethodTypeDesc.of(CD_double, CD_ARRAY, CD_int, CD_int, CD_int, CD_double);
  private static final MethodTypeDesc OTHERS =
      MethodTypeDesc.of(CD_double, CD_ARRAY, CD_int, CD_int, CD_double);
  private static final MethodTypeDesc PUT =
      MethodTypeDesc.of(CD_void, CD_ARRAY, CD_int, CD_int, CD_int, CD_double, CD_double);
  private static final MethodTypeDesc VECTOR_TO_SCALAR =
      MethodTypeDesc.of(CD_double, CD_ARRAY, CD_int, CD_int);
  private static final MethodTypeDesc VECTOR_TO_BOTH =
      MethodTypeDesc.of(CD_double, CD_ARRAY, CD_int, CD_int, CD_ARRAY, CD_int);
  private static final MethodTypeDesc VECTOR_TO_VECTOR =
      MethodTypeDesc.of(CD_void, CD_ARRAY, CD_int, CD_int, CD_ARRAY, CD_int);
  private static final MethodTypeDesc VECTORS_TO_VECTOR =
      MethodTypeDesc.of(CD_void, CD_ARRAY, CD_int, CD_ARRAY, CD_int, CD_int, CD_ARRAY, CD_int);

  private static final MethodTypeDesc TILE =
      MethodTypeDesc.of(CD_void, CD_ARRAY, CD_int, CD_int, CD_int, CD_ARRAY, CD_int);

  // The parameters of run
  private static final int FIRST = 1;
  private static final int UNITS = 2;
  private static final int STARTS = 3;
  private static final int INPUTS = 4;
  private static final int GRADIENTS = 5;
  private static final int VALUES = 6;
  private static final int COUNTS = 7;
  private static final int SCRATCH = 8;
  private static final int SCRATCH_OFFSET = 9;

  private final Program program;
  private final CodeBuilder code;

  /** Truths that are needed as numbers; all others are tested where they are used. */
  private final Set<Term> numbers = new HashSet<>();

  private final Map<Term, Integer> locals = new HashMap<>();
  private final Map<Integer, Integer> inputs = new HashMap<>();
  private final Map<Integer, Integer> gradients = new HashMap<>();

  /** Where a unit's first number stands in an input that is a vector. */
  private final Map<Integer, Integer> bases = new HashMap<>();

  /** Where a unit's first number stands in a tile. */
  private final Map<Term, Integer> tileBases = new HashMap<>();

  private final int unit;
  private final int tile;
  private final int end;
  private final int start;
  private final int size;
  private final int position;

  Emitter(Program program, CodeBuilder code) {
    this.program = program;
    this.code = code;
    this.unit = code.allocateLocal(TypeKind.INT);
    this.tile = code.allocateLocal(TypeKind.INT);
    this.end = code.allocateLocal(TypeKind.INT);
    this.start = code.allocateLocal(TypeKind.INT);
    this.size = code.allocateLocal(TypeKind.INT);
    this.position = code.allocateLocal(TypeKind.INT);
    findNumbers();
  }

  private void findNumbers() {
    List<Term> results = program.results();
    numbers.addAll(program.buffers().keySet());
    program.gradients().forEach(gradient -> numbers.addAll(gradient.terms()));
    numbers.add(program.value());
    for (Term term : Order.of(results)) {
      boolean tests =
          switch (term.op()) {
            case AND, OR, NOT -> true;
            default -> false;
          };
      if (!tests) {
        int from = term.is(Op.SELECT) ? 1 : 0;
        numbers.addAll(term.arguments().subList(from, term.arguments().size()));
      }
    }
  }

  void emit() {
    for (int slot = 0; slot < program.inputs().size(); slot++) {
      inputs.put(slot, row(INPUTS, slot));
    }
    for (Gradient gradient : program.gradients()) {
      gradients.put(gradient.slot(), row(GRADIENTS, gradient.slot()));
    }
    code.iload(FIRST).iload(UNITS).iadd().istore(end);
    code.iload(FIRST).istore(unit);
    program.prologue().forEach(this::step);
    if (program.tiles().isEmpty()) {
      units(end);
    } else {
      tiles();
    }
    code.return_();
  }

  /** Runs the units tile by tile. */
  private void tiles() {
    Label next = code.newLabel();
    Label done = code.newLabel();
    int limit = code.allocateLocal(TypeKind.INT);
    code.labelBinding(next).iload(unit).iload(end).if_icmpge(done);
    code.iload(unit).istore(tile);
    code.iload(end).iload(unit).isub().loadConstant(program.tileUnits());
    code.invokestatic(CD_MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
    code.iload(unit).iadd().istore(limit);
    for (int i = 0; i < program.tiles().size(); i++) {
      int slot = program.tiles().get(i).slot();
      code.aload(inputs.get(slot)).iload(unit);
      loadSize();
      code.imul();
      add(program.inputs().get(slot).offset());
      code.iload(limit).iload(unit).isub();
      loadSize();
      code.aload(SCRATCH).iload(SCRATCH_OFFSET);
      add(program.tileOffset(i));
      code.invokestatic(CD_STABLE, "softmaxTile", TILE);
    }
    units(limit);
    code.goto_(next).labelBinding(done);
  }

  private void enterTiles() {
    for (int i = 0; i < program.tiles().size(); i++) {
      Program.Tile entered = program.tiles().get(i);
      int base = code.allocateLocal(TypeKind.INT);
      code.iload(unit).iload(tile).isub();
      loadSize();
      code.imul().iload(SCRATCH_OFFSET).iadd();
      add(program.tileOffset(i));
      code.istore(base);
      tileBases.put(entered.softmax(), base);
      if (entered.logSumExp().isPresent()) {
        code.aload(SCRATCH).iload(unit).iload(tile).isub().iload(SCRATCH_OFFSET).iadd();
        add(program.tileOffset(i) + 2 * StableMath.TILE);
        code.daload();
        storeNew(entered.logSumExp().get());
      }
    }
  }

  private void units(int limit) {
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(unit).iload(limit).if_icmpge(done);
    enterUnit();
    enterTiles();
    program.counting().forEach(this::step);
    Label ignored = code.newLabel();
    Label after = code.newLabel();
    program.counted().ifPresent(condition -> jump(condition, ignored, false));
    program.main().forEach(this::step);
    writeResults();
    if (program.counted().isPresent()) {
      code.goto_(after).labelBinding(ignored);
      clearResults();
      code.labelBinding(after);
    }
    code.iinc(unit, 1).goto_(next).labelBinding(done);
  }

  /** {@return a new local for one of several arrays} */
  private int row(int arrays, int slot) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(arrays).loadConstant(slot).aaload().astore(local);
    return local;
  }

  private void enterUnit() {
    switch (program.shape()) {
      case Shape.Uniform(int positions) ->
          code.iload(unit).loadConstant(positions).imul().istore(start);
      case Shape.Ragged() -> {
        code.aload(STARTS).iload(unit).iaload().istore(start);
        code.aload(STARTS).iload(unit).iconst_1().iadd().iaload();
        code.iload(start).isub().istore(size);
      }
      case Shape.None() -> {}
    }
    for (int slot = 0; slot < program.inputs().size(); slot++) {
      Signal signal = program.inputs().get(slot);
      if (signal.kind() == Signal.Kind.VECTOR) {
        int base = code.allocateLocal(TypeKind.INT);
        code.iload(start);
        scale(signal.stride());
        add(signal.offset());
        code.istore(base);
        bases.put(slot, base);
      }
    }
  }

  private void scale(int factor) {
    if (factor != 1) {
      code.loadConstant(factor).imul();
    }
  }

  private void add(int term) {
    if (term != 0) {
      code.loadConstant(term).iadd();
    }
  }

  private void loadSize() {
    switch (program.shape()) {
      case Shape.Uniform(int positions) -> code.loadConstant(positions);
      case Shape.Ragged(), Shape.None() -> code.iload(size);
    }
  }

  // Results

  private void writeResults() {
    store(VALUES, program.value());
    code.aload(COUNTS).iload(unit).dconst_1().dastore();
    for (Gradient gradient : program.gradients()) {
      if (!gradient.isVector()) {
        code.aload(gradients.get(gradient.slot()));
        unitIndex(program.inputs().get(gradient.slot()));
        load(gradient.term());
        code.dastore();
      }
    }
  }

  private void store(int array, Term term) {
    code.aload(array).iload(unit);
    load(term);
    code.dastore();
  }

  private void clearResults() {
    code.aload(VALUES).iload(unit).dconst_0().dastore();
    code.aload(COUNTS).iload(unit).dconst_0().dastore();
    for (Gradient gradient : program.gradients()) {
      int array = gradients.get(gradient.slot());
      if (gradient.isVector()) {
        loop(() -> {
          code.aload(array);
          elementIndex(gradient.slot());
          code.dconst_0().dastore();
        });
      } else {
        code.aload(array);
        unitIndex(program.inputs().get(gradient.slot()));
        code.dconst_0().dastore();
      }
    }
  }

  private void unitIndex(Signal signal) {
    code.iload(unit);
    scale(signal.stride());
    add(signal.offset());
  }

  /** Pushes where the current position of an input, or of its derivative, stands. */
  private void elementIndex(int slot) {
    Signal signal = program.inputs().get(slot);
    code.iload(position);
    if (signal.kind() == Signal.Kind.VECTOR) {
      scale(signal.stride());
      code.iload(bases.get(slot)).iadd();
    }
  }

  private void loop(Runnable body) {
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(position);
    code.labelBinding(next).iload(position);
    loadSize();
    code.if_icmpge(done);
    body.run();
    code.iinc(position, 1).goto_(next);
    code.labelBinding(done);
  }

  // Steps

  private void step(Step step) {
    switch (step) {
      case Step.Compute(List<Term> terms) -> terms.forEach(this::compute);
      case Step.Loop loop -> pass(loop);
      case Step.Whole whole -> whole(whole);
    }
  }

  private void pass(Step.Loop pass) {
    Map<Term, Integer> bests = new HashMap<>();
    for (Term sum : pass.sums()) {
      code.loadConstant(Accumulators.start(sum.op()));
      storeNew(sum);
      if (sum.is(Op.ARGMAX)) {
        int best = code.allocateLocal(TypeKind.DOUBLE);
        code.loadConstant(Double.NEGATIVE_INFINITY).dstore(best);
        bests.put(sum, best);
      }
    }
    Set<Term> computed = new HashSet<>();
    loop(() -> {
      for (Term term : pass.terms()) {
        boolean stored = program.isStored(term) && !pass.kept().contains(term);
        if (stored) {
          code.aload(SCRATCH);
          bufferOffset(term);
          code.iload(position).iadd().daload();
          storeNew(term);
        } else {
          compute(term);
        }
        computed.add(term);
      }
      pass.sums().forEach(sum -> accumulate(sum, bests));
      for (Term kept : pass.kept()) {
        code.aload(SCRATCH);
        bufferOffset(kept);
        code.iload(position).iadd();
        load(kept);
        code.dastore();
      }
      for (Gradient gradient : pass.gradients()) {
        code.aload(gradients.get(gradient.slot()));
        elementIndex(gradient.slot());
        load(gradient.term());
        code.dastore();
      }
    });
    computed.forEach(locals::remove);
    pass.gradients().forEach(this::writePeaks);
  }

  private void writePeaks(Gradient gradient) {
    Signal signal = program.inputs().get(gradient.slot());
    for (Peak peak : gradient.peaks()) {
      code.aload(gradients.get(gradient.slot())).iload(bases.get(gradient.slot()));
      code.loadConstant(signal.stride());
      loadSize();
      load(peak.position());
      load(peak.number());
      code.invokestatic(CD_VECTORS, "put", PUT);
    }
  }

  private void accumulate(Term sum, Map<Term, Integer> bests) {
    Term number = sum.argument(0);
    int local = locals.get(sum);
    switch (sum.op()) {
      case SUM -> {
        code.dload(local);
        load(number);
        code.dadd().dstore(local);
      }
      case HIGHEST, LOWEST -> {
        code.dload(local);
        load(number);
        code.invokestatic(CD_MATH, sum.is(Op.HIGHEST) ? "max" : "min", BINARY).dstore(local);
      }
      case ARGMAX -> {
        int best = bests.get(sum);
        Label lower = code.newLabel();
        load(number);
        code.dload(best).dcmpl().ifle(lower);
        load(number);
        code.dstore(best);
        code.iload(position).i2d().dstore(local);
        code.labelBinding(lower);
      }
      default -> throw new AssertionError("accumulates nothing: " + sum.op());
    }
  }

  private void whole(Step.Whole whole) {
    Term x = whole.arguments().getFirst();
    switch (whole.op()) {
      case SOFTMAX -> {
        array(x);
        loadSize();
        if (whole.vector().isPresent()) {
          code.aload(SCRATCH);
          bufferOffset(whole.vector().get());
          code.invokestatic(CD_VECTORS, "softmax", VECTOR_TO_BOTH);
        } else {
          code.invokestatic(CD_VECTORS, "logSumExp", VECTOR_TO_SCALAR);
        }
        whole.logSumExp().ifPresentOrElse(this::storeNew, code::pop2);
      }
      case CUMSUM -> ofVector("cumsum", x, whole.vector().orElseThrow());
      case REVERSE_CUMSUM -> ofVector("reverseCumsum", x, whole.vector().orElseThrow());
      case SOFT_RANK -> ofVector("softRank", x, whole.vector().orElseThrow());
      case SOFT_RANK_PULLBACK -> {
        array(x);
        array(whole.arguments().get(1));
        loadSize();
        code.aload(SCRATCH);
        bufferOffset(whole.vector().orElseThrow());
        code.invokestatic(CD_VECTORS, "softRankPullback", VECTORS_TO_VECTOR);
      }
      default -> throw new AssertionError("no operation on whole vectors: " + whole.op());
    }
  }

  private void ofVector(String name, Term x, Term result) {
    array(x);
    loadSize();
    code.aload(SCRATCH);
    bufferOffset(result);
    code.invokestatic(CD_VECTORS, name, VECTOR_TO_VECTOR);
  }

  /** Pushes the array in which a vector stands, and where. */
  private void array(Term vector) {
    if (program.isStored(vector)) {
      code.aload(SCRATCH);
      bufferOffset(vector);
    } else {
      input(vector);
    }
  }

  private void input(Term vector) {
    int slot = program.slot(vector);
    code.aload(inputs.get(slot));
    if (vector.signal().kind() == Signal.Kind.VECTOR) {
      code.iload(bases.get(slot));
    } else {
      code.iconst_0();
    }
  }

  private void bufferOffset(Term vector) {
    if (tileBases.containsKey(vector)) {
      code.iload(tileBases.get(vector));
      return;
    }
    int buffer = program.buffers().get(vector);
    code.iload(SCRATCH_OFFSET);
    switch (program.shape()) {
      case Shape.Uniform(int positions) -> add(buffer * positions);
      case Shape.Ragged(), Shape.None() -> code.iload(size).loadConstant(buffer).imul().iadd();
    }
  }

  // Terms

  /** Computes a term into a local of its own. */
  private void compute(Term term) {
    if (term.isConstant() || (term.op().isTruth() && !numbers.contains(term))) {
      return;
    }
    push(term);
    storeNew(term);
  }

  private void storeNew(Term term) {
    int local = code.allocateLocal(TypeKind.DOUBLE);
    locals.put(term, local);
    code.dstore(local);
  }

  private void load(Term term) {
    if (term.isConstant()) {
      code.loadConstant(term.constant());
    } else {
      code.dload(locals.get(term));
    }
  }

  private void push(Term term) {
    switch (term.op()) {
      case CONSTANT -> code.loadConstant(term.constant());
      case INPUT -> pushInput(term);
      case POSITION -> code.iload(position).i2d();
      case SIZE -> code.iload(size).i2d();
      case NEG -> {
        load(term.argument(0));
        code.dneg();
      }
      case ADD -> operands(term).dadd();
      case SUB -> operands(term).dsub();
      case MUL -> operands(term).dmul();
      case DIV -> operands(term).ddiv();
      case ABS -> call(CD_MATH, "abs", term);
      case SIGN -> call(CD_MATH, "signum", term);
      case SQRT -> call(CD_MATH, "sqrt", term);
      case FLOOR -> call(CD_MATH, "floor", term);
      case MIN -> call(CD_MATH, "min", term);
      case MAX -> call(CD_MATH, "max", term);
      case EXP -> call(CD_STABLE, "exp", term);
      case LOG -> call(CD_STABLE, "log", term);
      case LOG1P -> call(CD_STABLE, "log1p", term);
      case EXPM1 -> call(CD_STRICT, "expm1", term);
      case SIN -> call(CD_STRICT, "sin", term);
      case COS -> call(CD_STRICT, "cos", term);
      case TAN -> call(CD_STRICT, "tan", term);
      case ATAN -> call(CD_STRICT, "atan", term);
      case ACOS -> call(CD_STRICT, "acos", term);
      case POW -> call(CD_STRICT, "pow", term);
      case ERF -> call(CD_SPECIAL, "erf", term);
      case LGAMMA -> call(CD_SPECIAL, "lgamma", term);
      case DIGAMMA -> call(CD_SPECIAL, "digamma", term);
      case NOT, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL, AND, OR -> truth(term);
      case SELECT -> select(term);
      case GATHER, OTHERS -> gather(term);
      case LOG2,
          LOG1M_EXP,
          TANH,
          SIGMOID,
          SOFTPLUS,
          LOG_COSH,
          STOP_GRADIENT,
          LOG_ADD_EXP,
          CLAMP,
          SUM,
          HIGHEST,
          LOWEST,
          ARGMAX,
          LOG_SUM_EXP,
          NORM,
          LOG_SOFTMAX,
          CUMSUM,
          REVERSE_CUMSUM,
          SOFT_RANK,
          SOFT_RANK_PULLBACK,
          SOFTMAX ->
          throw new AssertionError("not computed number by number: " + term.op());
    }
  }

  private void pushInput(Term term) {
    int slot = program.slot(term);
    code.aload(inputs.get(slot));
    switch (term.signal().kind()) {
      case UNIT -> unitIndex(term.signal());
      case BATCH -> code.iconst_0();
      case VECTOR, SHARED -> elementIndex(slot);
    }
    code.daload();
  }

  private CodeBuilder operands(Term term) {
    term.arguments().forEach(this::load);
    return code;
  }

  private void call(ClassDesc owner, String name, Term term) {
    operands(term).invokestatic(owner, name, term.arguments().size() == 1 ? UNARY : BINARY);
  }

  private void gather(Term term) {
    Term vector = term.argument(0);
    if (term.is(Op.OTHERS)) {
      array(vector);
      loadSize();
      load(term.argument(1));
      code.invokestatic(CD_VECTORS, "others", OTHERS);
      return;
    }
    int stride = 1;
    if (vector.is(Op.INPUT)) {
      input(vector);
      stride = vector.signal().kind() == Signal.Kind.VECTOR ? vector.signal().stride() : 1;
    } else {
      array(vector);
    }
    code.loadConstant(stride);
    loadSize();
    load(term.argument(1));
    code.invokestatic(CD_VECTORS, "element", ELEMENT);
  }

  /** Pushes 1 or 0. */
  private void truth(Term condition) {
    choose(condition, code::iconst_1, code::iconst_0);
    code.i2d();
  }

  /**
   * Pushes one of two numbers, chosen as bits: HotSpot moves whole numbers without a branch where
   * it cannot be predicted, but never doubles.
   */
  private void select(Term term) {
    choose(term.argument(0), () -> loadBits(term.argument(1)), () -> loadBits(term.argument(2)));
    code.invokestatic(CD_DOUBLE, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
  }

  private void loadBits(Term term) {
    if (term.isConstant()) {
      code.loadConstant(Double.doubleToRawLongBits(term.constant()));
    } else {
      load(term);
      code.invokestatic(CD_DOUBLE, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    }
  }

  private void choose(Term condition, Runnable yes, Runnable no) {
    Label otherwise = code.newLabel();
    Label end = code.newLabel();
    jump(condition, otherwise, false);
    yes.run();
    code.goto_(end).labelBinding(otherwise);
    no.run();
    code.labelBinding(end);
  }

  /** Jumps if the condition is as expected. Comparisons with a NaN do not hold, but for ≠. */
  private void jump(Term condition, Label target, boolean expected) {
    if (locals.containsKey(condition)) {
      load(condition);
      code.dconst_0().dcmpl();
      jumpIf(expected, target, code::ifne, code::ifeq);
      return;
    }
    switch (condition.op()) {
      case NOT -> jump(condition.argument(0), target, !expected);
      case AND, OR -> {
        Term a = condition.argument(0);
        Term b = condition.argument(1);
        if (condition.is(Op.OR) == expected) {
          jump(a, target, expected);
          jump(b, target, expected);
        } else {
          Label decided = code.newLabel();
          jump(a, decided, !expected);
          jump(b, target, expected);
          code.labelBinding(decided);
        }
      }
      case LESS -> {
        operands(condition).dcmpg();
        jumpIf(expected, target, code::iflt, code::ifge);
      }
      case LESS_EQUAL -> {
        operands(condition).dcmpg();
        jumpIf(expected, target, code::ifle, code::ifgt);
      }
      case EQUAL -> {
        operands(condition).dcmpl();
        jumpIf(expected, target, code::ifeq, code::ifne);
      }
      case NOT_EQUAL -> {
        operands(condition).dcmpl();
        jumpIf(expected, target, code::ifne, code::ifeq);
      }
      default -> {
        load(condition); // a constant
        code.dconst_0().dcmpl();
        jumpIf(expected, target, code::ifne, code::ifeq);
      }
    }
  }

  private interface Jump {
    CodeBuilder to(Label target);
  }

  private static void jumpIf(boolean expected, Label target, Jump ifTrue, Jump ifFalse) {
    (expected ? ifTrue : ifFalse).to(target);
  }
}
