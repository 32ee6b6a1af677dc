package io.rickyard.worker.queue;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The locks around rules and counts, as advisory locks that end with their transaction. Whoever
 * starts or ends tasks shares the rules; whoever changes these has them alone, so that a change is
 * felt by everything that commits after it. The counts are for one at a time, and only for those
 * whose tasks are counted.
 *
 * <p>Their places in the order of locks: rules before the queues, counts after these.
 */
public final class FlowLocks {

  /** Next to the class of the queues' locks. */
  private static final int CLASS = 0x52_4b_5a;

  private static final int RULES = 0;
  private static final int COUNTS = 1;

  /** Shares the rules; to be followed by another statement, which then sees the last of them. */
  static final String SHARE_RULES =
      "select pg_advisory_xact_lock_shared(%d, %d)".formatted(CLASS, RULES);

  private FlowLocks() {}

  /** Keeps everybody from starting and ending tasks until the commit. */
  static void rulesAlone(Connection connection) throws SQLException {
    take(connection, RULES);
  }

  /** Keeps everybody from counting until the commit. */
  static void counts(Connection connection) throws SQLException {
    take(connection, COUNTS);
  }

  private static void take(Connection connection, int number) throws SQLException {
    try (var lock = connection.prepareStatement("select pg_advisory_xact_lock(?, ?)")) {
      lock.setInt(1, CLASS);
      lock.setInt(2, number);
      lock.execute();
    }
  }
}
