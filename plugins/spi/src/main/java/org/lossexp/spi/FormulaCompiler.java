package org.lossexp.spi;

import java.util.List;

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
}
