package io.rickyard.auth.jdbc;

import io.micronaut.context.annotation.Property;
import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what nobody can use any more. */
@Singleton
class Sweep {

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private static final List<String> STATEMENTS =
      List.of(
          "delete from stream_ticket where expires_at < now() - interval '1 minute'",
          "delete from sign_in_code where expires_at < now() - interval '1 minute'",
          "delete from one_time_token where expires_at < now() - interval '1 minute'",
          "delete from auth_code where expires_at < now() - interval '1 minute'",
          // For an hour a code that is shown again still tells what it gave.
          "delete from login_request where expires_at < now() - interval '1 hour'",
          "delete from provider_flow where expires_at < now() - interval '1 minute'",
          "delete from factor_challenge where expires_at < now() - interval '1 minute'",
          "delete from invited_address where expires_at < now()",
          "delete from mail where recipient is null and created_at < now() - interval '1 minute'",
          "delete from mail where created_at < now() - interval '30 days'",
          "delete from request_key where expires_at <= now()",
          "delete from attempt where last_at < now() - interval '1 day'",
          // Long after a session's end its tokens still tell a replay from a typing error.
          "delete from session where least(ended_at, expires_at) < now() - interval '30 days'");

  private static final String AUDIT = "rickyard.retention.audit";
  private static final Duration LEAST_AUDIT = Duration.ofDays(31);
  private static final int PORTION = 10_000;
  private static final String FORGET = "select audit_forget(?, ?)";

  private final Transactions transactions;
  private final Duration auditKept;
  private final Clock clock;

  Sweep(
      Transactions transactions,
      @Property(name = AUDIT, defaultValue = "P365D") Duration auditKept,
      Clock clock) {
    if (auditKept.compareTo(LEAST_AUDIT) < 0) {
      throw new InvalidSetting(AUDIT, "is less than " + LEAST_AUDIT);
    }
    this.transactions = transactions;
    this.auditKept = auditKept;
    this.clock = clock;
  }

  @Scheduled(initialDelay = "5m", fixedDelay = "10m")
  void run() {
    try {
      transactions.run(transaction -> {
        for (String statement : STATEMENTS) {
          try (var delete = transaction.connection().prepareStatement(statement)) {
            delete.executeUpdate();
          }
        }
      });
      forgetDeeds();
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=sweep_waits follows=\"the next one tries again\" reason=\"{}\"", e.getMessage());
    }
  }

  /** In portions, so that no transaction holds many rows for long. */
  private void forgetDeeds() {
    var before = Timestamps.at(clock.instant().minus(auditKept));
    int gone;
    do {
      gone =
          transactions.call(transaction -> {
            try (var forget = transaction.connection().prepareStatement(FORGET)) {
              forget.setObject(1, before);
              forget.setInt(2, PORTION);
              try (var row = forget.executeQuery()) {
                row.next();
                return row.getInt(1);
              }
            }
          });
    } while (gone == PORTION);
  }
}
