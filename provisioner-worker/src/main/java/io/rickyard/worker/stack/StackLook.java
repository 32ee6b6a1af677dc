package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Reason;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one stack, and what follows from it.
 *
 * <ol>
 *   <li>What stands still although it should run, because the host or the engine was away or the
 *       worker has just started, is started.
 *   <li>What differs from what it should be is mended or told, as the policy says.
 *   <li>While something is done for a stack, only that it works is told of it.
 * </ol>
 *
 * <p>Everything is done under the last claim, so a newer one fences it off in the middle, and told
 * only while no newer claim was made.
 */
final class StackLook {

  private static final Logger LOG = LoggerFactory.getLogger(StackLook.class);
  private static final Actor WORKER = Actor.system("provisioner-worker");

  private final StackRuntime runtime;
  private final StackVault vault;
  private final StackLedger ledger;
  private final Clock clock;
  private final DriftPolicies policies;
  private final Repairs.Limit limit;

  StackLook(
      StackRuntime runtime,
      StackVault vault,
      StackLedger ledger,
      Clock clock,
      DriftPolicies policies,
      Repairs.Limit limit) {
    this.runtime = runtime;
    this.vault = vault;
    this.ledger = ledger;
    this.clock = clock;
    this.policies = policies;
    this.limit = limit;
  }

  /**
   * Looks, and leaves to the mending what takes time.
   *
   * @param start whether it is the worker's first look
   * @return whether it could be seen
   */
  boolean look(StackRecord stack, boolean start, Mending mending) {
    var spec = spec(stack);
    if (spec.isEmpty()) {
      return false;
    }
    try {
      follow(stack, runtime.observe(spec.get()), start, mending);
      return true;
    } catch (RuntimeUnavailable e) {
      lose(stack, unavailable(e));
      return false;
    }
  }

  private Optional<StackSpec> spec(StackRecord stack) {
    var secrets = vault.open(stack.project());
    if (secrets.isEmpty()) {
      lose(stack, new Reason("secrets_missing", "Its secrets are gone, so it cannot be looked at"));
    }
    return secrets.map(known -> StackSpec.of(stack, known));
  }

  private void follow(StackRecord stack, StackObservation seen, boolean start, Mending mending) {
    if (mending.has(stack.project())) {
      if (seen.healthy() && seen.drifts().isEmpty()) {
        tell(stack, seen, null);
      }
      return;
    }
    if (mayStart(stack, start) && seen.dataPresent() && !seen.running()) {
      // Nothing is wrong with it, and nothing can be said of it before it runs.
      lose(stack, new Reason("start_pending", "It stands still and is started in its turn"));
      mending.ask(
          stack.project(),
          Mending.Extent.WHOLE_STACK,
          stack.profile(),
          () -> act(stack, this::start));
      return;
    }
    switch (verdict(stack, seen)) {
      case DriftVerdict.None _ -> tell(stack, seen, null);
      case DriftVerdict.Told told -> tell(stack, seen, told.reason());
      case DriftVerdict.GivenUp given -> {
        ledger.repairsGivenUp(stack.project(), stack.token());
        tell(stack, seen, given.reason());
      }
      case DriftVerdict.Mended mended -> {
        tell(stack, seen, mended.reason());
        mending.ask(
            stack.project(),
            seen.running() ? Mending.Extent.SOME_SERVICES : Mending.Extent.WHOLE_STACK,
            stack.profile(),
            () -> act(stack, this::mend));
      }
    }
  }

  /** A host or an engine that comes back has stopped what should run. */
  private static boolean mayStart(StackRecord stack, boolean start) {
    return start || stack.state() instanceof StackState.Unknown;
  }

  /** Why a repair that a person asked for failed is theirs to read and to decide on. */
  private DriftVerdict verdict(StackRecord stack, StackObservation seen) {
    return stack.state() instanceof StackState.Failed
        ? new DriftVerdict.None()
        : DriftVerdict.of(
            seen,
            policies.of(stack.project()),
            ledger.repairs(stack.project()),
            limit,
            clock.instant());
  }

  /** What is done for a stack when its turn has come, as it is seen then. */
  @FunctionalInterface
  private interface Deed {
    void on(StackRecord stack, StackSpec spec, StackObservation seen)
        throws StackFailure, InterruptedException;
  }

  /** Its turn may have come late: a task may have taken the stack since. */
  private void act(StackRecord asked, Deed deed) throws InterruptedException {
    var now = ledger.find(asked.project());
    if (now.isEmpty() || now.get().token() != asked.token() || !now.get().state().watched()) {
      return;
    }
    var stack = now.get();
    var spec = spec(stack);
    if (spec.isEmpty()) {
      return;
    }
    try {
      deed.on(stack, spec.get(), runtime.observe(spec.get()));
      tell(stack, runtime.observe(spec.get()), null);
    } catch (RuntimeUnavailable e) {
      lose(stack, unavailable(e));
    } catch (StackFailure e) {
      if (e.code().equals("fenced_off")) {
        LOG.debug("stack={} left to the task that has taken it", stack.project());
        return;
      }
      LOG.warn(
          "stack={} not mended: {}; a repair by hand may help", stack.project(), e.getMessage());
      failed(stack, spec.get(), e);
    }
  }

  private void failed(StackRecord stack, StackSpec spec, StackFailure why) {
    try {
      var seen = runtime.observe(spec);
      if (!seen.healthy()) {
        tell(stack, seen, new Reason(why.code(), "It was to be mended: " + why.getMessage()));
      }
    } catch (RuntimeUnavailable e) {
      lose(stack, unavailable(e));
    }
  }

  private void start(StackRecord stack, StackSpec spec, StackObservation seen)
      throws StackFailure, InterruptedException {
    if (!seen.running()) {
      runtime.start(spec, log(stack));
      LOG.info("stack={} started again", stack.project());
    }
  }

  private void mend(StackRecord stack, StackSpec spec, StackObservation seen)
      throws StackFailure, InterruptedException {
    if (verdict(stack, seen) instanceof DriftVerdict.Mended mended
        && ledger.repairing(stack.project(), stack.token(), clock.instant())) {
      runtime.mend(spec, mended.services(), log(stack));
      LOG.info("stack={} mended services={}", stack.project(), mended.services());
    }
  }

  private static StackLog log(StackRecord stack) {
    return (level, text) -> LOG.debug("stack={} {} {}", stack.project(), level, text);
  }

  private void tell(StackRecord stack, StackObservation observed, @Nullable Reason drift) {
    ledger.append(
        stack.project(),
        WORKER,
        now ->
            now.token() == stack.token()
                ? Observation.seen(now, observed, drift)
                : Optional.empty());
  }

  private static Reason unavailable(RuntimeUnavailable e) {
    return new Reason("runtime_unavailable", String.valueOf(e.getMessage()));
  }

  /** Tells that it cannot be seen. */
  void lose(StackRecord stack, Reason reason) {
    ledger.append(
        stack.project(), WORKER, now -> Observation.lost(now.state(), reason, clock.instant()));
  }
}
