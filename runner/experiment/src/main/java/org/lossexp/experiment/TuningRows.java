package org.lossexp.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.Value;

/**
 * Which rows a trial may meet where values are tuned. It stands in a trial's data pipeline as a
 * step that plans write, and files cannot.
 *
 * @param search whether the trial is one of a search: it meets no row of a test part
 * @param apart the share of all rows that is kept for searches, and is in no test part; 0: searches
 *     take the rows that their test part leaves
 * @param seed draws that share
 */
public record TuningRows(boolean search, double apart, long seed) {
  private static final String NAME = "tuning_rows";

  /** {@return the rows that {@code pipeline} is limited to} */
  public static Optional<TuningRows> of(List<Value.Call> pipeline) {
    return pipeline.stream()
        .filter(TuningRows::isMeant)
        .findFirst()
        .map(Value.Call::arguments)
        .map(arguments ->
            new TuningRows(
                arguments.flag("search"), arguments.real("apart"), arguments.whole("seed")));
  }

  /** {@return whether a search asks for {@code trial}} */
  public static boolean isOfSearch(Trial trial) {
    return of(trial.data()).filter(TuningRows::search).isPresent();
  }

  /** {@return whether {@code call} limits the rows} */
  public static boolean isMeant(Value.Call call) {
    return call.name().equals(NAME);
  }

  /** {@return the step that says so} */
  public Value.Call step() {
    Map<String, Value> arguments = new LinkedHashMap<>();
    arguments.put("search", new Value.Flag(search));
    arguments.put("apart", new Value.Numeral(apart));
    arguments.put("seed", new Value.Numeral(seed));
    return new Value.Call(NAME, new Arguments(arguments));
  }
}
