package org.lossexp.formula.kernel;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates a program to bytecode: a hidden class with one method, which runs the units one by one
 * with all scalars in local variables and constants written out.
 */
final class Compiler {
  /**
   * HotSpot never compiles a longer method (HugeMethodLimit), and interpreted bytecode is no better
   * than the interpreter.
   */
  private static final int LONGEST_METHOD = 8000;

  /** So many terms never fit into {@link #LONGEST_METHOD} bytes. */
  private static final int MOST_TERMS = LONGEST_METHOD / 5;

  private static final ClassDesc CD_BODY = ClassDesc.of(Body.class.getName());
  private static final ClassDesc CD_COMPILED =
      ClassDesc.of(Compiler.class.getPackageName(), "CompiledKernel");
  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void,
          CD_int,
          CD_int,
          CD_int.arrayType(),
          CD_double.arrayType(2),
          CD_double.arrayType(2),
          CD_double.arrayType(),
          CD_double.arrayType(),
          CD_double.arrayType(),
          CD_int);

  private static final Bodies BODIES = new Bodies();

  private Compiler() {}

  /** What compiled code implements. */
  interface Body {
    void run(
        int first,
        int units,
        int[] starts,
        double[][] inputs,
        double[][] gradients,
        double[] values,
        double[] counts,
        double[] scratch,
        int scratchOffset);
  }

  /** {@return the program as compiled code; nothing where it is too long} */
  static Optional<Kernel> compile(Program program) {
    if (program.terms() > MOST_TERMS) {
      return Optional.empty();
    }
    byte[] bytes =
        ClassFile.of()
            .build(
                CD_COMPILED,
                type ->
                    type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                        .withInterfaceSymbols(CD_BODY)
                        .withMethodBody(
                            INIT_NAME,
                            MTD_void,
                            0,
                            code ->
                                code.aload(0)
                                    .invokespecial(CD_Object, INIT_NAME, MTD_void)
                                    .return_())
                        .withMethodBody(
                            "run",
                            RUN,
                            ClassFile.ACC_PUBLIC,
                            code -> new Emitter(program, code).emit()));
    return length(bytes) > LONGEST_METHOD
        ? Optional.empty()
        : Optional.of(new CompiledKernel(program, BODIES.get(bytes)));
  }

  private static int length(byte[] bytes) {
    return ClassFile.of().parse(bytes).methods().stream()
        .flatMap(method -> method.code().stream())
        .filter(CodeAttribute.class::isInstance)
        .mapToInt(code -> ((CodeAttribute) code).codeLength())
        .max()
        .orElse(0);
  }

  /**
   * The code of the last formulas, by their bytes: trials of one loss share what HotSpot has made
   * of it. It has no state, so that nobody can tell.
   */
  private static final class Bodies {
    private static final int MOST = 256;

    private final Map<ByteBuffer, Body> bodies =
        new LinkedHashMap<>(MOST, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Body> eldest) {
            return size() > MOST;
          }
        };

    synchronized Body get(byte[] bytes) {
      return bodies.computeIfAbsent(ByteBuffer.wrap(bytes), _ -> instance(bytes));
    }
  }

  private static Body instance(byte[] bytes) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup().defineHiddenClass(bytes, true);
      return (Body)
          lookup
              .findConstructor(lookup.lookupClass(), MethodType.methodType(void.class))
              .asType(MethodType.methodType(Body.class))
              .invokeExact();
    } catch (Throwable impossible) {
      throw new LinkageError("a compiled formula does not load", impossible);
    }
  }

  /** Compiled code as a kernel. */
  private record CompiledKernel(Program program, Body body) implements Kernel {
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
      body.run(first, units, starts, inputs, gradients, values, counts, scratch, scratchOffset);
    }
  }
}
