package io.rickyard.auth.jdbc;

import io.rickyard.auth.onetime.AuthCodes;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.UserId;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code auth_code}. A redeemed code is gone. */
@Singleton
final class AuthCodeTable implements AuthCodes {

  private static final String INSERT =
      """
      insert into auth_code (hash, user_id, method, challenge, challenge_method, expires_at, links)
      values (?, ?, ?, ?, ?, ?, ?::jsonb)
      """;

  private static final String REDEEM =
      """
      delete from auth_code where hash = ? and expires_at > ?
      returning user_id, method, challenge, challenge_method, links
      """;

  private final Transactions transactions;

  AuthCodeTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(OpaqueToken code, Pending pending, Instant expiresAt) {
    transactions.run(transaction -> {
      try (var insert = transaction.connection().prepareStatement(INSERT)) {
        insert.setBytes(1, code.hash());
        insert.setObject(2, pending.user().value());
        insert.setString(3, pending.method().wireName());
        insert.setString(4, pending.challenge().value());
        insert.setString(5, pending.challenge().method().name());
        insert.setObject(6, Timestamps.at(expiresAt));
        insert.setString(7, ProfileJson.write(pending.links()));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<Pending> redeem(OpaqueToken code, Instant now) {
    return transactions.call(transaction -> {
      try (var delete = transaction.connection().prepareStatement(REDEEM)) {
        delete.setBytes(1, code.hash());
        delete.setObject(2, Timestamps.at(now));
        try (ResultSet rows = delete.executeQuery()) {
          return rows.next()
              ? Optional.of(
                  new Pending(
                      new UserId(rows.getObject("user_id", UUID.class)),
                      SignInMethod.named(rows.getString("method")),
                      new Challenge(
                          Challenge.Method.valueOf(rows.getString("challenge_method")),
                          rows.getString("challenge")),
                      ProfileJson.read(rows.getString("links"))))
              : Optional.empty();
        }
      }
    });
  }
}
