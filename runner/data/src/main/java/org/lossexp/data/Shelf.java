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
 *
 * <p>Room for a value is made before it is: a run over many large ones never holds one more than it
 * works with.
 */
final class Shelf<K, V> {
  /**
   * So many bytes taken off the shelf are worth a collection: the serial collector would rather let
   * the heap grow to its end first, and a machine's memory with it.
   */
  private static final long COLLECTED = 128L << 20;

  private final Map<K, CompletableFuture<V>> values = new LinkedHashMap<>(16, 0.75f, true);
  private final long capacity;
  private final ToLongFunction<V> bytes;
  private long held;

  /** Bytes of the largest value so far: what the next one may take. */
  private long largest;

  private long dropped;

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
    makeRoom();
    try {
      V value = maker.apply(key);
      synchronized (values) {
        // Together: what is done has been counted.
        mine.complete(value);
        long size = bytes.applyAsLong(value);
        held += size;
        largest = Math.max(largest, size);
        evict(key, capacity);
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

  private void makeRoom() {
    boolean collects;
    synchronized (values) {
      evict(null, capacity - largest);
      collects = dropped >= COLLECTED;
      dropped = collects ? 0 : dropped;
    }
    if (collects) {
      System.gc();
    }
  }

  /** Takes values off until at most {@code most} bytes are held, but never {@code newest}. */
  private void evict(K newest, long most) {
    Iterator<Map.Entry<K, CompletableFuture<V>>> oldestFirst = values.entrySet().iterator();
    while (held > most && oldestFirst.hasNext()) {
      Map.Entry<K, CompletableFuture<V>> candidate = oldestFirst.next();
      if (candidate.getValue().isDone() && !candidate.getKey().equals(newest)) {
        long size = bytes.applyAsLong(candidate.getValue().join());
        held -= size;
        dropped += size;
        oldestFirst.remove();
      }
    }
  }
}
