package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What stacks use, looked at only while somebody asks, and not more often than every few seconds
 * however many ask. Those who ask at the same time get the same answer.
 */
public final class UsageSight {

  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final StackRuntime runtime;
  private final StackVault vault;
  private final Clock clock;
  private final Map<ProjectRef, Seen> seen = new ConcurrentHashMap<>();

  /** Looks at this runtime's stacks. */
  public UsageSight(StackRuntime runtime, StackVault vault, Clock clock) {
    this.runtime = runtime;
    this.vault = vault;
    this.clock = clock;
  }

  /** The last look at one stack. */
  private static final class Seen {
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Instant at = Instant.MIN;
    private volatile List<ServiceUsage> usages = List.of();
  }

  /** What the services of a stack use. */
  public List<ServiceUsage> of(StackRecord stack) throws RuntimeUnavailable, InterruptedException {
    var now = clock.instant();
    seen.entrySet()
        .removeIf(known ->
            known.getValue().at.isBefore(now.minus(FORGOTTEN))
                && !known.getValue().looking.isLocked());
    var its = seen.computeIfAbsent(stack.project(), _ -> new Seen());
    its.looking.lockInterruptibly();
    try {
      if (its.at.isBefore(clock.instant().minus(FRESH))) {
        its.usages = look(stack);
        its.at = clock.instant();
      }
      return its.usages;
    } finally {
      its.looking.unlock();
    }
  }

  private List<ServiceUsage> look(StackRecord stack)
      throws RuntimeUnavailable, InterruptedException {
    var secrets = vault.open(stack.project());
    return secrets.isEmpty()
        ? List.of()
        : List.copyOf(runtime.usage(StackSpec.of(stack, secrets.get())));
  }
}
