package io.rickyard.auth.jdbc;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.persistence.DatabaseUnavailable;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
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
          "delete from attempt where last_at < now() - interval '1 day'",
          // Long after a session's end its tokens still tell a replay from a typing error.
          "delete from session where least(ended_at, expires_at) < now() - interval '30 days'");

  private final Transactions transactions;

  Sweep(Transactions transactions) {
    this.transactions = transactions;
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
    } catch (DatabaseUnavailable e) {
      LOG.warn(
          "event=sweep_waits follows=\"the next one tries again\" reason=\"{}\"", e.getMessage());
    }
  }
}
