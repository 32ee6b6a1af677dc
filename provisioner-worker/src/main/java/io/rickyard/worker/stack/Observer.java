package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every stack, again and again, and tells what changed.
 *
 * <ol>
 *   <li>At the start, what nobody has looked at lately is unknown, whatever was said of it last.
 *   <li>Then each stack is looked at; what should run and does not is started, a few at a time,
 *       what runs is recognized. The same holds later for a stack that could not be seen for a
 *       while.
 *   <li>From then on, every few seconds, and at once where the runtime tells of a change, health is
 *       observed; what is seen is told when it differs, and mended where the policy says so.
 *   <li>When the worker stops together with its servers, what it watched is unknown again.
 * </ol>
 *
 * <p>A stack that a task changes is left to that task. Nothing that takes time happens in the
 * thread that looks. What the host holds and nobody knows is reported, never removed.
 */
public final class Observer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);
  private static final Duration STALE = Duration.ofSeconds(20);
  private static final Reason NOT_OBSERVABLE =
      new Reason("not_observable", "The worker cannot look at it; its log says why");

  private final StackRuntime runtime;
  private final StackLedger ledger;
  private final Clock clock;
  private final ObserverSettings settings;
  private final StackLook looking;
  private final Mending mending;
  private final StackChanges changes = new StackChanges();
  private final Thread thread;
  private volatile List<ProjectRef> orphans = List.of();

  /** Looks once, quickly, at what is remembered, and then goes on in a thread of its own. */
  public Observer(
      StackRuntime runtime,
      StackVault vault,
      StackLedger ledger,
      Clock clock,
      DriftPolicies policies,
      ObserverSettings settings) {
    this.runtime = runtime;
    this.ledger = ledger;
    this.clock = clock;
    this.settings = settings;
    this.looking = new StackLook(runtime, vault, ledger, clock, policies, settings.limit());
    this.mending = new Mending(settings.startsAtOnce());
    forgetWhatIsStale();
    runtime.tellChanges(changes);
    this.thread = Thread.ofPlatform().name("stack-observer").daemon().start(this::run);
  }

  /** What the host holds although nobody knows it. */
  public List<ProjectRef> orphans() {
    return orphans;
  }

  private void forgetWhatIsStale() {
    var now = clock.instant();
    var reason = new Reason("not_observed", "Nobody has looked at it since the worker started");
    for (StackRecord stack : ledger.all()) {
      if (StackLedger.stale(stack, now, STALE)) {
        looking.lose(stack, reason);
      }
    }
  }

  private void run() {
    try {
      var looked = passSafely(true);
      while (true) {
        var changed = changes.await(settings.interval());
        if (changes.closed()) {
          return;
        }
        if (changed.isPresent()) {
          lookAgain(changed.get());
        } else {
          looked |= passSafely(!looked);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("observing ends");
    }
  }

  /** Part of the loop that owns the thread: the database may be away, and is asked again. */
  private boolean passSafely(boolean start) throws InterruptedException {
    try {
      pass(start);
      return true;
    } catch (RuntimeException e) {
      LOG.warn(
          "stacks not observed this time, tried again in {}: {}",
          settings.interval(),
          e.toString());
      return false;
    }
  }

  private void pass(boolean start) throws InterruptedException {
    lookAt(ledger.all(), start);
    reportOrphans();
  }

  private void lookAgain(Set<ProjectRef> changed) throws InterruptedException {
    try {
      lookAt(changed.stream().flatMap(project -> ledger.find(project).stream()).toList(), false);
    } catch (RuntimeException e) {
      // As above; what changed is looked at with all the others.
      LOG.warn("stacks not observed after a change: {}", e.toString());
    }
  }

  private void lookAt(List<StackRecord> stacks, boolean start) throws InterruptedException {
    var seen = new ArrayList<ProjectRef>();
    for (StackRecord stack : stacks) {
      if (stack.state().watched() && lookSafely(stack, start)) {
        seen.add(stack.project());
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    if (!seen.isEmpty()) {
      ledger.observed(seen, clock.instant());
    }
  }

  /** Part of the loop that owns the thread: one stack's trouble must not hide all the others. */
  private boolean lookSafely(StackRecord stack, boolean start) {
    try {
      return looking.look(stack, start, mending);
    } catch (RuntimeException e) {
      if (!new StackState.Unknown(NOT_OBSERVABLE).equals(stack.state())) {
        LOG.warn("stack={} cannot be looked at, it is unknown from here on", stack.project(), e);
      }
      looking.lose(stack, NOT_OBSERVABLE);
      return false;
    }
  }

  private void reportOrphans() {
    try {
      var found = unknown(runtime.inventory());
      if (!found.isEmpty()) {
        // What a task removed in between is gone by now.
        found.retainAll(runtime.inventory());
      }
      if (!found.isEmpty() && !found.equals(orphans)) {
        LOG.warn("host holds what nobody knows: {}; look at it, nothing removes it", found);
      }
      orphans = List.copyOf(found);
    } catch (RuntimeUnavailable e) {
      LOG.debug("inventory not taken", e);
    }
  }

  /** Asks the ledger after the host: what is built is known before the host holds anything. */
  private List<ProjectRef> unknown(List<ProjectRef> held) {
    var unknown = new ArrayList<>(held);
    ledger.all().forEach(stack -> unknown.remove(stack.project()));
    return unknown;
  }

  @Override
  public void close() {
    changes.close();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    mending.close();
    if (settings.stopsServers()) {
      var reason = new Reason("rickyard_stopped", "Rickyard was stopped, and its servers with it");
      ledger.all().forEach(stack -> looking.lose(stack, reason));
    }
  }
}
