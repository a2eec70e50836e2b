package org.lossexp.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.lossexp.spi.Refusal;

/** Calls into losses that may come from a stranger: what they throw is told as theirs. */
final class Guests {
  private Guests() {}

  /**
   * {@return what {@code call} gives; nothing if the loss called {@code name} broke, which the
   * console then shows}
   *
   * @throws Refusal as the call does: what the user wrote does not go together
   */
  static <T> Optional<T> ask(String name, Console console, Callable<T> call) throws Refusal {
    try {
      return Optional.of(call.call());
    } catch (Refusal refusal) {
      throw refusal;
    } catch (VirtualMachineError ours) {
      throw ours;
    } catch (Exception | Error broken) {
      console
          .err()
          .println(
              "lossexp: the loss `%s` broke: %s"
                  .formatted(name, broken.toString().lines().findFirst().orElse("")));
      console.err().println("  = this is a mistake of the plugin that brings it: tell its author");
      return Optional.empty();
    }
  }
}
