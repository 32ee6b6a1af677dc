package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

/**
 * How one service differs from what it should be.
 *
 * @param service which one
 * @param kind in what
 * @param seen what was seen, as the end of a sentence that begins with the service; holds no secret
 */
public record Drift(String service, Kind kind, String seen) {

  /** In what a service can differ. */
  public enum Kind {
    /** It is there and does not run. */
    STOPPED,
    /** It is gone. */
    REMOVED,
    /** It runs another image. */
    IMAGE,
    /** It was given another environment. */
    ENVIRONMENT,
    /** It is in another network, or in more of them. */
    NETWORK,
    /** It may use more or less than it should. */
    LIMITS
  }

  /** Checks that nothing is missing. */
  public Drift {
    requireNonNull(service, "service");
    requireNonNull(kind, "kind");
    requireNonNull(seen, "seen");
  }

  /** For people. */
  String words() {
    return service + " " + seen;
  }
}
