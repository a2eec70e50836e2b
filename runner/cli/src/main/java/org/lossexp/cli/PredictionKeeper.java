package org.lossexp.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lossexp.engine.Keeper;
import org.lossexp.experiment.Piece;
import org.lossexp.experiment.Predicted;
import org.lossexp.experiment.Tensor;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.PredictionTable;

/** Keeps the predictions of one trial for its result, and hands on what another keeper keeps. */
final class PredictionKeeper implements Keeper {
  private final Trial trial;
  private final Keeper others;
  private Piece piece = Piece.EMPTY;

  PredictionKeeper(Trial trial, Keeper others) {
    this.trial = trial;
    this.others = others;
  }

  /** {@return {@code result}, with the predictions if it ended well} */
  TrialResult with(TrialResult result) {
    return switch (result.status()) {
      case DONE -> result.with(Optional.of(piece));
      case DIVERGED, FAILED, OUTSIDE -> result;
    };
  }

  @Override
  public Optional<byte[]> saved() {
    return others.saved();
  }

  @Override
  public boolean due() {
    return others.due();
  }

  @Override
  public void save(byte[] state) {
    others.save(state);
  }

  @Override
  public void trained(Supplier<List<Tensor>> learned) {
    others.trained(learned);
  }

  @Override
  public void predicted(Predicted predictions) {
    piece = PredictionTable.piece(trial.id(), predictions);
  }
}
