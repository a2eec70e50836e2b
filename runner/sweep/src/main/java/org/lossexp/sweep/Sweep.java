package org.lossexp.sweep;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.lossexp.experiment.Design;
import org.lossexp.experiment.ExperimentPlan;
import org.lossexp.experiment.Problem;
import org.lossexp.experiment.Trial;
import org.lossexp.experiment.TrialResult;
import org.lossexp.experiment.Tuning;
import org.lossexp.results.IoProblems;
import org.lossexp.results.RunFolder;
import org.lossexp.results.Timing;
import org.lossexp.results.TrialRecord;

/**
 * Runs the trials of a plan that a folder does not hold yet, several at a time.
 *
 * <p>Workers take trials in the order of the plan and know nothing of each other, so that their
 * number changes nothing but the time. Where fewer trials are left than workers, those that run may
 * use the threads of the others. The thread that calls {@link #run} alone writes the journal, talks
 * to the listener, and leads the searches: where values are tuned, their trials come first, and the
 * final ones with what was found as soon as their search is over.
 */
public final class Sweep {
  /** How long cancelled trials are waited for; then they are left alone. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** How often it is asked whether the sweep was cancelled. */
  private static final long POLL_MILLIS = 50;

  /** Searches begin when fewer trials wait: written-out trials take memory. */
  private static final int MOST_WAITING = 1_000;

  private final TrialRunner runner;
  private final int workers;
  private final OnFailure onFailure;
  private final InstantSource clock;
  private final SweepListener listener;

  /**
   * A sweep to be run.
   *
   * @param workers trials side by side, at least 1
   * @param clock for timings, which are no part of any result
   */
  public Sweep(
      TrialRunner runner,
      int workers,
      OnFailure onFailure,
      InstantSource clock,
      SweepListener listener) {
    if (workers < 1) {
      throw new IllegalArgumentException("a sweep has at least one worker: " + workers);
    }
    this.runner = runner;
    this.workers = workers;
    this.onFailure = onFailure;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * {@return how running {@code plan} in {@code folder} ended}
   *
   * <p>A trial of which the folder holds a result is not run; one that only ended from outside is
   * tried again.
   *
   * @param cancelled asked every 50 ms; once true, this returns within 2 s, and every result that
   *     was complete by then is on disk
   */
  public SweepEnd run(ExperimentPlan plan, RunFolder folder, BooleanSupplier cancelled) {
    return new Execution(plan, folder, cancelled).run();
  }

  /** What workers tell the thread that coordinates them. */
  private sealed interface Event {
    record Started(Trial trial) implements Event {}

    record Ended(Trial trial, TrialResult result, Timing timing) implements Event {}
  }

  /**
   * A trial that waits for a worker.
   *
   * @param last whether it is a final trial: those of searches come first, for others wait for them
   */
  private record Job(Trial trial, boolean last, int number) implements Comparable<Job> {
    @Override
    public int compareTo(Job other) {
      return last == other.last
          ? Integer.compare(number, other.number)
          : Boolean.compare(last, other.last);
    }
  }

  /** One call of {@link #run}. */
  private final class Execution {
    private final RunFolder folder;
    private final BooleanSupplier cancelled;
    private final Map<String, TrialRecord> stored;
    private final BlockingQueue<Job> open = new PriorityBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Crew crew = new Crew(workers, Runtime.getRuntime().availableProcessors());
    private final Instant began = clock.instant();

    /** Every trial that was wanted so far. */
    private final Set<String> wanted = new HashSet<>();

    private final Design design;
    private final Optional<Tuning> tuning;
    private final double sign;
    private final Set<SearchRun> searches = new LinkedHashSet<>();
    private final Deque<SearchRun> unbegun = new ArrayDeque<>();

    /** Trial of a search → what it makes small. */
    private final Map<String, Double> losses = new HashMap<>();

    /** Trial → the searches that wait for it. */
    private final Map<String, List<SearchRun>> waiting = new HashMap<>();

    /** Trials that searches have not asked for yet, and final ones that wait for them; at most. */
    private int ahead;

    private int before;
    private int done;
    private int diverged;
    private int failed;
    private int outside;
    private int running;
    private int queued;
    private int ended;

    /** Trials that there was no memory to tell of. */
    private final AtomicInteger lost = new AtomicInteger();

    /** No worker takes another trial. */
    private volatile boolean closed;

    /** Nobody wants the results of the trials that are running. */
    private volatile boolean abandoned;

    private long abandonedAt;
    private boolean interrupted;
    private Optional<TrialResult> failure = Optional.empty();
    private Optional<Problem> broken = Optional.empty();

    Execution(ExperimentPlan plan, RunFolder folder, BooleanSupplier cancelled) {
      this.folder = folder;
      this.cancelled = cancelled;
      this.stored = folder.stored().finished();
      this.design = plan.design();
      this.tuning = plan.tuning();
      this.sign = tuning.map(it -> sign(design, it)).orElse(1.0);
      Set<String> later = new HashSet<>();
      if (tuning.isPresent()) {
        List<Tuning.Search> all = tuning.get().searches();
        for (int i = 0; i < all.size(); i++) {
          SearchRun search = new SearchRun(tuning.get(), i, plan.tuned().orElseThrow());
          searches.add(search);
          unbegun.add(search);
          ahead += search.ahead();
          all.get(i).rows().forEach(row -> later.add(design.trials().get(row).trial()));
        }
        beginSearches();
      }
      plan.trials().stream()
          .filter(trial -> !later.contains(trial.id()))
          .forEach(trial -> want(trial, true));
    }

    private void beginSearches() {
      while (!unbegun.isEmpty() && open.size() < MOST_WAITING) {
        lead(unbegun.remove());
      }
    }

    private static double sign(Design design, Tuning tuning) {
      Design.Measure goal =
          design.metrics().stream()
              .filter(measure -> measure.name().equals(tuning.metric()))
              .findFirst()
              .orElseThrow();
      return switch (goal.direction()) {
        case HIGHER_IS_BETTER -> -1;
        case LOWER_IS_BETTER -> 1;
      };
    }

    /** Has {@code trial} run, unless it was wanted before or its result is on record. */
    private void want(Trial trial, boolean last) {
      if (!wanted.add(trial.id())) {
        return;
      }
      TrialRecord record = stored.get(trial.id());
      if (record == null || (last && lacksPredictions(record))) {
        open.add(new Job(trial, last, queued++));
      } else {
        before++;
        count(record.result());
        if (!last) {
          hear(record.result());
        }
      }
    }

    private boolean lacksPredictions(TrialRecord record) {
      try {
        return folder.lacks(record);
      } catch (IOException e) {
        // They are made again; what keeps them from being read may tell then.
        return true;
      }
    }

    /** Has {@code search} go on as far as what is known allows. */
    private void lead(SearchRun search) {
      ahead -= search.ahead();
      boolean goesOn = true;
      while (goesOn) {
        List<Trial> next = search.next(trial -> Optional.ofNullable(losses.get(trial)));
        goesOn = !next.isEmpty();
        for (Trial trial : next) {
          want(trial, false);
          if (!losses.containsKey(trial.id())) {
            waiting.computeIfAbsent(trial.id(), _ -> new ArrayList<>()).add(search);
            goesOn = false;
          }
        }
      }
      ahead += search.ahead();
      if (search.over() && searches.remove(search)) {
        keep(search);
        tell(search);
        search.finals().forEach(trial -> want(trial, true));
      }
    }

    private void tell(SearchRun search) {
      Map<String, String> trials = new LinkedHashMap<>();
      for (int i = 0; i < search.finals().size(); i++) {
        trials.put(design.trials().get(search.rows().get(i)).trial(), search.finals().get(i).id());
      }
      listener.found(trials);
    }

    /** What did not end well is no good, whatever it is. */
    private void hear(TrialResult result) {
      double goal =
          result.status() == TrialResult.Status.DONE
              ? result.metrics().getOrDefault(tuning.orElseThrow().goal(), Double.NaN)
              : Double.NaN;
      losses.put(result.trial(), Double.isFinite(goal) ? sign * goal : Double.POSITIVE_INFINITY);
    }

    private void keep(SearchRun search) {
      if (broken.isEmpty()) {
        try {
          folder.append(search.searched());
        } catch (IOException e) {
          breakOff(e);
        }
      }
    }

    SweepEnd run() {
      try {
        listener.began(progress());
        startWorkers();
        while ((ended + lost.get() < queued || !unbegun.isEmpty()) && !graceIsOver()) {
          beginSearches();
          Event event = poll();
          if (!abandoned && (interrupted || cancelled.getAsBoolean())) {
            abandon();
          }
          if (event != null) {
            take(event);
          } else if (threads.stream().noneMatch(Thread::isAlive)) {
            break;
          }
        }
        for (Event event = events.poll(); event != null; event = events.poll()) {
          take(event);
        }
        searches.stream().filter(SearchRun::begun).forEach(this::keep);
        return end();
      } finally {
        closed = true;
        abandoned = true;
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private void startWorkers() {
      int most = searches.isEmpty() ? open.size() : Integer.MAX_VALUE;
      for (int worker = 1; worker <= Math.min(workers, most); worker++) {
        int number = worker;
        Thread thread = new Thread(() -> work(number), "trial-worker-" + worker);
        // One that does not answer when it is cancelled may not keep the process alive.
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
    }

    private void work(int worker) {
      while (!closed) {
        try {
          Job job = open.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
          if (job != null) {
            work(job.trial(), worker);
          }
        } catch (OutOfMemoryError e) {
          // No room even to say so: the trial stays open, as if it had not begun.
          lost.incrementAndGet();
        } catch (InterruptedException e) {
          // Whoever interrupted a trial did not mean the next.
        }
      }
    }

    private void work(Trial trial, int worker) {
      events.add(new Event.Started(trial));
      Instant started = clock.instant();
      TrialResult result = result(trial, worker);
      if (ends(result)) {
        closed = true;
      }
      Duration elapsed = Duration.between(started, clock.instant());
      events.add(new Event.Ended(trial, result, new Timing(started, elapsed, worker)));
    }

    /** Everything that a trial can throw ends here: one trial's end is not another's. */
    private TrialResult result(Trial trial, int worker) {
      crew.begin(worker);
      try {
        TrialResult result = runner.run(trial, caller(worker));
        if (!result.trial().equals(trial.id())) {
          throw new IllegalStateException("the result of another trial: " + result.trial());
        }
        return result;
      } catch (Throwable thrown) {
        return Causes.result(trial.id(), thrown);
      } finally {
        crew.end(worker);
        // Whoever interrupted that trial did not mean the next.
        Thread.interrupted();
      }
    }

    private Caller caller(int worker) {
      return new Caller() {
        @Override
        public boolean cancelled() {
          return abandoned;
        }

        @Override
        public int idle() {
          return crew.idle(worker, closed ? 0 : open.size());
        }
      };
    }

    private Event poll() {
      try {
        return events.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        // Cleared until the end: a channel that an interrupted thread writes to is closed.
        interrupted = true;
        return null;
      }
    }

    private void abandon() {
      closed = true;
      abandoned = true;
      abandonedAt = System.nanoTime();
    }

    private boolean graceIsOver() {
      return abandoned && System.nanoTime() - abandonedAt > GRACE.toNanos();
    }

    /** Takes an event, and those that came meanwhile: the journal is synced once for all. */
    private void take(Event first) {
      List<Event> batch = new ArrayList<>(List.of(first));
      events.drainTo(batch);
      Set<Event> recorded = record(batch);
      for (Event event : batch) {
        switch (event) {
          case Event.Started(Trial trial) -> {
            running++;
            listener.started(trial, progress());
          }
          case Event.Ended(_, TrialResult result, _) -> {
            running--;
            ended++;
            if (recorded.contains(event)) {
              // What is on disk need not be in memory as well.
              heard(result.with(Optional.empty()));
            }
          }
        }
      }
    }

    /** {@return those of {@code batch} whose results are wanted, and now on disk} */
    private Set<Event> record(List<Event> batch) {
      Set<Event> recorded = Collections.newSetFromMap(new IdentityHashMap<>());
      if (broken.isPresent()) {
        return recorded;
      }
      // As in poll: a channel that an interrupted thread writes to is closed.
      interrupted |= Thread.interrupted();
      try {
        for (Event event : batch) {
          if (event instanceof Event.Ended(Trial trial, TrialResult result, Timing timing)
              && (!abandoned || result.status() != TrialResult.Status.OUTSIDE)) {
            folder.write(result, timing, trial.inputs());
            recorded.add(event);
          }
        }
      } catch (IOException e) {
        breakOff(e);
      }
      // Also after a failure: what was written before it counts, once it is on disk.
      try {
        if (!recorded.isEmpty()) {
          folder.sync();
        }
      } catch (IOException e) {
        breakOff(e);
        recorded.clear();
      }
      return recorded;
    }

    private void breakOff(IOException e) {
      broken = Optional.of(IoProblems.of(e, folder.path()));
      abandon();
    }

    private void heard(TrialResult result) {
      count(result);
      List<SearchRun> told = waiting.remove(result.trial());
      if (told != null) {
        hear(result);
        told.forEach(this::lead);
      }
      listener.finished(result, progress());
    }

    private void count(TrialResult result) {
      switch (result.status()) {
        case DONE -> done++;
        case DIVERGED -> diverged++;
        case FAILED -> failed++;
        case OUTSIDE -> outside++;
      }
      // One on record counts as well: running the same command again does not get past it.
      if (ends(result) && failure.isEmpty()) {
        failure = Optional.of(result);
        closed = true;
      }
    }

    /** Whether no other trial begins after {@code result}. */
    private boolean ends(TrialResult result) {
      return switch (result.status()) {
        case DONE, DIVERGED -> false;
        case FAILED, OUTSIDE -> onFailure == OnFailure.STOP;
      };
    }

    private SweepEnd end() {
      Progress progress = progress();
      if (broken.isPresent()) {
        return new SweepEnd.Broken(broken.get(), progress);
      }
      if (abandoned && progress.open() > 0) {
        return new SweepEnd.Cancelled(progress);
      }
      if (failure.isPresent()) {
        return new SweepEnd.Stopped(failure.get(), progress);
      }
      return new SweepEnd.Finished(progress);
    }

    private Progress progress() {
      return new Progress(
          wanted.size() + ahead,
          before,
          done,
          diverged,
          failed,
          outside,
          running,
          Duration.between(began, clock.instant()));
    }
  }
}
