package io.rickyard.contracts.flow;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * How much of a scope may go on at once, or how large an organization's share is.
 *
 * @param scope what is limited
 * @param running how many tasks may run at once, 0 to 100,000; unlimited when missing
 * @param rate how many may start in a time; unlimited when missing; not for workers
 * @param weight an organization's share in per cent of the usual one, 1 to 10,000
 */
public record FlowLimit(
    FlowScope scope,
    @Nullable Integer running,
    @Nullable StartRate rate,
    @Nullable Integer weight) {

  /** The share of an organization for which none is set. */
  public static final int USUAL_WEIGHT = 100;

  private static final int MOST_RUNNING = 100_000;
  private static final int MOST_WEIGHT = 10_000;

  /** Checks the ranges, and that something is limited. */
  public FlowLimit {
    requireNonNull(scope, "scope");
    if (running == null && rate == null && weight == null) {
      throw new IllegalArgumentException("A limit sets at least one of running, rate and weight");
    }
    if (running != null && (running < 0 || running > MOST_RUNNING)) {
      throw new IllegalArgumentException("running is 0 to " + MOST_RUNNING + ", not " + running);
    }
    if (rate != null && scope.kind() == FlowScope.Kind.WORKER) {
      throw new IllegalArgumentException("A worker has no rate; limit what it runs at once");
    }
    if (weight != null) {
      if (scope.kind() != FlowScope.Kind.ORGANIZATION || scope.name().equals(FlowScope.EACH)) {
        throw new IllegalArgumentException("Only one organization has a weight");
      }
      if (weight < 1 || weight > MOST_WEIGHT) {
        throw new IllegalArgumentException("weight is 1 to " + MOST_WEIGHT + ", not " + weight);
      }
    }
  }
}
