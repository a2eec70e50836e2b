package org.lossexp.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lossexp.data.RandomStream;

/**
 * Layers one after the other.
 *
 * <p>Every layer has random streams of its own, told apart by its kind and its place among those of
 * its kind: what lies below a head starts alike under every head.
 */
final class Chain {
  private final List<Link> links = new ArrayList<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private record Link(String kind, int place, Layer layer) {
    RandomStream.Key key(RandomStream.Key above) {
      return above.with(kind).with(place);
    }
  }

  /** Adds a layer of the kind that files call {@code kind}. */
  void add(String kind, Layer layer) {
    int place = counts.merge(kind, 1, Integer::sum) - 1;
    links.add(new Link(kind, place, layer));
  }

  /** {@return what is learned and remembered, from the first layer on} */
  List<Parameters> parameters() {
    return links.stream().flatMap(link -> link.layer.parameters().stream()).toList();
  }

  /** {@return the same, with their places} */
  List<Tensors.Placed> placed() {
    return links.stream()
        .flatMap(
            link -> Tensors.placed(link.kind + "." + link.place, link.layer.parameters()).stream())
        .toList();
  }

  void initialize(RandomStream.Key key) {
    links.forEach(link -> link.layer.initialize(link.key(key)));
  }

  void begin(RandomStream.Key key) {
    links.forEach(link -> link.layer.begin(link.key(key)));
  }

  void join(Team team) {
    links.forEach(link -> link.layer.join(team));
  }

  long multiplications() {
    return links.stream().mapToLong(link -> link.layer.multiplications()).sum();
  }

  void forward(int rows, boolean training) {
    for (int i = 0; i < links.size(); i++) {
      links.get(i).layer.forward(rows, training);
    }
  }

  void backward(int rows) {
    for (int i = links.size() - 1; i >= 0; i--) {
      links.get(i).layer.backward(rows);
    }
  }
}
