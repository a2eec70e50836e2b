package org.lossexp.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.lossexp.formula.ArgumentReader;
import org.lossexp.formula.LossCompiler;
import org.lossexp.formula.ResolvedLoss;
import org.lossexp.grammar.Expression;
import org.lossexp.grammar.ExpressionText;
import org.lossexp.grammar.Setting;
import org.lossexp.grammar.Span;
import org.lossexp.grammar.Statement.Kind;
import org.lossexp.spi.Arguments;
import org.lossexp.spi.ParameterSpec;
import org.lossexp.spi.Value;

/**
 * Names for candidates and their parts.
 *
 * <p>What has a label is called by it, with the factors that it depends on: {@code robust(delta =
 * 2)}. What has none is called as it is written, with those arguments that are not the default or
 * that tell it from another of its name: {@code huber(delta = 2)}. That depends on values alone, so
 * the resolved file gives the same names.
 */
final class Labels {
  private final Materials materials;
  private final Set<Factor> compared;
  private final Map<Kind, Map<String, Integer>> counts = new EnumMap<>(Kind.class);
  private final Map<String, Set<String>> telling = new HashMap<>();
  private final Map<Span, Set<Factor>> factors = new HashMap<>();
  private final Map<Span, Set<String>> following = new HashMap<>();
  private final IdentityHashMap<Object, Map<String, String>> searched = new IdentityHashMap<>();

  /** Factors of contenders that another one, or their loss, determines. */
  private final Set<Factor> inStep;

  /**
   * @param compared the factors that belong to contenders
   * @param inStep those of them that go in step with another, or with what is compared
   */
  Labels(Materials materials, Set<Factor> compared, Set<Factor> inStep) {
    this.materials = materials;
    this.compared = compared;
    this.inStep = inStep;
  }

  /** {@return what a table calls the candidate's declaration of {@code kind}} */
  String name(Kind kind, Candidate candidate) {
    Item<?> item = candidate.item(kind);
    if (counts(kind).get(item.name()) == 1) {
      return item.name();
    }
    return switch (kind) {
      case DATA, MODEL -> item.name();
      case LOSS -> loss(candidate);
      case OPTIMIZER -> optimizer(candidate);
    };
  }

  /** How many declarations of {@code kind} bear each name. */
  private Map<String, Integer> counts(Kind kind) {
    return counts.computeIfAbsent(
        kind,
        _ -> {
          Map<String, Integer> found = new HashMap<>();
          materials.items(kind).forEach(item -> found.merge(item.name(), 1, Integer::sum));
          return found;
        });
  }

  /** {@return the part of a contender's name that {@code kind} gives} */
  String contender(Kind kind, Candidate candidate) {
    Item<?> item = candidate.item(kind);
    if (item.declared().label().isPresent()) {
      return item.name() + factors(item, candidate);
    }
    return switch (kind) {
      case LOSS -> loss(candidate);
      case OPTIMIZER -> optimizer(candidate);
      case DATA, MODEL -> item.name() + factors(item, candidate);
    };
  }

  /**
   * {@return {@code label}, with factors of other contenders that this one does not depend on, yet
   * is trained with each value of, because something outside of it does}
   */
  String beside(String label, List<Kind> of, Candidate candidate) {
    String text =
        candidate.choices().entrySet().stream()
            .filter(
                choice -> compared.contains(choice.getKey()) && !inStep.contains(choice.getKey()))
            .filter(choice ->
                of.stream().noneMatch(kind -> own(candidate.item(kind)).contains(choice.getKey())))
            .map(choice -> choice.getKey().name() + " = " + choice.getKey().text(choice.getValue()))
            .collect(Collectors.joining(", "));
    if (text.isEmpty()) {
      return label;
    }
    return label.endsWith(")")
        ? label.substring(0, label.length() - 1) + ", " + text + ")"
        : label + "(" + text + ")";
  }

  private Set<Factor> own(Item<?> item) {
    return factors.computeIfAbsent(item.span(), _ -> item.factors());
  }

  private String factors(Item<?> item, Candidate candidate) {
    Set<Factor> own = own(item);
    String text =
        candidate.choices().entrySet().stream()
            .filter(choice -> own.contains(choice.getKey()) && compared.contains(choice.getKey()))
            .map(choice -> choice.getKey().name() + " = " + choice.getKey().text(choice.getValue()))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? "" : "(" + text + ")";
  }

  private String loss(Candidate candidate) {
    ResolvedLoss loss = candidate.loss();
    String name = loss.loss().descriptor().name();
    return called(
        candidate.lossItem(),
        "loss " + name,
        specs(loss),
        loss.arguments(),
        follows(candidate.lossItem(), ResolvedLoss::arguments),
        searched(candidate.lossItem(), loss, specs(loss), ResolvedLoss::arguments),
        () ->
            materials.losses().stream()
                .filter(item -> item.declared().label().isEmpty())
                .flatMap(item -> item.variants().stream().map(v -> shown(item, v.value())))
                .filter(other -> other.name().equals(name))
                .map(Value.Call::arguments)
                .toList());
  }

  private static List<ParameterSpec> specs(ResolvedLoss loss) {
    return LossCompiler.callee(loss.name(), loss.loss().descriptor()).all();
  }

  private Value.Call shown(Item<ResolvedLoss> item, ResolvedLoss loss) {
    return new Value.Call(
        loss.loss().descriptor().name(),
        shown(loss.arguments(), searched(item, loss, specs(loss), ResolvedLoss::arguments)));
  }

  /** {@return the candidate's loss as resolved text, with domains in place of tuned values} */
  String lossText(Candidate candidate) {
    ResolvedLoss loss = candidate.loss();
    Map<String, String> tuned =
        searched(candidate.lossItem(), loss, specs(loss), ResolvedLoss::arguments);
    Value.Call call = new Value.Call(loss.loss().descriptor().name(), loss.arguments());
    // A formula's text holds its values in many places.
    if (tuned.isEmpty() || !loss.text().equals(call.text())) {
      return loss.text();
    }
    return loss.arguments().values().entrySet().stream()
        .map(argument ->
            argument.getKey()
                + tuned.getOrDefault(argument.getKey(), " = " + argument.getValue().text()))
        .collect(Collectors.joining(", ", loss.loss().descriptor().name() + "(", ")"));
  }

  private String optimizer(Candidate candidate) {
    Step optimizer = candidate.optimizer();
    String name = optimizer.value().name();
    return called(
        candidate.optimizerItem(),
        "optimizer " + name,
        optimizer.descriptor().parameters(),
        optimizer.value().arguments(),
        follows(candidate.optimizerItem(), Labels::arguments),
        searched(candidate.optimizerItem(), optimizer),
        () ->
            materials.optimizers().stream()
                .filter(item -> item.declared().label().isEmpty())
                .flatMap(item ->
                    item.variants().stream()
                        .map(Variant::value)
                        .filter(other -> other.value().name().equals(name))
                        .map(other -> shown(arguments(other), searched(item, other))))
                .toList());
  }

  private static Arguments arguments(Step step) {
    return step.value().arguments();
  }

  private Map<String, String> searched(Item<Step> item, Step optimizer) {
    return searched(item, optimizer, optimizer.descriptor().parameters(), Labels::arguments);
  }

  /** Arguments as they are told apart: a tuned one by what is searched. */
  private static Arguments shown(Arguments arguments, Map<String, String> tuned) {
    Arguments shown = arguments;
    for (Map.Entry<String, String> search : tuned.entrySet()) {
      shown = shown.with(search.getKey(), new Value.Word(search.getValue()));
    }
    return shown;
  }

  /**
   * {@return argument → what is written for it, such as {@code tune 1 .. 5}, with a space before
   * it, where a search changes it}
   */
  private <T> Map<String, String> searched(
      Item<T> item, T value, List<ParameterSpec> specs, Function<T, Arguments> arguments) {
    if (!searched.containsKey(value)) {
      for (Variant<T> variant : item.variants()) {
        var group = new ArrayList<>(List.of(arguments.apply(variant.value())));
        variant.tried().forEach(tried -> group.add(arguments.apply(tried)));
        Map<String, String> tuned = new LinkedHashMap<>();
        for (String name : differing(group)) {
          Optional<Setting> written = setting(item.declared().body(), specs, name);
          tuned.put(name, " " + written.map(ExpressionText::of).orElse("tuned"));
        }
        searched.put(variant.value(), tuned);
      }
    }
    return searched.get(value);
  }

  /**
   * {@return the name of {@code item}, with the arguments that matter}
   *
   * @param key of the group that the name belongs to
   * @param follows arguments that go with the setting: shown as written, for they have no one value
   * @param tuned arguments that are searched for: shown as written where names would be equal
   * @param group the arguments of all that bear the name
   */
  private String called(
      Item<?> item,
      String key,
      List<ParameterSpec> specs,
      Arguments arguments,
      Set<String> follows,
      Map<String, String> tuned,
      Supplier<List<Arguments>> group) {
    Set<String> shown = telling.computeIfAbsent(key, _ -> differing(group.get()));
    String text =
        specs.stream()
            .filter(spec ->
                shown.contains(spec.name())
                    || (!tuned.containsKey(spec.name())
                        && !isDefault(spec, arguments.values().get(spec.name()))))
            .map(spec ->
                spec.name()
                    + tuned.getOrDefault(
                        spec.name(),
                        " = "
                            + Optional.of(spec.name())
                                .filter(follows::contains)
                                .flatMap(name -> written(item.declared().body(), specs, name))
                                .orElse(arguments.values().get(spec.name()).text())))
            .collect(Collectors.joining(", "));
    return text.isEmpty() ? item.name() : item.name() + "(" + text + ")";
  }

  /** The arguments whose values differ though all factors of contenders are the same. */
  private <T> Set<String> follows(Item<T> item, Function<T, Arguments> arguments) {
    return following.computeIfAbsent(
        item.span(),
        _ -> {
          Map<Map<Factor, Integer>, List<Arguments>> groups = new LinkedHashMap<>();
          for (Variant<T> variant : item.variants()) {
            Map<Factor, Integer> own = new LinkedHashMap<>(variant.choices());
            own.keySet().retainAll(compared);
            groups
                .computeIfAbsent(own, _ -> new ArrayList<>())
                .add(arguments.apply(variant.value()));
          }
          Set<String> names = new LinkedHashSet<>();
          groups.values().forEach(group -> names.addAll(differing(group)));
          return names;
        });
  }

  /** What the file says for {@code parameter}, where that is one value. */
  private static Optional<String> written(
      Expression body, List<ParameterSpec> specs, String parameter) {
    return setting(body, specs, parameter)
        .flatMap(setting ->
            setting instanceof Setting.Fixed fixed
                ? Optional.of(ExpressionText.of(fixed.value()))
                : Optional.empty());
  }

  /** What the file says for {@code parameter}. */
  private static Optional<Setting> setting(
      Expression body, List<ParameterSpec> specs, String parameter) {
    if (!(body instanceof Expression.Call call)) {
      return Optional.empty();
    }
    int position = 0;
    for (Expression.Argument argument : call.given()) {
      switch (argument) {
        case Expression.Argument.Named named -> {
          if (named.name().text().equals(parameter)) {
            return Optional.of(named.setting());
          }
        }
        case Expression.Argument.Positional positional -> {
          if (specs.get(position).name().equals(parameter)) {
            return Optional.of(new Setting.Fixed(positional.span(), positional.value()));
          }
          position++;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isDefault(ParameterSpec spec, Value value) {
    return ArgumentReader.fallback(spec).filter(value::equals).isPresent();
  }

  private static Set<String> differing(List<Arguments> group) {
    Map<String, Value> first = new LinkedHashMap<>();
    Set<String> differing = new LinkedHashSet<>();
    for (Arguments arguments : group) {
      arguments
          .values()
          .forEach((name, value) -> {
            Value other = first.putIfAbsent(name, value);
            if (other != null && !other.equals(value)) {
              differing.add(name);
            }
          });
    }
    return differing;
  }
}
