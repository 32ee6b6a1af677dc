package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.acceptance.Acceptance;

/** What became of a genuine delivery. */
public sealed interface Reception {

  /** It asked for a task, now or when it came first. */
  record Accepted(Acceptance acceptance) implements Reception {
    /** Checks that nothing required is missing. */
    public Accepted {
      requireNonNull(acceptance, "acceptance");
    }
  }

  /** The rule passes it over; the reason is a stable code. */
  record Ignored(String reason) implements Reception {
    /** Checks that nothing required is missing. */
    public Ignored {
      requireNonNull(reason, "reason");
    }
  }
}
