package org.lossexp.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the code of a plugin does, read from its class files: those of its plugin class, losses and
 * metrics, and every class beside them that they use.
 */
final class ClassFiles {
  /** What code of a plugin must not do. */
  enum Kind {
    /** Input, output, threads, clocks, randomness, reflection, native code. */
    OUTSIDE,
    /** A static field that can change. */
    STATIC,
    /** A method of {@code Math} whose last bit is the machine's. */
    MATH
  }

  /**
   * Something that a plugin's code must not do.
   *
   * @param where class, method and line
   * @param what it does there
   */
  record Finding(Kind kind, String where, String what) {}

  /** What a name begins with, and what to say of it. The longest that fits decides. */
  private static final Map<String, String> OUTSIDE =
      Map.ofEntries(
          Map.entry("java/io/", "input and output"),
          Map.entry("java/nio/file/", "files"),
          Map.entry("java/nio/channels/", "files and sockets"),
          Map.entry("java/net/", "the network"),
          Map.entry("java/lang/System.", "the machine it runs on"),
          Map.entry("java/lang/Runtime.", "the machine it runs on"),
          Map.entry("java/lang/Process", "other processes"),
          Map.entry("java/lang/Thread", "threads"),
          Map.entry("java/lang/ScopedValue", "threads"),
          Map.entry("java/util/concurrent/", "threads"),
          Map.entry("java/util/Timer", "threads"),
          Map.entry("java/lang/reflect/", "reflection"),
          Map.entry("java/lang/invoke/", "reflection"),
          Map.entry("java/lang/foreign/", "native memory"),
          Map.entry("java/lang/Class.forName", "reflection"),
          Map.entry("java/lang/ClassLoader", "class loading"),
          Map.entry("java/time/Clock", "a clock"),
          Map.entry("java/time/Instant.now", "a clock"),
          Map.entry("java/time/LocalDate.now", "a clock"),
          Map.entry("java/time/LocalTime.now", "a clock"),
          Map.entry("java/time/LocalDateTime.now", "a clock"),
          Map.entry("java/time/ZonedDateTime.now", "a clock"),
          Map.entry("java/time/OffsetDateTime.now", "a clock"),
          Map.entry("java/util/Date.", "a clock"),
          Map.entry("java/util/Calendar.", "a clock"),
          Map.entry("java/util/Random", "randomness"),
          Map.entry("java/util/SplittableRandom", "randomness"),
          Map.entry("java/util/random/", "randomness"),
          Map.entry("java/security/SecureRandom", "randomness"),
          Map.entry("java/util/UUID.randomUUID", "randomness"),
          Map.entry("java/util/Collections.shuffle", "randomness"),
          Map.entry("java/lang/Math.random", "randomness"),
          Map.entry("java/lang/StrictMath.random", "randomness"),
          Map.entry("java/util/Arrays.parallel", "threads"),
          Map.entry("java/util/Collection.parallelStream", "threads"),
          Map.entry("java/util/stream/BaseStream.parallel", "threads"),
          Map.entry("java/util/ServiceLoader", "class loading"));

  /** What begins like something of {@link #OUTSIDE} and is harmless. */
  private static final Set<String> HARMLESS =
      Set.of(
          "java/lang/System.arraycopy",
          "java/lang/System.identityHashCode",
          "java/util/RandomAccess",
          "java/io/Serializable",
          "java/lang/invoke/MethodHandles$Lookup",
          "java/lang/invoke/StringConcatFactory");

  /** Methods of {@code Math} that give the same bits on every machine. */
  private static final Set<String> EXACT =
      Set.of(
          "abs",
          "min",
          "max",
          "sqrt",
          "fma",
          "floor",
          "ceil",
          "rint",
          "round",
          "signum",
          "copySign",
          "ulp",
          "nextUp",
          "nextDown",
          "nextAfter",
          "getExponent",
          "scalb",
          "clamp",
          "addExact",
          "subtractExact",
          "multiplyExact",
          "negateExact",
          "incrementExact",
          "decrementExact",
          "toIntExact",
          "absExact",
          "floorDiv",
          "floorMod",
          "ceilDiv",
          "ceilMod",
          "multiplyFull",
          "multiplyHigh",
          "unsignedMultiplyHigh",
          "divideExact",
          "toRadians",
          "toDegrees");

  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final List<Finding> findings = new ArrayList<>();
  private final ClassLoader loader;
  private final String base;

  private ClassFiles(ClassLoader loader, String base) {
    this.loader = loader;
    this.base = base;
  }

  /** {@return what {@code roots}, and the classes beside them that they use, must not do} */
  static List<Finding> inspect(Class<?> first, Collection<Class<?>> roots) {
    ClassLoader loader = first.getClassLoader();
    Optional<URL> home = resource(loader, internalName(first));
    if (home.isEmpty()) {
      return List.of(); // compiled in memory
    }
    String url = home.get().toString();
    String base = url.substring(0, url.length() - (internalName(first) + ".class").length());
    ClassFiles files = new ClassFiles(loader, base);
    files.use(internalName(first));
    roots.stream()
        .filter(root -> Objects.equals(root.getClassLoader(), loader))
        .forEach(root -> files.use(internalName(root)));
    while (!files.waiting.isEmpty()) {
      files.read(files.waiting.remove());
    }
    return List.copyOf(files.findings);
  }

  private static String internalName(Class<?> type) {
    // A lambda's class has no file; the class in which it is written has.
    String name = type.getName();
    int hidden = name.indexOf("$$Lambda");
    return (hidden < 0 ? name : name.substring(0, hidden)).replace('.', '/');
  }

  private static Optional<URL> resource(ClassLoader loader, String internalName) {
    return Optional.ofNullable(loader == null ? null : loader.getResource(internalName + ".class"));
  }

  private void use(String internalName) {
    if (!internalName.startsWith("java/") && seen.add(internalName)) {
      waiting.add(internalName);
    }
  }

  private void read(String internalName) {
    Optional<URL> file = resource(loader, internalName);
    if (file.isEmpty() || !file.get().toString().startsWith(base)) {
      return; // the contract's, or a library's from elsewhere
    }
    try (InputStream in = file.get().openStream()) {
      inspect(ClassFile.of().parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void inspect(ClassModel model) {
    model.superclass().ifPresent(parent -> use(parent.asInternalName()));
    model.interfaces().forEach(parent -> use(parent.asInternalName()));
    String name = model.thisClass().asInternalName().replace('/', '.');
    for (FieldModel field : model.fields()) {
      boolean fixed =
          field.flags().has(AccessFlag.FINAL)
              || field.findAttribute(Attributes.constantValue()).isPresent();
      if (field.flags().has(AccessFlag.STATIC) && !fixed) {
        findings.add(
            new Finding(
                Kind.STATIC,
                "`" + name + "`",
                "has the static field `%s`, which is not final".formatted(field.fieldName())));
      }
    }
    for (MethodModel method : model.methods()) {
      inspect(name + "." + method.methodName().stringValue(), method);
    }
  }

  private void inspect(String name, MethodModel method) {
    if (method.flags().has(AccessFlag.NATIVE)) {
      findings.add(new Finding(Kind.OUTSIDE, "`" + name + "`", "is native code"));
    }
    int line = 0;
    for (CodeElement element : method.code().map(code -> code.elementList()).orElse(List.of())) {
      String where = "`%s`%s".formatted(name, line == 0 ? "" : " (line " + line + ")");
      switch (element) {
        case LineNumber number -> line = number.line();
        case InvokeInstruction call ->
            call(where, call.owner().asInternalName(), call.name().stringValue());
        case FieldInstruction field ->
            call(where, field.owner().asInternalName(), field.name().stringValue());
        case NewObjectInstruction made -> use(made.className().asInternalName());
        case TypeCheckInstruction check -> use(check.type().asInternalName());
        case ConstantInstruction.LoadConstantInstruction constant ->
            constant(where, constant.constantValue());
        case InvokeDynamicInstruction dynamic ->
            dynamic.bootstrapArgs().forEach(argument -> constant(where, argument));
        default -> {}
      }
    }
  }

  /** A method handle is a call, a class is used. */
  private void constant(String where, ConstantDesc constant) {
    if (constant instanceof DirectMethodHandleDesc handle) {
      call(where, internalName(handle.owner()), handle.methodName());
    } else if (constant instanceof ClassDesc type && type.isClassOrInterface()) {
      use(internalName(type));
    }
  }

  private static String internalName(ClassDesc type) {
    String descriptor = type.descriptorString();
    return type.isClassOrInterface()
        ? descriptor.substring(1, descriptor.length() - 1)
        : descriptor;
  }

  private void call(String where, String owner, String method) {
    use(owner);
    String full = owner + "." + method;
    String shown = owner.substring(owner.lastIndexOf('/') + 1).replace('$', '.') + "." + method;
    boolean harmless = HARMLESS.stream().anyMatch(full::startsWith);
    Optional<String> reached =
        OUTSIDE.keySet().stream()
            .filter(full::startsWith)
            .max(Comparator.comparingInt(String::length))
            .filter(_ -> !harmless);
    if (reached.isPresent()) {
      findings.add(
          new Finding(
              Kind.OUTSIDE, where, "uses `%s`: %s".formatted(shown, OUTSIDE.get(reached.get()))));
    } else if (owner.equals("java/lang/Math") && !EXACT.contains(method)) {
      findings.add(
          new Finding(
              Kind.MATH,
              where,
              "calls `Math.%s`, whose last bit is the machine's: take `StrictMath.%s`, or what `StableMath` has"
                  .formatted(method, method)));
    }
  }
}
