package io.rickyard.auth.jdbc;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.login.Callback;
import io.rickyard.auth.login.DevicePoll;
import io.rickyard.auth.login.Grant;
import io.rickyard.auth.login.LoginName;
import io.rickyard.auth.login.LoginRequest;
import io.rickyard.auth.login.LoginRequests;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.PersonalAccessToken;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.MessageId;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code login_request}. Whoever fetches a token holds the request's row. */
@Singleton
final class LoginRequestTable implements LoginRequests {

  /** For how long a program can fetch its token once somebody has agreed, at least. */
  private static final Duration TO_FETCH = Duration.ofMinutes(1);

  private static final String INSERT =
      """
      insert into login_request (id, name_hash, device_hash, client, host, origin, agent,
             redirect_uri, challenge, state, created_at, expires_at, interval_seconds)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      select id, client, host, origin, agent, redirect_uri, challenge, state, created_at,
             expires_at, approved
        from login_request where name_hash = ? and expires_at > ?
      """;

  private static final String DECIDE =
      """
      update login_request
         set approved = ?, user_id = ?, session_id = ?, code_hash = ?,
             expires_at = case when redirect_uri is null then greatest(expires_at, ?) else ? end
       where id = ? and approved is null and expires_at > ?
      """;

  private static final String SHOWN =
      """
      select id, client, host, redirect_uri, challenge, expires_at, interval_seconds, polled_at,
             approved, user_id, session_id, redeemed_at, token_id
        from login_request where
      """;

  private static final String BY_DEVICE = SHOWN + " device_hash = ? for update";

  private static final String BY_CODE = SHOWN + " code_hash = ? for update";

  private static final String POLLED =
      "update login_request set polled_at = ?, interval_seconds = ? where id = ?";

  private static final String REDEEMED =
      "update login_request set redeemed_at = ?, token_id = ? where id = ?";

  private final Transactions transactions;
  private final PersonalAccessTokenTable tokens;
  private final DeedRecords deeds;

  LoginRequestTable(Transactions transactions, PersonalAccessTokenTable tokens, DeedRecords deeds) {
    this.transactions = transactions;
    this.tokens = tokens;
    this.deeds = deeds;
  }

  @Override
  public void add(LoginRequest request, LoginName name, @Nullable OpaqueToken device) {
    var callback = request.callback();
    transactions.run(transaction -> {
      try (var insert = transaction.connection().prepareStatement(INSERT)) {
        insert.setObject(1, request.id());
        insert.setBytes(2, name.hash());
        insert.setBytes(3, device == null ? null : device.hash());
        insert.setString(4, request.client());
        insert.setString(5, request.host());
        insert.setString(6, request.origin());
        insert.setString(7, request.agent());
        insert.setString(8, callback == null ? null : callback.redirect());
        insert.setString(9, callback == null ? null : callback.challenge().value());
        insert.setString(10, callback == null ? null : callback.state());
        insert.setObject(11, Timestamps.at(request.createdAt()));
        insert.setObject(12, Timestamps.at(request.expiresAt()));
        insert.setInt(13, Math.toIntExact(DevicePoll.USUAL.toSeconds()));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public Optional<LoginRequest> find(LoginName name, Instant now) {
    return transactions.call(transaction -> {
      try (var select = transaction.connection().prepareStatement(FIND)) {
        select.setBytes(1, name.hash());
        select.setObject(2, Timestamps.at(now));
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public boolean approve(
      LoginRequest request,
      UserId user,
      SessionId session,
      @Nullable OpaqueToken code,
      Cause cause) {
    return transactions.call(transaction -> {
      boolean first = decide(transaction.connection(), request, true, user, session, code, cause);
      if (first) {
        deeds.done(
            transaction, cause, "login.approve", request.id().toString(), described(request));
      }
      return first;
    });
  }

  @Override
  public boolean refuse(LoginRequest request, UserId user, SessionId session, Cause cause) {
    return transactions.call(transaction -> {
      boolean first = decide(transaction.connection(), request, false, user, session, null, cause);
      if (first) {
        deeds.done(transaction, cause, "login.refuse", request.id().toString(), described(request));
      }
      return first;
    });
  }

  @Override
  public Grant poll(OpaqueToken device, String client, OpaqueToken secret, Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var shown = find(connection, BY_DEVICE, device).filter(row -> row.isOf(client));
      if (shown.isEmpty()) {
        return new Grant.Invalid();
      }
      var row = shown.get();
      var poll = row.poll();
      return switch (poll.decide(cause.at())) {
        case GRANT -> give(transaction, row, secret, cause);
        case PENDING -> {
          polled(connection, row, poll.interval(), cause.at());
          yield new Grant.Pending();
        }
        case SLOW_DOWN -> {
          polled(connection, row, poll.longer(), cause.at());
          yield new Grant.SlowDown(poll.longer());
        }
        case DENIED -> new Grant.Denied();
        case EXPIRED -> new Grant.Expired();
        case SPENT -> new Grant.Invalid();
      };
    });
  }

  @Override
  public Grant redeem(
      OpaqueToken code,
      String client,
      String redirect,
      String verifier,
      OpaqueToken secret,
      Cause cause) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      var shown = find(connection, BY_CODE, code);
      if (shown.isEmpty()) {
        return new Grant.Invalid();
      }
      var row = shown.get();
      if (row.redeemed()) {
        takeBack(transaction, row, cause);
        return new Grant.Invalid();
      }
      boolean good =
          row.isOf(client)
              && redirect.equals(row.redirect())
              && row.expiresAt().isAfter(cause.at())
              && new Challenge(Challenge.Method.S256, requireNonNull(row.challenge()))
                  .fits(verifier);
      if (!good) {
        redeemed(connection, row, null, cause.at());
        return new Grant.Invalid();
      }
      return give(transaction, row, secret, cause);
    });
  }

  /** Who agreed gave a right of their session's: without it there is none any more. */
  private Grant give(Transaction transaction, Row row, OpaqueToken secret, Cause cause)
      throws SQLException {
    var connection = transaction.connection();
    var user = row.whose();
    var session = SessionTable.find(connection, new SessionId(requireNonNull(row.session())));
    if (session.filter(standing -> standing.alive(cause.at())).isEmpty()) {
      redeemed(connection, row, null, cause.at());
      return new Grant.Invalid();
    }
    var token =
        new PersonalAccessToken(
            MessageId.next().value(),
            user,
            "rickyard on " + row.host(),
            secret.hint(),
            List.of(),
            cause.at(),
            null,
            null);
    tokens.insert(transaction, token, secret, cause.by(person(user)));
    redeemed(connection, row, token.id(), cause.at());
    return new Grant.Token(secret.value());
  }

  /** A code that is shown twice was seen by somebody else. */
  private void takeBack(Transaction transaction, Row row, Cause cause) throws SQLException {
    var token = row.token();
    if (token != null) {
      tokens.revoke(transaction, row.whose(), token, cause.by(person(row.whose())));
    }
  }

  private static Actor person(UserId user) {
    return new Actor(Actor.Kind.PERSON, user.toString(), null);
  }

  private static String described(LoginRequest request) {
    return "%s on %s, asked from %s"
        .formatted(
            request.client(),
            request.host(),
            request.origin() == null ? "an unknown address" : request.origin());
  }

  private static boolean decide(
      Connection connection,
      LoginRequest request,
      boolean approved,
      UserId user,
      SessionId session,
      @Nullable OpaqueToken code,
      Cause cause)
      throws SQLException {
    var fetchBy = Timestamps.at(cause.at().plus(TO_FETCH));
    try (var update = connection.prepareStatement(DECIDE)) {
      update.setBoolean(1, approved);
      update.setObject(2, user.value());
      update.setObject(3, session.value());
      update.setBytes(4, code == null ? null : code.hash());
      update.setObject(5, fetchBy);
      update.setObject(6, fetchBy);
      update.setObject(7, request.id());
      update.setObject(8, Timestamps.at(cause.at()));
      return update.executeUpdate() == 1;
    }
  }

  private static void polled(Connection connection, Row row, Duration interval, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(POLLED)) {
      update.setObject(1, Timestamps.at(now));
      update.setInt(2, Math.toIntExact(interval.toSeconds()));
      update.setObject(3, row.id());
      update.executeUpdate();
    }
  }

  private static void redeemed(Connection connection, Row row, @Nullable UUID token, Instant now)
      throws SQLException {
    try (var update = connection.prepareStatement(REDEEMED)) {
      update.setObject(1, Timestamps.at(now));
      update.setObject(2, token);
      update.setObject(3, row.id());
      update.executeUpdate();
    }
  }

  private static LoginRequest read(ResultSet row) throws SQLException {
    String redirect = row.getString("redirect_uri");
    var callback =
        redirect == null
            ? null
            : new Callback(
                redirect,
                new Challenge(Challenge.Method.S256, row.getString("challenge")),
                row.getString("state"));
    return new LoginRequest(
        row.getObject("id", UUID.class),
        row.getString("client"),
        row.getString("host"),
        row.getString("origin"),
        row.getString("agent"),
        Timestamps.read(row, "created_at"),
        Timestamps.read(row, "expires_at"),
        callback,
        row.getObject("approved") != null);
  }

  private static Optional<Row> find(Connection connection, String sql, OpaqueToken shown)
      throws SQLException {
    try (var select = connection.prepareStatement(sql)) {
      select.setBytes(1, shown.hash());
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? Optional.of(Row.of(rows)) : Optional.empty();
      }
    }
  }

  /** A request whose program shows its code. */
  private record Row(
      UUID id,
      String client,
      String host,
      @Nullable String redirect,
      @Nullable String challenge,
      Instant expiresAt,
      Duration interval,
      @Nullable Instant polledAt,
      @Nullable Boolean approved,
      @Nullable UUID user,
      @Nullable UUID session,
      boolean redeemed,
      @Nullable UUID token) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getObject("id", UUID.class),
          row.getString("client"),
          row.getString("host"),
          row.getString("redirect_uri"),
          row.getString("challenge"),
          Timestamps.read(row, "expires_at"),
          Duration.ofSeconds(row.getInt("interval_seconds")),
          Timestamps.readOrNull(row, "polled_at"),
          (Boolean) row.getObject("approved"),
          row.getObject("user_id", UUID.class),
          row.getObject("session_id", UUID.class),
          row.getObject("redeemed_at") != null,
          row.getObject("token_id", UUID.class));
    }

    boolean isOf(String shownBy) {
      return client.equals(shownBy);
    }

    UserId whose() {
      return new UserId(requireNonNull(user, "user_id"));
    }

    DevicePoll poll() {
      return new DevicePoll(expiresAt, interval, polledAt, approved, redeemed);
    }
  }
}
