package io.rickyard.org.jdbc;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.persistence.DatabaseUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what has had its time: idempotency keys after their day, deliveries and the record of
 * schedules' runs after their retention, invitations a month after their time, what was done about
 * dead messages when these are gone, void access tokens that no hook names.
 */
class Purge {

  private static final Logger LOG = LoggerFactory.getLogger(Purge.class);

  private static final String DELIVERIES =
      "delete from hook_delivery where received_at < clock_timestamp() - make_interval(hours => ?)";

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;
  private final Duration deliveriesKept;
  private final Duration runsKept;

  Purge(Sessions sessions, IdempotencyKeyTable keys, Duration deliveriesKept, Duration runsKept) {
    this.sessions = sessions;
    this.keys = keys;
    this.deliveriesKept = deliveriesKept;
    this.runsKept = runsKept;
    if (runsKept.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException(
          "Setting rickyard.retention.schedule-runs is less than an hour");
    }
    if (deliveriesKept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException(
          "Setting rickyard.retention.deliveries is less than a day, and a sender may repeat for hours");
    }
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "10m")
  void run() {
    try {
      int gone =
          sessions.asInstallation(transaction ->
              keys.purge(transaction.connection())
                  + deliveries(transaction.connection())
                  + ScheduleRunTable.purge(transaction.connection(), runsKept)
                  + InvitationTable.purge(transaction.connection())
                  + HandledLetterTable.purge(transaction.connection())
                  + RevokedTokenTable.purge(transaction.connection()));
      LOG.debug("event=purged rows={}", gone);
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=purge_waits follows=\"tries again in 10 minutes\" reason=\"{}\"", e.getMessage());
    }
  }

  private int deliveries(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELIVERIES)) {
      delete.setInt(1, Math.toIntExact(deliveriesKept.toHours()));
      return delete.executeUpdate();
    }
  }
}
