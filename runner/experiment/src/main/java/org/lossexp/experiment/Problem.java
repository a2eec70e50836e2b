package org.lossexp.experiment;

import java.util.List;
import java.util.Optional;

/**
 * A mistake of the user's, found by a room that does not know the source text; {@code plan} gives
 * it a place.
 *
 * @param code stable, {@code LX} and three digits; LX6xx are problems of input and output
 * @param message what is wrong, names between backquotes, no full stop
 * @param parameter the parameter whose value it is about; empty for the whole call
 * @param notes what to do or what is possible, a line each
 */
public record Problem(String code, String message, Optional<String> parameter, List<String> notes) {
  public Problem {
    notes = List.copyOf(notes);
  }
}
