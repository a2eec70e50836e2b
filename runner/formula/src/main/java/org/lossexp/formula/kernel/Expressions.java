package org.lossexp.formula.kernel;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.lossexp.spi.SpecialFunctions;
import org.lossexp.spi.StableMath;

/**
 * Bytecode that computes terms, each into a local variable of its own.
 *
 * <p>Two kinds of terms have none. Truths are tested where they are used, unless they are needed as
 * numbers. And what is dear and used in one branch of one choice alone is computed only where that
 * branch is taken.
 */
final class Expressions {
  private static final ClassDesc CD_MATH = ClassDesc.of(Math.class.getName());
  private static final ClassDesc CD_DOUBLE = ClassDesc.of(Double.class.getName());
  private static final ClassDesc CD_STRICT = ClassDesc.of(StrictMath.class.getName());
  private static final ClassDesc CD_STABLE = ClassDesc.of(StableMath.class.getName());
  private static final ClassDesc CD_SPECIAL = ClassDesc.of(SpecialFunctions.class.getName());
  private static final ClassDesc CD_VECTORS = ClassDesc.of(Vectors.class.getName());
  private static final MethodTypeDesc UNARY = MethodTypeDesc.of(CD_double, CD_double);
  private static final MethodTypeDesc BINARY = MethodTypeDesc.of(CD_double, CD_double, CD_double);
  private static final MethodTypeDesc TO_BITS = MethodTypeDesc.of(CD_long, CD_double);
  private static final MethodTypeDesc FROM_BITS = MethodTypeDesc.of(CD_double, CD_long);
  private static final MethodTypeDesc ELEMENT = MethodTypeDesc.ofDescriptor("([DIIID)D");
  private static final MethodTypeDesc OTHERS = MethodTypeDesc.ofDescriptor("([DIID)D");

  private final Program program;
  private final CodeBuilder code;
  private final Addresses addresses;
  private final Map<Term, Integer> locals = new HashMap<>();
  private final Set<Term> numbers;
  private final Set<Term> lazy;

  Expressions(Program program, CodeBuilder code, Addresses addresses) {
    this.program = program;
    this.code = code;
    this.addresses = addresses;
    Uses uses = Uses.of(program);
    this.numbers = uses.numbers();
    this.lazy = uses.lazy();
  }

  /** Computes a term into a local of its own. */
  void compute(Term term) {
    boolean isTested = term.op().isTruth() && !numbers.contains(term);
    if (!term.isConstant() && !isTested && !lazy.contains(term)) {
      push(term);
      storeNew(term);
    }
  }

  /** Pops a term's number into a new local. */
  void storeNew(Term term) {
    int local = code.allocateLocal(TypeKind.DOUBLE);
    locals.put(term, local);
    code.dstore(local);
  }

  /** {@return the local of a term} */
  int local(Term term) {
    return locals.get(term);
  }

  /** Forgets what was computed for one position. */
  void forget(Collection<Term> terms) {
    terms.forEach(locals::remove);
  }

  /** Pushes the number of a term that is computed. */
  void load(Term term) {
    if (locals.containsKey(term)) {
      code.dload(locals.get(term));
    } else {
      push(term); // a constant, or lazy
    }
  }

  private void push(Term term) {
    switch (term.op()) {
      case CONSTANT -> code.loadConstant(term.constant());
      case INPUT -> {
        addresses.pushInput(program.slot(term));
        code.daload();
      }
      case POSITION -> {
        addresses.pushPosition();
        code.i2d();
      }
      case SIZE -> {
        addresses.pushSize();
        code.i2d();
      }
      case NEG -> operands(term).dneg();
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
      case GATHER -> gather(term);
      case OTHERS -> others(term);
      default -> throw new AssertionError("not computed number by number: " + term.op());
    }
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
    boolean strides = vector.is(Op.INPUT) && vector.signal().kind() == Signal.Kind.VECTOR;
    if (vector.is(Op.INPUT)) {
      addresses.pushInputVector(vector);
    } else {
      addresses.pushVector(vector);
    }
    code.loadConstant(strides ? vector.signal().stride() : 1);
    addresses.pushSize();
    load(term.argument(1));
    code.invokestatic(CD_VECTORS, "element", ELEMENT);
  }

  private void others(Term term) {
    addresses.pushVector(term.argument(0));
    addresses.pushSize();
    load(term.argument(1));
    code.invokestatic(CD_VECTORS, "others", OTHERS);
  }

  // Choices

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
    code.invokestatic(CD_DOUBLE, "longBitsToDouble", FROM_BITS);
  }

  private void loadBits(Term term) {
    if (term.isConstant()) {
      code.loadConstant(Double.doubleToRawLongBits(term.constant()));
    } else {
      load(term);
      code.invokestatic(CD_DOUBLE, "doubleToRawLongBits", TO_BITS);
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

  private interface Jump {
    CodeBuilder to(Label target);
  }

  /** Jumps if the condition is as expected. Comparisons with a NaN do not hold, but for ≠. */
  void jump(Term condition, Label target, boolean expected) {
    boolean isTested = condition.op().isTruth() && !locals.containsKey(condition);
    if (!isTested) {
      load(condition);
      code.dconst_0().dcmpl();
      to(target, expected, code::ifne, code::ifeq);
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
        to(target, expected, code::iflt, code::ifge);
      }
      case LESS_EQUAL -> {
        operands(condition).dcmpg();
        to(target, expected, code::ifle, code::ifgt);
      }
      case EQUAL -> {
        operands(condition).dcmpl();
        to(target, expected, code::ifeq, code::ifne);
      }
      case NOT_EQUAL -> {
        operands(condition).dcmpl();
        to(target, expected, code::ifne, code::ifeq);
      }
      default -> throw new AssertionError("no truth: " + condition.op());
    }
  }

  private static void to(Label target, boolean expected, Jump ifTrue, Jump ifFalse) {
    (expected ? ifTrue : ifFalse).to(target);
  }
}
