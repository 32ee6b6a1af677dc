package io.rickyard.worker.queue;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.task.AcceptedTask;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/** Whether anything is in a lane, read without a lock. */
public final class LaneSight {

  private static final String BUSY =
      """
      select exists (select from lane where key = ? and holder is not null)
          or exists (select from waiting where lane = ?)
      """;

  private final Transactions transactions;

  /** Looks through these. */
  public LaneSight(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Whether a task works on a project, waits for its turn or for its next attempt. */
  public boolean busy(ProjectRef project) {
    var lane = AcceptedTask.lane(project);
    return transactions.call(transaction -> {
      try (PreparedStatement select = transaction.connection().prepareStatement(BUSY)) {
        select.setString(1, lane);
        select.setString(2, lane);
        try (ResultSet row = select.executeQuery()) {
          return row.next() && row.getBoolean(1);
        }
      }
    });
  }
}
