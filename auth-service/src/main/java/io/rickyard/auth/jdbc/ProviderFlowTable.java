package io.rickyard.auth.jdbc;

import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.provider.ProviderFlow.Linking;
import io.rickyard.auth.provider.ProviderFlow.Returned;
import io.rickyard.auth.provider.ProviderFlows;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.UserId;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code provider_flow}. One that came back is gone, whatever comes of it. */
@Singleton
final class ProviderFlowTable implements ProviderFlows {

  private static final String INSERT =
      """
      insert into provider_flow (hash, provider, redirect, challenge, challenge_method, browser,
                                 user_id, session_id, quiet, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String COLUMNS =
      " returning provider, redirect, challenge, challenge_method, user_id, session_id, quiet";

  private static final String BIND =
      "update provider_flow set browser = ? where hash = ? and browser is null and expires_at > ?"
          + COLUMNS;

  private static final String REDEEM =
      "delete from provider_flow where hash = ? and expires_at > ?"
          + COLUMNS
          + ", coalesce(browser = ?, false) as same_browser";

  private final Transactions transactions;

  ProviderFlowTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void begin(
      OpaqueToken state, ProviderFlow flow, @Nullable OpaqueToken browser, Instant expiresAt) {
    var challenge = flow.flow().challenge();
    var linking = flow.linking();
    transactions.run(transaction -> {
      try (var insert = transaction.connection().prepareStatement(INSERT)) {
        insert.setBytes(1, state.hash());
        insert.setString(2, flow.provider());
        insert.setString(3, flow.flow().redirect().toString());
        insert.setString(4, challenge == null ? null : challenge.value());
        insert.setString(5, challenge == null ? null : challenge.method().name());
        insert.setBytes(6, browser == null ? null : browser.hash());
        insert.setObject(7, linking == null ? null : linking.user().value());
        insert.setObject(8, linking == null ? null : linking.session().value());
        insert.setBoolean(9, linking != null && linking.quiet());
        insert.setObject(10, Timestamps.at(expiresAt));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<ProviderFlow> bind(OpaqueToken state, OpaqueToken browser, Instant now) {
    return transactions.call(transaction -> {
      try (var update = transaction.connection().prepareStatement(BIND)) {
        update.setBytes(1, browser.hash());
        update.setBytes(2, state.hash());
        update.setObject(3, Timestamps.at(now));
        try (ResultSet rows = update.executeQuery()) {
          return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public Optional<Returned> redeem(OpaqueToken state, @Nullable OpaqueToken browser, Instant now) {
    return transactions.call(transaction -> {
      try (var delete = transaction.connection().prepareStatement(REDEEM)) {
        delete.setBytes(1, state.hash());
        delete.setObject(2, Timestamps.at(now));
        delete.setBytes(3, browser == null ? null : browser.hash());
        try (ResultSet rows = delete.executeQuery()) {
          return rows.next()
              ? Optional.of(new Returned(read(rows), rows.getBoolean("same_browser")))
              : Optional.empty();
        }
      }
    });
  }

  private static ProviderFlow read(ResultSet row) throws SQLException {
    String challenge = row.getString("challenge");
    UUID user = row.getObject("user_id", UUID.class);
    return new ProviderFlow(
        row.getString("provider"),
        new Flow(
            URI.create(row.getString("redirect")),
            challenge == null
                ? null
                : new Challenge(
                    Challenge.Method.valueOf(row.getString("challenge_method")), challenge)),
        user == null
            ? null
            : new Linking(
                new UserId(user),
                new SessionId(row.getObject("session_id", UUID.class)),
                row.getBoolean("quiet")));
  }
}
