package io.rickyard.auth.jdbc;

import io.rickyard.auth.attempt.AttemptKind;
import io.rickyard.auth.attempt.AttemptRules;
import io.rickyard.auth.attempt.Attempts;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code attempt}. What was typed as the account may have been a password, so only its
 * hash is kept. Rows are locked in one order: the account's, then the address's.
 */
@Singleton
final class AttemptTable implements Attempts {

  private static final String ENSURE =
      """
      insert into attempt (kind, subject, failures, last_at) values (?, ?, 0, ?)
      on conflict do nothing
      """;

  private static final String LOCK =
      "select failures, last_at from attempt where kind = ? and subject = ? for update";

  private static final String COUNT =
      "update attempt set failures = ?, last_at = ? where kind = ? and subject = ?";

  private static final String TAKE_BACK =
      "update attempt set failures = greatest(0, failures - ?) where kind = ? and subject = ?";

  private static final int ALL = Integer.MAX_VALUE;

  private final Transactions transactions;

  AttemptTable(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * One of the two counts of a kind. Passwords' were there first and have no prefix.
   *
   * @param name under which it stands in the table
   * @param rules by which it is judged
   */
  private record Count(String name, AttemptRules rules) {
    static Count ofAccount(AttemptKind kind) {
      return new Count(prefix(kind) + "ACCOUNT", kind.account());
    }

    static Count ofAddress(AttemptKind kind) {
      return new Count(prefix(kind) + "ADDRESS", kind.address());
    }

    private static String prefix(AttemptKind kind) {
      return kind == AttemptKind.PASSWORD ? "" : kind.name() + "_";
    }
  }

  @Override
  public Optional<Duration> admit(
      AttemptKind kind, String account, @Nullable String address, Instant now) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var accounts = Count.ofAccount(kind);
      var addresses = Count.ofAddress(kind);
      int ofAccount = failures(connection, accounts, account, now);
      int ofAddress = address == null ? 0 : failures(connection, addresses, address, now);
      if (ofAccount >= 0 && ofAddress >= 0) {
        count(connection, accounts, account, ofAccount + 1, now);
        if (address != null) {
          count(connection, addresses, address, ofAddress + 1, now);
        }
        return Optional.empty();
      }
      // A negative count is the wait in seconds.
      return Optional.of(Duration.ofSeconds(-Math.min(ofAccount, ofAddress)));
    });
  }

  @Override
  public void succeeded(AttemptKind kind, String account, @Nullable String address) {
    transactions.run(transaction -> {
      takeBack(transaction.connection(), Count.ofAccount(kind), account, ALL);
      if (address != null) {
        takeBack(transaction.connection(), Count.ofAddress(kind), address, 1);
      }
    });
  }

  /**
   * The failures so far, or, when it is too early for another attempt, the seconds to wait,
   * negated.
   */
  private static int failures(Connection connection, Count kind, String subject, Instant now)
      throws SQLException {
    byte[] hash = hash(subject);
    try (var ensure = connection.prepareStatement(ENSURE)) {
      ensure.setString(1, kind.name());
      ensure.setBytes(2, hash);
      ensure.setObject(3, Timestamps.at(now));
      ensure.executeUpdate();
    }
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setString(1, kind.name());
      lock.setBytes(2, hash);
      try (ResultSet rows = lock.executeQuery()) {
        rows.next();
        return waiting(kind.rules(), rows.getInt(1), Timestamps.read(rows, "last_at"), now);
      }
    }
  }

  private static int waiting(AttemptRules rules, int failures, Instant last, Instant now) {
    if (failures == 0 || last.plus(rules.forgetAfter()).isBefore(now)) {
      return 0;
    }
    Instant next = rules.nextAt(failures, last);
    // Of two at once the later may have been counted first; that is no reason to wait.
    return next.isAfter(now) && next.isAfter(last)
        ? -Math.toIntExact(Duration.between(now, next).plusMillis(999).toSeconds())
        : failures;
  }

  private static void count(
      Connection connection, Count kind, String subject, int failures, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(COUNT)) {
      update.setInt(1, failures);
      update.setObject(2, Timestamps.at(now));
      update.setString(3, kind.name());
      update.setBytes(4, hash(subject));
      update.executeUpdate();
    }
  }

  private static void takeBack(Connection connection, Count kind, String subject, int failures)
      throws SQLException {
    try (var update = connection.prepareStatement(TAKE_BACK)) {
      update.setInt(1, failures);
      update.setString(2, kind.name());
      update.setBytes(3, hash(subject));
      update.executeUpdate();
    }
  }

  private static byte[] hash(String subject) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
