package org.lossexp.formula.kernel;

import static java.lang.constant.ConstantDescs.CD_int;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import org.lossexp.formula.kernel.Program.Gradient;
import org.lossexp.formula.kernel.Program.Tile;
import org.lossexp.spi.StableMath;

/** Bytecode that finds numbers: in inputs, in derivatives, in scratch memory. */
final class Addresses {
  // The parameters of Compiler.Body.run
  private static final int FIRST = 1;
  private static final int UNITS = 2;
  private static final int STARTS = 3;
  private static final int INPUTS = 4;
  private static final int GRADIENTS = 5;
  static final int VALUES = 6;
  static final int COUNTS = 7;
  static final int SCRATCH = 8;
  private static final int SCRATCH_OFFSET = 9;

  private static final ClassDesc CD_MATH = ClassDesc.of(Math.class.getName());
  private static final ClassDesc CD_STABLE = ClassDesc.of(StableMath.class.getName());
  private static final MethodTypeDesc MIN = MethodTypeDesc.of(CD_int, CD_int, CD_int);
  private static final MethodTypeDesc SOFTMAX_TILE = MethodTypeDesc.ofDescriptor("([DIII[DI)V");

  private final Program program;
  private final CodeBuilder code;
  private final Map<Integer, Integer> inputs = new HashMap<>();
  private final Map<Integer, Integer> gradients = new HashMap<>();

  /** Where a unit's first number stands in an input that is a vector. */
  private final Map<Integer, Integer> bases = new HashMap<>();

  /** Where a unit's first number stands in a tile. */
  private final Map<Term, Integer> tileBases = new HashMap<>();

  private final int unit;
  private final int end;
  private final int tile;
  private final int limit;
  private final int start;
  private final int size;
  private final int position;

  Addresses(Program program, CodeBuilder code) {
    this.program = program;
    this.code = code;
    this.unit = integer();
    this.end = integer();
    this.tile = integer();
    this.limit = integer();
    this.start = integer();
    this.size = integer();
    this.position = integer();
  }

  private int integer() {
    return code.allocateLocal(TypeKind.INT);
  }

  /** Puts all arrays into local variables, and the units to come. */
  void enter() {
    for (int slot = 0; slot < program.inputs().size(); slot++) {
      inputs.put(slot, row(INPUTS, slot));
    }
    for (Gradient gradient : program.gradients()) {
      gradients.put(gradient.slot(), row(GRADIENTS, gradient.slot()));
    }
    code.iload(FIRST).iload(UNITS).iadd().istore(end);
    code.iload(FIRST).istore(unit);
  }

  /** {@return a new local for one of several arrays} */
  private int row(int arrays, int slot) {
    int local = code.allocateLocal(TypeKind.REFERENCE);
    code.aload(arrays).loadConstant(slot).aaload().astore(local);
    return local;
  }

  // Loops

  /** All units, tile by tile where there are tiles. */
  void eachUnit(Runnable body) {
    if (program.tiles().isEmpty()) {
      countTo(end, body);
      return;
    }
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(unit).iload(end).if_icmpge(done);
    code.iload(unit).istore(tile);
    code.iload(end).iload(unit).isub().loadConstant(program.tileUnits());
    code.invokestatic(CD_MATH, "min", MIN).iload(unit).iadd().istore(limit);
    for (int i = 0; i < program.tiles().size(); i++) {
      fill(i);
    }
    countTo(limit, body);
    code.goto_(next).labelBinding(done);
  }

  private void fill(int index) {
    int slot = program.tiles().get(index).slot();
    code.aload(inputs.get(slot)).iload(unit);
    pushSize();
    code.imul();
    add(program.inputs().get(slot).offset());
    code.iload(limit).iload(unit).isub();
    pushSize();
    code.aload(SCRATCH).iload(SCRATCH_OFFSET);
    add(program.tileOffset(index));
    code.invokestatic(CD_STABLE, "softmaxTile", SOFTMAX_TILE);
  }

  private void countTo(int bound, Runnable body) {
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.labelBinding(next).iload(unit).iload(bound).if_icmpge(done);
    enterUnit();
    body.run();
    code.iinc(unit, 1).goto_(next).labelBinding(done);
  }

  /** All positions of the current unit. */
  void eachPosition(Runnable body) {
    Label next = code.newLabel();
    Label done = code.newLabel();
    code.iconst_0().istore(position);
    code.labelBinding(next).iload(position);
    pushSize();
    code.if_icmpge(done);
    body.run();
    code.iinc(position, 1).goto_(next).labelBinding(done);
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
        int base = integer();
        code.iload(start);
        scale(signal.stride());
        add(signal.offset());
        code.istore(base);
        bases.put(slot, base);
      }
    }
    for (int i = 0; i < program.tiles().size(); i++) {
      int base = integer();
      code.iload(unit).iload(tile).isub();
      pushSize();
      code.imul().iload(SCRATCH_OFFSET).iadd();
      add(program.tileOffset(i));
      code.istore(base);
      tileBases.put(program.tiles().get(i).softmax(), base);
    }
  }

  /** Pushes log Σ e^x of the current unit. */
  void pushLogSumExp(Tile of) {
    code.aload(SCRATCH).iload(unit).iload(tile).isub().iload(SCRATCH_OFFSET).iadd();
    add(program.tileOffset(program.tiles().indexOf(of)) + 2 * StableMath.TILE);
    code.daload();
  }

  // Numbers

  void pushUnit() {
    code.iload(unit);
  }

  void pushPosition() {
    code.iload(position);
  }

  void pushSize() {
    switch (program.shape()) {
      case Shape.Uniform(int positions) -> code.loadConstant(positions);
      case Shape.Ragged(), Shape.None() -> code.iload(size);
    }
  }

  private void scale(int factor) {
    if (factor != 1) {
      code.loadConstant(factor).imul();
    }
  }

  private void add(int number) {
    if (number != 0) {
      code.loadConstant(number).iadd();
    }
  }

  // Arrays, and where in them

  /** Pushes an input and where its number at the current unit and position stands. */
  void pushInput(int slot) {
    code.aload(inputs.get(slot));
    pushIndex(slot);
  }

  /** The same for the derivative with respect to the input. */
  void pushGradient(int slot) {
    code.aload(gradients.get(slot));
    pushIndex(slot);
  }

  private void pushIndex(int slot) {
    Signal signal = program.inputs().get(slot);
    switch (signal.kind()) {
      case UNIT -> {
        code.iload(unit);
        scale(signal.stride());
        add(signal.offset());
      }
      case VECTOR -> {
        code.iload(position);
        scale(signal.stride());
        code.iload(bases.get(slot)).iadd();
      }
      case BATCH -> code.iconst_0();
      case SHARED -> code.iload(position);
    }
  }

  /** Pushes the array in which a vector stands as a whole, and where it begins. */
  void pushVector(Term vector) {
    if (program.isStored(vector)) {
      code.aload(SCRATCH);
      pushStart(vector);
    } else {
      pushInputVector(vector);
    }
  }

  /** Pushes an input, and where the current unit begins in it. */
  void pushInputVector(Term vector) {
    int slot = program.slot(vector);
    code.aload(inputs.get(slot));
    if (vector.signal().kind() == Signal.Kind.VECTOR) {
      code.iload(bases.get(slot));
    } else {
      code.iconst_0();
    }
  }

  /** Pushes where a derivative begins. */
  void pushGradientVector(int slot) {
    code.aload(gradients.get(slot)).iload(bases.get(slot));
  }

  /** Pushes scratch memory and where a vector's current position stands in it. */
  void pushStored(Term vector) {
    code.aload(SCRATCH);
    pushStart(vector);
    code.iload(position).iadd();
  }

  private void pushStart(Term vector) {
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
}
