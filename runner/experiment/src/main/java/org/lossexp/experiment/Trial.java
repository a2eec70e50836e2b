package org.lossexp.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lossexp.spi.Value;

/**
 * One training: a value that says everything its result depends on.
 *
 * @param id its identity: the sha256 of everything that can change its result, hexadecimal
 * @param data the pipeline from source to last step, defaults filled in
 * @param dataSha256 of the source's content
 * @param fold which of the split's test parts, from 0; 0 for a holdout
 * @param model the pipeline of layers, defaults filled in
 * @param loss the loss as resolved text, such as {@code huber(delta = 1)}
 * @param optimizer with defaults filled in
 * @param train the settings of the {@code train} section, defaults filled in
 * @param metrics what is measured on the test part, and on validation every epoch
 * @param monitor the metric that chooses the best epoch on validation; empty where the split has no
 *     validation part
 * @param seeds purpose ({@code split corruption init order dropout}) → root seed
 * @param inputs what {@code id} is the hash of, a line for each input, so that two trials can be
 *     told apart in words; empty where a trial is only to be run
 */
public record Trial(
    String id,
    List<Value.Call> data,
    String dataSha256,
    int fold,
    List<Value.Call> model,
    String loss,
    Value.Call optimizer,
    Value.Call train,
    List<Value.Call> metrics,
    Optional<Value.Call> monitor,
    Map<Purpose, Long> seeds,
    List<String> inputs) {
  public Trial {
    data = List.copyOf(data);
    model = List.copyOf(model);
    metrics = List.copyOf(metrics);
    seeds = java.util.Collections.unmodifiableMap(new java.util.EnumMap<>(seeds));
    inputs = List.copyOf(inputs);
  }

  /** A trial without the words for its identity. */
  public Trial(
      String id,
      List<Value.Call> data,
      String dataSha256,
      int fold,
      List<Value.Call> model,
      String loss,
      Value.Call optimizer,
      Value.Call train,
      List<Value.Call> metrics,
      Optional<Value.Call> monitor,
      Map<Purpose, Long> seeds) {
    this(
        id,
        data,
        dataSha256,
        fold,
        model,
        loss,
        optimizer,
        train,
        metrics,
        monitor,
        seeds,
        List.of());
  }

  /** What a random stream is for. */
  public enum Purpose {
    SPLIT,
    CORRUPTION,
    INIT,
    ORDER,
    DROPOUT;

    /** {@return the purpose as files write it} */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
