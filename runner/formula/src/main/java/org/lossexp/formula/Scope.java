package org.lossexp.formula;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Setting;

/** What a name stands for while an expression is read, and which value a sweep has now. */
public interface Scope {
  /** A scope without names, where nothing is swept: a loss on the command line or of a trial. */
  Scope EMPTY =
      new Scope() {
        @Override
        public Optional<Setting> let(String name) {
          return Optional.empty();
        }

        @Override
        public Collection<String> names() {
          return List.of();
        }

        @Override
        public Optional<Expression> chosen(
            String name, Setting.Swept sweep, ArgumentReader reader) {
          return refuse(sweep, reader);
        }
      };

  /** {@return what the {@code let} called {@code name} stands for} */
  Optional<Setting> let(String name);

  /** {@return the names of all {@code let}s} */
  Collection<String> names();

  /**
   * {@return the value that {@code sweep} has now; empty where that was reported as a mistake}
   *
   * @param name of the {@code let} or the argument that is swept
   * @param reader reads the bounds of an interval, and reports what is wrong with them
   */
  Optional<Expression> chosen(String name, Setting.Swept sweep, ArgumentReader reader);

  /**
   * {@return a value that {@code search} may try; empty where that was reported as a mistake} Where
   * nothing is searched for, that is one.
   *
   * @param name of the {@code let} or the argument that is tuned
   * @param reader reads the bounds of an interval, and reports what is wrong with them
   */
  default Optional<Expression> tried(String name, Setting.Tuned search, ArgumentReader reader) {
    return refuse(search, reader);
  }

  /** Says that one value is taken where several are written. */
  static Optional<Expression> refuse(Setting several, ArgumentReader reader) {
    reader
        .diagnostics()
        .error(
            FormulaCodes.NO_SWEEP_HERE,
            several.span(),
            "one value is taken here, not several",
            "write `= …`");
    return Optional.empty();
  }
}
