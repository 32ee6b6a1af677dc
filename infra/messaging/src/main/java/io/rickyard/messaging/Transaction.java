package io.rickyard.messaging;

import java.sql.Connection;

/** The database transaction in which an effect and the offsets of its messages commit. */
public interface Transaction {

  /** The connection; whoever is handed it must neither commit, roll back nor close it. */
  Connection connection();

  /** Runs something right after the commit, in the order of registration; must not throw. */
  void afterCommit(Runnable action);

  /**
   * Runs something after a roll-back, also when the commit's outcome is unknown; must not throw.
   */
  void afterRollback(Runnable action);
}
