package org.lossexp.spi;

import java.util.List;
import java.util.Map;

/**
 * Compiles losses that are written in the language of experiment files. The host has one; a
 * plugin's tests find it by {@link java.util.ServiceLoader}, with the host's jar in test scope.
 */
public interface FormulaCompiler {
  /**
   * {@return the losses that {@code text} defines, in its order}
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException where it has mistakes; the message lists them all
   */
  List<Loss> compile(String name, String text);

  /**
   * {@return the losses that several files define, in their order}
   *
   * <p>Here each file is by itself; a compiler that lets them name one another's losses says so by
   * writing its own.
   *
   * @param texts by the names of their files
   * @throws IllegalArgumentException where they have mistakes; the message lists them all
   */
  default List<Loss> compile(Map<String, String> texts) {
    return texts.entrySet().stream()
        .flatMap(file -> compile(file.getKey(), file.getValue()).stream())
        .toList();
  }
}
