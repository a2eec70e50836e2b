package org.lossexp.sweep;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.results.TrialLines;

/**
 * Runs trials in processes of their own: a thread that hangs cannot be stopped in Java, a process
 * can. A process lives on and takes the next trial, until one ends it or must be stopped.
 */
public final class IsolatedRunner implements TrialRunner, AutoCloseable {
  /** How often a waiting thread looks whether it still has to wait. */
  private static final Duration POLL = Duration.ofMillis(20);

  private final Supplier<List<String>> command;
  private final Optional<Duration> limit;
  private final Consumer<String> chatter;
  private final Deque<Child> idle = new ArrayDeque<>();
  private final Set<Child> all = ConcurrentHashMap.newKeySet();
  private boolean closed;

  /**
   * A runner without processes yet.
   *
   * @param command asked when one is started: starts a process that runs {@link TrialService#serve}
   *     on its standard streams
   * @param limit the longest that a trial may take
   * @param chatter is told every line that a process writes to standard error
   */
  public IsolatedRunner(
      Supplier<List<String>> command, Optional<Duration> limit, Consumer<String> chatter) {
    this.command = command;
    this.limit = limit;
    this.chatter = chatter;
  }

  @Override
  public TrialResult run(Trial trial, Caller caller) {
    Child child;
    try {
      child = take();
    } catch (IOException | InterruptedException e) {
      return Causes.result(trial.id(), e);
    }
    boolean kept = false;
    try {
      long began = System.nanoTime();
      child.ask(TrialLines.write(trial));
      while (true) {
        Optional<String> answer = child.answer(POLL);
        if (answer.isPresent()) {
          TrialResult result = TrialLines.readResult(answer.get());
          kept = true;
          return result;
        }
        if (child.ended()) {
          return Causes.outside(trial.id(), child.lastWords());
        }
        if (caller.cancelled()) {
          return Causes.outside(trial.id(), "interrupted");
        }
        if (limit.isPresent() && System.nanoTime() - began > limit.get().toNanos()) {
          return Causes.tooLong(trial.id(), limit.get());
        }
      }
    } catch (InterruptedException e) {
      return Causes.result(trial.id(), e);
    } catch (IllegalArgumentException e) {
      return Causes.outside(
          trial.id(),
          "its process wrote something that is no result; a plugin may have printed it");
    } finally {
      give(child, kept);
    }
  }

  private Child take() throws IOException, InterruptedException {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        Child child = idle.pop();
        if (!child.ended()) {
          return child;
        }
        all.remove(child);
      }
    }
    Child child = new Child(command.get(), chatter);
    all.add(child);
    return child;
  }

  private void give(Child child, boolean kept) {
    synchronized (idle) {
      if (kept && !closed) {
        idle.push(child);
        return;
      }
    }
    child.kill();
    all.remove(child);
  }

  /** Ends every process, whatever it is doing. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
      idle.clear();
    }
    Collection<Child> left = List.copyOf(all);
    left.forEach(Child::kill);
  }
}
