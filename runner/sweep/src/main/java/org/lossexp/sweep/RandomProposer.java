package org.lossexp.sweep;

import java.util.Optional;

/**
 * Points drawn independently. Each dimension has a stream of its own: candidates that tune the same
 * value meet the same draws of it, whatever else one of them tunes.
 */
final class RandomProposer implements Proposer {
  private final SearchStream[] streams;

  RandomProposer(String stream, int dimensions) {
    streams = new SearchStream[dimensions];
    for (int d = 0; d < dimensions; d++) {
      streams[d] = SearchStream.of(stream + " random " + d);
    }
  }

  @Override
  public int batch() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Optional<double[]> next() {
    double[] place = new double[streams.length];
    for (int d = 0; d < place.length; d++) {
      place[d] = streams[d].uniform();
    }
    return Optional.of(place);
  }
}
