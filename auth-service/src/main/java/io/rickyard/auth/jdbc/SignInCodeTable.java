package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.SignInCodes;
import io.rickyard.auth.user.UserId;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code sign_in_code}. A redeemed code is gone, so of two at once one finds nothing. */
@Singleton
final class SignInCodeTable implements SignInCodes {

  private final Transactions transactions;
  private final DeedRecords deeds;

  SignInCodeTable(Transactions transactions, DeedRecords deeds) {
    this.transactions = transactions;
    this.deeds = deeds;
  }

  @Override
  public void add(OpaqueToken code, UserId user, Instant expiresAt, Cause cause) {
    transactions.run(transaction -> {
      try (var insert =
          transaction
              .connection()
              .prepareStatement(
                  "insert into sign_in_code (hash, user_id, expires_at) values (?, ?, ?)")) {
        insert.setBytes(1, code.hash());
        insert.setObject(2, user.value());
        insert.setObject(3, Timestamps.at(expiresAt));
        insert.executeUpdate();
      }
      deeds.done(transaction, cause, "sign_in_code.create", user.toString());
    });
  }

  @Override
  public Optional<UserId> redeem(OpaqueToken code, Instant now) {
    return transactions.call(transaction -> {
      try (var delete =
          transaction
              .connection()
              .prepareStatement(
                  "delete from sign_in_code where hash = ? and expires_at > ? returning user_id")) {
        delete.setBytes(1, code.hash());
        delete.setObject(2, Timestamps.at(now));
        try (ResultSet rows = delete.executeQuery()) {
          return rows.next()
              ? Optional.of(new UserId(rows.getObject(1, UUID.class)))
              : Optional.empty();
        }
      }
    });
  }
}
