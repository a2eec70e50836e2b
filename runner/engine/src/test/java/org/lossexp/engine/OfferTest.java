package org.lossexp.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lossexp.experiment.Descriptor;
import org.lossexp.spi.ParameterSpec;

class OfferTest {
  @Test
  void everyDefaultIsAllowed() {
    for (Descriptor descriptor : Trainer.descriptors()) {
      for (ParameterSpec parameter : descriptor.parameters()) {
        String name = descriptor.name() + "." + parameter.name();
        assertEquals(Optional.empty(), parameter.fallback().flatMap(parameter::refusal), name);
      }
    }
  }

  @Test
  void descriptorsHaveTheDocumentedNamesAndDefaults() {
    List<String> lines =
        Trainer.descriptors().stream()
            .map(d ->
                d.kind().words()
                    + " "
                    + d.name()
                    + d.parameters().stream().map(ParameterSpec::summary).toList())
            .toList();
    assertEquals(
        List.of(
            "layer dense[whole units >= 1 or outputs or classes, activation = "
                + "identity, relu, tanh, sigmoid, softmax, leaky_relu, elu, gelu, silu, "
                + "softplus (default identity), init = default, he, glorot, orthogonal, "
                + "zeros (default default), bias = true or false (default true)]",
            "layer dropout[0 <= rate < 1]",
            "layer conv1d[whole filters >= 1, whole kernel >= 1, activation = "
                + "identity, relu, tanh, sigmoid, leaky_relu, elu, gelu, silu, softplus "
                + "(default identity), whole stride >= 1 (default 1), whole padding >= 0 "
                + "or same or valid (default valid), whole groups >= 1 (default 1), init "
                + "= default, he, glorot, orthogonal, zeros (default default)]",
            "layer conv2d[whole filters >= 1, whole kernel >= 1, activation = "
                + "identity, relu, tanh, sigmoid, leaky_relu, elu, gelu, silu, softplus "
                + "(default identity), whole stride >= 1 (default 1), whole padding >= 0 "
                + "or same or valid (default valid), whole groups >= 1 (default 1), init "
                + "= default, he, glorot, orthogonal, zeros (default default)]",
            "layer max_pool[whole size >= 1, whole stride >= 1 or size (default " + "size)]",
            "layer avg_pool[whole size >= 1, whole stride >= 1 or size (default " + "size)]",
            "layer global_max_pool[]",
            "layer global_avg_pool[]",
            "layer flatten[]",
            "layer reshape[whole height >= 1, whole width >= 1, whole channels >= "
                + "1 (default 1)]",
            "layer batch_norm[]",
            "layer layer_norm[]",
            "layer l2_normalize[]",
            "layer relu[]",
            "layer leaky_relu[0 <= slope < 1 (default 0.01)]",
            "layer elu[alpha > 0 (default 1)]",
            "layer gelu[]",
            "layer silu[]",
            "layer tanh[]",
            "layer sigmoid[]",
            "layer softplus[]",
            "layer softmax[]",
            "layer embedding[whole width >= 1]",
            "layer residual[layers = step(…) -> step(…)]",
            "layer heads[names = a name, or several]",
            "layer lenet5[]",
            "layer factors[whole 1 <= width <= 4096, biases = true or false (default true)]",
            "layer factorization_machine[whole 1 <= width <= 4096]",
            "layer translational[whole 1 <= width <= 4096, norm = l1, l2 (default l2)]",
            "layer two_tower[whole 1 <= width <= 4096, whole units >= 1 (default 64)]",
            "optimizer sgd[learning_rate > 0 (default 0.01), 0 <= momentum < 1 (default 0),"
                + " nesterov = true or false (default false), weight_decay >= 0 (default 0)]",
            "optimizer adam[learning_rate > 0 (default 0.001), 0 <= beta1 < 1 (default 0.9), 0 <="
                + " beta2 < 1 (default 0.999), epsilon > 0 (default 1e-8), weight_decay >= 0"
                + " (default 0)]",
            "optimizer adamw[learning_rate > 0 (default 0.001), 0 <= beta1 < 1 (default 0.9),"
                + " 0 <= beta2 < 1 (default 0.999), epsilon > 0 (default 1e-8),"
                + " weight_decay >= 0 (default 0.01)]",
            "optimizer rmsprop[learning_rate > 0 (default 0.01), 0 <= alpha < 1 (default 0.99),"
                + " epsilon > 0 (default 1e-8), 0 <= momentum < 1 (default 0),"
                + " centered = true or false (default false), weight_decay >= 0 (default 0)]",
            "optimizer adagrad[learning_rate > 0 (default 0.01), epsilon > 0 (default 1e-10),"
                + " weight_decay >= 0 (default 0)]",
            "optimizer adadelta[learning_rate > 0 (default 1), 0 <= rho < 1 (default 0.9),"
                + " epsilon > 0 (default 1e-6), weight_decay >= 0 (default 0)]",
            "optimizer nadam[learning_rate > 0 (default 0.002), 0 <= beta1 < 1 (default 0.9),"
                + " 0 <= beta2 < 1 (default 0.999), epsilon > 0 (default 1e-8),"
                + " momentum_decay >= 0 (default 0.004), weight_decay >= 0 (default 0)]",
            "optimizer radam[learning_rate > 0 (default 0.001), 0 <= beta1 < 1 (default 0.9),"
                + " 0 <= beta2 < 1 (default 0.999), epsilon > 0 (default 1e-8),"
                + " weight_decay >= 0 (default 0)]",
            "optimizer lion[learning_rate > 0 (default 1e-4), 0 <= beta1 < 1 (default 0.9),"
                + " 0 <= beta2 < 1 (default 0.99), weight_decay >= 0 (default 0)]",
            "optimizer lbfgs[learning_rate > 0 (default 1), whole 1 <= history <= 1000 (default"
                + " 10)]",
            "evidence coefficients[]",
            "section train[whole epochs >= 1 (default 20),"
                + " whole batch_size >= 1 or all (default 32),"
                + " whole accumulate >= 1 (default 1), stop = early(…) or none (default none),"
                + " schedule = cosine(…), one_cycle(…), step(…), exponential(…), plateau(…) or"
                + " constant (default constant), clip = norm(…), value(…) or none (default none),"
                + " average = ema(…), swa(…) or none (default none),"
                + " sampler = per_class(…) or none (default none),"
                + " mining = random, hard, semi_hard (default random),"
                + " negatives = uniform(…), popularity(…), corrupt(…)"
                + " (default uniform(count = 10))]"),
        lines);
  }
}
