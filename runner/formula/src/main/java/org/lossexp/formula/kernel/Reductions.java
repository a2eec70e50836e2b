package org.lossexp.formula.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Operations on whole vectors. A scalar among them stands for a vector of equal numbers. */
final class Reductions {
  /** How many factors are taken out of a sum. */
  private static final int DEPTH = 20;

  private final Graph graph;

  Reductions(Graph graph) {
    this.graph = graph;
  }

  /** An element of f(a, b) is f of the elements: nothing else of the vector need be computed. */
  Term gather(Term vector, Term index) {
    if (index.isVector()) {
      throw new IllegalArgumentException("an element has one position");
    }
    Map<Term, Term> elements = new HashMap<>();
    for (Term part :
        Order.of(List.of(vector), term -> term.isVector() && term.op().form() == Op.Form.ELEMENT)) {
      elements.put(part, element(part, index, elements));
    }
    return elements.get(vector);
  }

  private Term element(Term part, Term index, Map<Term, Term> elements) {
    if (!part.isVector()) {
      return part;
    }
    if (part.is(Op.POSITION)) {
      return index;
    }
    if (part.op().form() == Op.Form.ELEMENT) {
      return graph.apply(part.op(), part.arguments().stream().map(elements::get).toList());
    }
    return graph.make(Op.GATHER, part, index);
  }

  Term sum(Term vector) {
    if (!vector.isVector()) {
      return graph.mul(vector, graph.size());
    }
    Term rest = vector;
    UnaryOperator<Term> outer = UnaryOperator.identity();
    for (int depth = 0; depth < DEPTH && isScaled(rest); depth++) {
      Term a = rest.argument(0);
      Term b = rest.argument(rest.arguments().size() - 1);
      UnaryOperator<Term> before = outer;
      outer =
          switch (rest.op()) {
            case NEG -> sum -> before.apply(graph.neg(sum));
            case DIV -> sum -> before.apply(graph.div(sum, b));
            default ->
                a.isVector()
                    ? sum -> before.apply(graph.mul(sum, b))
                    : sum -> before.apply(graph.mul(a, sum));
          };
      rest = a.isVector() ? a : b;
    }
    return outer.apply(sumOfElements(rest));
  }

  /** {@return whether the term is a vector times a scalar, which can wait until after the sum} */
  private static boolean isScaled(Term vector) {
    return switch (vector.op()) {
      case NEG -> true;
      case MUL -> !vector.argument(0).isVector() || !vector.argument(1).isVector();
      case DIV -> !vector.argument(1).isVector();
      default -> false;
    };
  }

  private Term sumOfElements(Term vector) {
    if (vector.is(Op.SELECT) && vector.argument(2).is(0)) {
      Term condition = vector.argument(0);
      if (condition.is(Op.EQUAL) && condition.argument(0).is(Op.POSITION)) {
        Term index = condition.argument(1);
        // The highest of nothing stands nowhere.
        if (!index.isVector() && !index.is(Op.ARGMAX)) {
          return gather(vector.argument(1), index);
        }
      }
    }
    return graph.make(Op.SUM, vector);
  }

  Term mean(Term vector) {
    return vector.isVector()
        ? graph.div(sum(vector), graph.max(graph.constant(1), graph.size()))
        : vector;
  }

  Term mean(Term vector, Term mask) {
    Term one = graph.constant(1);
    return graph.div(graph.sum(vector, mask), graph.max(one, graph.sum(one, mask)));
  }

  Term extreme(Op op, Term vector) {
    return vector.isVector() ? graph.make(op, vector) : vector;
  }

  Term argmax(Term vector) {
    return vector.isVector() ? graph.make(Op.ARGMAX, vector) : graph.constant(0);
  }

  Term logSumExp(Term vector) {
    return vector.isVector()
        ? graph.make(Op.LOG_SUM_EXP, vector)
        : graph.add(vector, graph.log(graph.size()));
  }

  Term norm(Term vector) {
    return vector.isVector()
        ? graph.make(Op.NORM, vector)
        : graph.mul(graph.abs(vector), graph.sqrt(graph.size()));
  }

  Term logSoftmax(Term vector) {
    if (!vector.isVector()) {
      return graph.neg(graph.log(graph.size()));
    }
    return vector.is(Op.LOG_SOFTMAX) ? vector : graph.make(Op.LOG_SOFTMAX, vector);
  }

  Term cumsum(Term vector) {
    return vector.isVector()
        ? graph.make(Op.CUMSUM, vector)
        : graph.mul(vector, graph.add(graph.position(), graph.constant(1)));
  }

  Term reverseCumsum(Term vector) {
    return vector.isVector()
        ? graph.make(Op.REVERSE_CUMSUM, vector)
        : graph.mul(vector, graph.sub(graph.size(), graph.position()));
  }

  Term softRank(Term scores) {
    // Equal scores share the middle rank.
    return scores.isVector()
        ? graph.make(Op.SOFT_RANK, scores)
        : graph.div(graph.add(graph.size(), graph.constant(1)), graph.constant(2));
  }
}
