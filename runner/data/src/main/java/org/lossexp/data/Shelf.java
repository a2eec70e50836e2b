package org.lossexp.data;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Keeps values that are costly to make, the least recently used ones only as far as they fit. A
 * value that several threads ask for at the same time is made once; the others wait.
 */
final class Shelf<K, V> {
  private final Map<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);
  private final long capacity;
  private final ToLongFunction<V> bytes;
  private long held;

  /**
   * @param capacity in bytes; the value asked for last stays even if it is larger
   * @param bytes about how many bytes a value holds
   */
  Shelf(long capacity, ToLongFunction<V> bytes) {
    this.capacity = capacity;
    this.bytes = bytes;
  }

  /** {@return the value of {@code key}, made by {@code maker} unless it is here} */
  V get(K key, Function<K, V> maker) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> earlier;
    synchronized (values) {
      earlier = values.putIfAbsent(key, mine);
    }
    if (earlier != null) {
      return earlier.join();
    }
    try {
      V value = maker.apply(key);
      synchronized (values) {
        // Together: what is done has been counted.
        mine.complete(value);
        held += bytes.applyAsLong(value);
        evict(key);
      }
      return value;
    } catch (RuntimeException | Error failure) {
      synchronized (values) {
        values.remove(key);
      }
      mine.completeExceptionally(failure);
      throw failure;
    }
  }

  private void evict(K newest) {
    Iterator<Map.Entry<K, CompletableFuture<V>>> oldestFirst = values.entrySet().iterator();
    while (held > capacity && oldestFirst.hasNext()) {
      Map.Entry<K, CompletableFuture<V>> candidate = oldestFirst.next();
      if (candidate.getValue().isDone() && !candidate.getKey().equals(newest)) {
        held -= bytes.applyAsLong(candidate.getValue().join());
        oldestFirst.remove();
      }
    }
  }
}
