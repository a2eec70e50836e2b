package org.lossexp.experiment;

import java.util.List;

/** How the examples of a training part become the batches of a loss. */
public sealed interface Feeding {
  /** {@return how many examples stand side by side in a row of the loss's batches} */
  int side();

  /**
   * Each example is a row; of data in lists a batch has whole lists.
   *
   * @param classes whether a sampler may choose them by class, for the loss compares them
   */
  record Examples(boolean classes) implements Feeding {
    @Override
    public int side() {
      return 1;
    }
  }

  /**
   * Examples of classes that belong together and such that do not, side by side in a row.
   *
   * @param roles what each of them is, the anchor first
   */
  record Tuples(List<Role> roles) implements Feeding {
    public Tuples {
      roles = List.copyOf(roles);
    }

    @Override
    public int side() {
      return roles.size();
    }
  }

  /**
   * The same as {@link Tuples}, a role below the other: all anchors, then all positives, and so on.
   * The further input {@code part} says which.
   */
  record Stacked(List<Role> roles) implements Feeding {
    public Stacked {
      roles = List.copyOf(roles);
    }

    @Override
    public int side() {
      return 1;
    }
  }

  /**
   * Two examples side by side, every second time of the same class: then the target is 1.
   *
   * @param dissimilar the target of others, 0 or −1
   */
  record Pairs(double dissimilar) implements Feeding {
    @Override
    public int side() {
      return 2;
    }
  }

  /**
   * Two views of each example.
   *
   * @param aside whether they stand side by side in a row, not below each other
   * @param own whether each example is a class of its own, whatever the data says
   */
  record Views(boolean aside, boolean own) implements Feeding {
    @Override
    public int side() {
      return aside ? 2 : 1;
    }
  }

  /** The score of an item that was preferred, then those of {@code negatives} others. */
  record Preferences(int negatives) implements Feeding {
    @Override
    public int side() {
      return 1 + negatives;
    }
  }

  /** What an example of a tuple is to the first. */
  enum Role {
    /** The first itself. */
    ANCHOR,
    /** Another example of its class. */
    POSITIVE,
    /** An example of another class. */
    NEGATIVE
  }
}
