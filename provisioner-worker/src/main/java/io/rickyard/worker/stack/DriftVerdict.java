package io.rickyard.worker.stack;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.DriftPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What follows from how a stack differs from what it should be. Pure: what was seen, what was done
 * about it before and what is wanted come in.
 */
sealed interface DriftVerdict {

  /** It is as it should be, or its data is gone, which no new container brings back. */
  record None() implements DriftVerdict {}

  /** It is told, and left to a person. */
  record Told(Reason reason) implements DriftVerdict {}

  /** Repairs did not last; that is told, and noted, so that there are no more. */
  record GivenUp(Reason reason) implements DriftVerdict {}

  /** These services are mended, and no other. */
  record Mended(Set<String> services, Reason reason) implements DriftVerdict {
    /** Copies the services. */
    public Mended {
      services = Set.copyOf(services);
    }
  }

  /** Decides. */
  static DriftVerdict of(
      StackObservation seen, DriftPolicy policy, Repairs past, Repairs.Limit limit, Instant now) {
    if (seen.drifts().isEmpty() || !seen.dataPresent()) {
      return new None();
    }
    var what = words(seen.drifts());
    return switch (policy) {
      case REPORT ->
          new Told(new Reason("drift_reported", what + "; a repair of the project mends it"));
      case REPAIR -> repair(seen, what, past, limit, now);
    };
  }

  private static DriftVerdict repair(
      StackObservation seen, String what, Repairs past, Repairs.Limit limit, Instant now) {
    int before = past.within(limit.window(), now);
    if (past.givenUp() || before >= limit.repairs()) {
      return new GivenUp(
          new Reason(
              "drift_repaired_in_vain",
              "%s; %d repairs within %s did not last, so it is left alone until somebody repairs the project"
                  .formatted(what, past.at().size(), words(limit.window()))));
    }
    return new Mended(
        seen.drifts().stream().map(Drift::service).collect(Collectors.toSet()),
        new Reason(
            "drift_repairing",
            "%s; it is being mended (repair %d of at most %d within %s)"
                .formatted(what, before + 1, limit.repairs(), words(limit.window()))));
  }

  private static String words(List<Drift> drifts) {
    var first = drifts.stream().limit(3).map(Drift::words).collect(Collectors.joining(", "));
    return drifts.size() > 3 ? first + " and %d more".formatted(drifts.size() - 3) : first;
  }

  private static String words(Duration window) {
    return window.toSeconds() % 60 == 0 ? window.toMinutes() + " min" : window.toSeconds() + " s";
  }
}
