package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A service that has to be there first.
 *
 * @param service its name
 * @param condition what is waited for
 * @param optional whether it is done without where the profile leaves the service out; in a plan
 *     only services of the plan are named
 */
public record Dependency(String service, Condition condition, boolean optional) {

  /** What is waited for. */
  public enum Condition {
    /** It has been started. */
    STARTED,
    /**
     * Its health check succeeds; for the database, also that its setup ({@link
     * io.rickyard.stack.DatabaseBlueprint#steps}) has been applied.
     */
    HEALTHY
  }

  /** Checks that nothing is missing. */
  public Dependency {
    requireNonNull(service, "service");
    requireNonNull(condition, "condition");
  }
}
