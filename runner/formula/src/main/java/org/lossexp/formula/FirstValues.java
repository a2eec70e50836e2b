package org.lossexp.formula;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.grammar.Domain;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.Setting;

/** The lets of a file of which one loss is shown: of what is swept or tuned, the first value. */
record FirstValues(Map<String, Expression> lets) implements Scope {
  @Override
  public Optional<Setting> let(String name) {
    return Optional.ofNullable(lets.get(name)).map(value -> new Setting.Fixed(value.span(), value));
  }

  @Override
  public Collection<String> names() {
    return lets.keySet();
  }

  @Override
  public Optional<Expression> chosen(String name, Setting.Swept sweep, ArgumentReader reader) {
    List<Expression> values = reader.values(sweep.domain());
    return values.stream().findFirst();
  }

  @Override
  public Optional<Expression> tried(String name, Setting.Tuned search, ArgumentReader reader) {
    return switch (search.domain()) {
      case Domain.Choices choices -> choices.values().stream().findFirst();
      case Domain.Interval interval -> Optional.of(interval.low());
    };
  }
}
