package io.rickyard.auth.jdbc;

import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.StreamTickets;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code stream_ticket}. A redeemed ticket is gone. */
@Singleton
final class StreamTicketTable implements StreamTickets {

  private static final String INSERT =
      """
      insert into stream_ticket (hash, user_id, session_id, token_id, scopes, email, expires_at)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String REDEEM =
      """
      delete from stream_ticket where hash = ? and expires_at > ?
      returning user_id, session_id, token_id, scopes, email,
                (select administrator from users where id = user_id) as administrator
      """;

  private final Transactions transactions;

  StreamTicketTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void add(OpaqueToken ticket, Identity holder, Instant expiresAt) {
    switch (holder) {
      case Identity.InSession in ->
          insert(ticket, in.user(), in.session().value(), null, List.of(), in.email(), expiresAt);
      case Identity.WithToken with ->
          insert(ticket, with.user(), null, with.token(), with.scopes(), with.email(), expiresAt);
      case Identity.OfService service ->
          throw new IllegalArgumentException(service.name() + " is a service and opens no streams");
    }
  }

  @Override
  public Optional<Identity> redeem(OpaqueToken ticket, Instant now) {
    return transactions.call(transaction -> {
      try (var delete = transaction.connection().prepareStatement(REDEEM)) {
        delete.setBytes(1, ticket.hash());
        delete.setObject(2, Timestamps.at(now));
        try (ResultSet rows = delete.executeQuery()) {
          return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
      }
    });
  }

  private void insert(
      OpaqueToken ticket,
      UserId user,
      @Nullable UUID session,
      @Nullable UUID token,
      List<String> scopes,
      @Nullable EmailAddress email,
      Instant expiresAt) {
    transactions.run(transaction -> {
      var connection = transaction.connection();
      try (var insert = connection.prepareStatement(INSERT)) {
        insert.setBytes(1, ticket.hash());
        insert.setObject(2, user.value());
        insert.setObject(3, session);
        insert.setObject(4, token);
        insert.setArray(5, connection.createArrayOf("text", scopes.toArray()));
        insert.setString(6, email == null ? null : email.value());
        insert.setObject(7, Timestamps.at(expiresAt));
        insert.executeUpdate();
      }
    });
  }

  private static Identity read(ResultSet row) throws SQLException {
    var user = new UserId(row.getObject("user_id", UUID.class));
    String address = row.getString("email");
    var email = address == null ? null : new EmailAddress(address);
    boolean administrator = row.getBoolean("administrator");
    UUID session = row.getObject("session_id", UUID.class);
    return session == null
        ? new Identity.WithToken(
            user,
            row.getObject("token_id", UUID.class),
            Arrays.asList((String[]) row.getArray("scopes").getArray()),
            email,
            administrator)
        : new Identity.InSession(user, new SessionId(session), email, administrator);
  }
}
