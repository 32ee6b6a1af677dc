package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.FactorCheck;
import io.rickyard.auth.factor.FactorRefused;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.factor.Totp;
import io.rickyard.auth.key.KeyCipher;
import io.rickyard.auth.key.MasterKey;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.StatementRefused;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The tables {@code factor} and {@code factor_challenge}. Whoever checks a code holds the factor.
 */
@Singleton
final class FactorTable implements Factors {

  private static final String OF =
      """
      select id, user_id, name, created_at, verified_at from factor
       where user_id = ? order by created_at, id
      """;

  private static final String INSERT =
      "insert into factor (id, user_id, name, secret, created_at) values (?, ?, ?, ?, ?)";

  private static final String CHALLENGE =
      "insert into factor_challenge (id, factor_id, session_id, expires_at) values (?, ?, ?, ?)";

  private static final String CHALLENGED =
      """
      select 1 from factor_challenge
       where id = ? and factor_id = ? and session_id = ? and expires_at > ?
      """;

  private static final String SECRET =
      "select secret, last_step, verified_at from factor where id = ? for update";

  private static final String USED =
      "update factor set last_step = ?, verified_at = coalesce(verified_at, ?) where id = ?";

  private static final String TWO_FACTORS = "update session set verified_at = ? where id = ?";

  private final Transactions transactions;
  private final SessionTable sessions;
  private final DeedRecords deeds;
  private final KeyCipher cipher;

  FactorTable(
      Transactions transactions,
      SessionTable sessions,
      DeedRecords deeds,
      MasterKey key,
      SecureRandom random) {
    this.transactions = transactions;
    this.sessions = sessions;
    this.deeds = deeds;
    this.cipher = new KeyCipher(key.derive("factors"), random);
  }

  @SuppressWarnings("ArrayRecordComponent") // read and used within one method
  private record Secret(byte[] value, long lastStep, boolean verified) {}

  @Override
  public List<Factor> of(UserId user) {
    return transactions.call(transaction -> of(transaction.connection(), user));
  }

  @Override
  public void add(Factor factor, byte[] secret, Cause cause) {
    try {
      transactions.run(transaction -> {
        var connection = transaction.connection();
        run(connection, "select 1 from users where id = ? for update", factor.user().value());
        run(
            connection,
            "delete from factor where user_id = ? and verified_at is null",
            factor.user().value());
        if (of(connection, factor.user()).size() >= MOST) {
          throw new FactorRefused(FactorRefused.Why.TOO_MANY);
        }
        try (var insert = connection.prepareStatement(INSERT)) {
          insert.setObject(1, factor.id());
          insert.setObject(2, factor.user().value());
          insert.setString(3, factor.name());
          insert.setBytes(4, cipher.encrypt(secret, "factor " + factor.id()));
          insert.setObject(5, Timestamps.at(factor.createdAt()));
          insert.executeUpdate();
        }
        deeds.done(transaction, cause, "factor.create", factor.id().toString());
      });
    } catch (StatementRefused e) {
      if (e.isDuplicate()) {
        throw new FactorRefused(FactorRefused.Why.NAME_TAKEN);
      }
      throw e;
    }
  }

  @Override
  public void challenge(UUID challenge, Factor factor, SessionId session, Instant expiresAt) {
    transactions.run(transaction -> {
      try (var insert = transaction.connection().prepareStatement(CHALLENGE)) {
        insert.setObject(1, challenge);
        insert.setObject(2, factor.id());
        insert.setObject(3, session.value());
        insert.setObject(4, Timestamps.at(expiresAt));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public FactorCheck check(
      Factor factor, UUID challenge, SessionId session, String code, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var secret = secret(connection, factor);
      if (!challenged(connection, factor, challenge, session, cause.at())) {
        return FactorCheck.NO_CHALLENGE;
      }
      var step = Totp.step(secret.value(), code, cause.at(), secret.lastStep());
      if (step.isEmpty()) {
        return FactorCheck.WRONG;
      }
      run(connection, "delete from factor_challenge where id = ?", challenge);
      used(connection, factor, step.getAsLong(), cause.at());
      verified(connection, session, cause.at());
      List<IdentityEvent> ended =
          secret.verified() ? List.of() : endOthers(transaction, factor.user(), session, cause);
      deeds.done(transaction, cause, "factor.verify", factor.id().toString(), factor.user(), ended);
      return FactorCheck.FITS;
    });
  }

  @Override
  public void remove(Factor factor, Cause cause) {
    transactions.run(transaction -> {
      run(transaction.connection(), "delete from factor where id = ?", factor.id());
      deeds.done(transaction, cause, "factor.delete", factor.id().toString());
    });
  }

  private List<IdentityEvent> endOthers(
      Transaction transaction, UserId user, SessionId session, Cause cause) throws SQLException {
    return sessions.endWithOneFactor(transaction, user, session, cause.at());
  }

  private Secret secret(Connection connection, Factor factor) throws SQLException {
    try (var select = connection.prepareStatement(SECRET)) {
      select.setObject(1, factor.id());
      try (ResultSet rows = select.executeQuery()) {
        if (!rows.next()) {
          // It was removed a moment ago: every step counts as used.
          return new Secret(new byte[Totp.SECRET_BYTES], Long.MAX_VALUE, true);
        }
        return new Secret(
            cipher.decrypt(rows.getBytes("secret"), "factor " + factor.id()),
            rows.getLong("last_step"),
            Timestamps.readOrNull(rows, "verified_at") != null);
      }
    }
  }

  private static boolean challenged(
      Connection connection, Factor factor, UUID challenge, SessionId session, Instant now)
      throws SQLException {
    try (var select = connection.prepareStatement(CHALLENGED)) {
      select.setObject(1, challenge);
      select.setObject(2, factor.id());
      select.setObject(3, session.value());
      select.setObject(4, Timestamps.at(now));
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private static void used(Connection connection, Factor factor, long step, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(USED)) {
      update.setLong(1, step);
      update.setObject(2, Timestamps.at(now));
      update.setObject(3, factor.id());
      update.executeUpdate();
    }
  }

  private static void verified(Connection connection, SessionId session, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(TWO_FACTORS)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, session.value());
      update.executeUpdate();
    }
  }

  private static void run(Connection connection, String sql, UUID id) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      statement.execute();
    }
  }

  private static List<Factor> of(Connection connection, UserId user) throws SQLException {
    List<Factor> factors = new ArrayList<>();
    try (var select = connection.prepareStatement(OF)) {
      select.setObject(1, user.value());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          factors.add(
              new Factor(
                  rows.getObject("id", UUID.class),
                  new UserId(rows.getObject("user_id", UUID.class)),
                  rows.getString("name"),
                  Timestamps.read(rows, "created_at"),
                  Timestamps.readOrNull(rows, "verified_at")));
        }
      }
    }
    return factors;
  }
}
