package io.rickyard.stack.blueprint;

import java.util.Set;

/**
 * What the control plane hands to a stack's log collector. The collector's blueprint says the same;
 * a test compares them.
 */
public final class CollectedLogs {

  /** The services whose lines the collector sorts; of the others' it would make nothing. */
  public static final Set<String> SERVICES =
      Set.of("gateway", "auth", "rest", "realtime", "storage", "functions", "pooler", "db");

  /** The secret with which lines are handed over. */
  public static final String INTAKE_PASSWORD = "log_intake_password";

  /** The service that takes them. */
  public static final String COLLECTOR = "vector";

  /** Its port for that, as the blueprint names it. */
  public static final String INTAKE = "intake";

  private CollectedLogs() {}
}
