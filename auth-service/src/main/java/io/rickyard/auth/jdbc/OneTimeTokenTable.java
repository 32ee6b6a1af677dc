package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.onetime.OneTimeCodes;
import io.rickyard.auth.onetime.OneTimePurpose;
import io.rickyard.auth.onetime.OneTimeToken;
import io.rickyard.auth.onetime.OneTimeTokens;
import io.rickyard.auth.onetime.Redeemed;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code one_time_token}. A redeemed token is gone. What is made for an address that
 * nobody has is a row without a user, which no statement below redeems.
 */
@Singleton
final class OneTimeTokenTable implements OneTimeTokens {

  private static final String INSERT =
      """
      insert into one_time_token (hash, user_id, purpose, address, code_hash, challenge,
                                  challenge_method, created_at, expires_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (user_id, purpose) where user_id is not null do update
         set hash = excluded.hash, address = excluded.address, code_hash = excluded.code_hash,
             failures = 0, challenge = excluded.challenge,
             challenge_method = excluded.challenge_method, created_at = excluded.created_at,
             expires_at = excluded.expires_at
      """;

  private static final String REDEEM =
      """
      delete from one_time_token
       where hash = ? and user_id is not null and purpose = any (?) and expires_at > ?
      returning user_id, purpose, address, challenge, challenge_method
      """;

  private static final String CANDIDATES =
      """
      select hash, user_id, purpose, address, code_hash, failures, challenge, challenge_method
        from one_time_token
       where address = ? and user_id is not null and purpose = any (?) and expires_at > ?
       order by hash
         for update
      """;

  private static final String FAIL =
      "update one_time_token set failures = failures + 1 where hash = ?";

  private static final String DELETE = "delete from one_time_token where hash = ?";

  private final Transactions transactions;
  private final OneTimeCodes codes;
  private final MailTable mails;
  private final DeedRecords deeds;

  OneTimeTokenTable(
      Transactions transactions, OneTimeCodes codes, MailTable mails, DeedRecords deeds) {
    this.transactions = transactions;
    this.codes = codes;
    this.mails = mails;
    this.deeds = deeds;
  }

  @SuppressWarnings("ArrayRecordComponent") // read and used within one method
  private record Candidate(byte[] hash, byte[] codeHash, int failures, Redeemed redeemed) {}

  @Override
  public void issue(OneTimeToken token, @Nullable MailMessage mail, boolean goesOut, Cause cause) {
    transactions.run(transaction -> {
      var connection = transaction.connection();
      var user = token.user();
      insert(connection, token, cause.at());
      if (mail != null) {
        mails.insert(connection, MessageId.next().value(), mail, goesOut, cause.at());
      }
      String target = user == null ? "unknown" : user.toString();
      deeds.done(transaction, cause, "one_time_token.create", target);
    });
  }

  @Override
  public Optional<Redeemed> redeem(OpaqueToken link, Set<OneTimePurpose> purposes, Instant now) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      try (var delete = connection.prepareStatement(REDEEM)) {
        delete.setBytes(1, link.hash());
        delete.setArray(2, names(connection, purposes));
        delete.setObject(3, Timestamps.at(now));
        try (ResultSet rows = delete.executeQuery()) {
          return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
      }
    });
  }

  @Override
  public Optional<Redeemed> redeem(
      EmailAddress address, String code, Set<OneTimePurpose> purposes, Instant now) {
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      for (var candidate : candidates(connection, address, purposes, now)) {
        var redeemed = candidate.redeemed();
        if (codes.fits(address, redeemed.purpose(), code, candidate.codeHash())) {
          run(connection, DELETE, candidate.hash());
          return Optional.of(redeemed);
        }
        boolean last = candidate.failures() + 1 >= MOST_FAILURES;
        run(connection, last ? DELETE : FAIL, candidate.hash());
      }
      return Optional.empty();
    });
  }

  /** Whoever has another address or password now is not let in by what was sent before. */
  static void deleteOf(Connection connection, UserId user) throws SQLException {
    try (var delete = connection.prepareStatement("delete from one_time_token where user_id = ?")) {
      delete.setObject(1, user.value());
      delete.executeUpdate();
    }
  }

  private void insert(Connection connection, OneTimeToken token, Instant now) throws SQLException {
    var user = token.user();
    var challenge = token.challenge();
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setBytes(1, token.link().hash());
      insert.setObject(2, user == null ? null : user.value());
      insert.setString(3, token.purpose().name());
      insert.setString(4, token.address().value());
      insert.setBytes(5, codes.hash(token.address(), token.purpose(), token.code()));
      insert.setString(6, challenge == null ? null : challenge.value());
      insert.setString(7, challenge == null ? null : challenge.method().name());
      insert.setObject(8, Timestamps.at(now));
      insert.setObject(9, Timestamps.at(token.expiresAt()));
      insert.executeUpdate();
    }
  }

  private static List<Candidate> candidates(
      Connection connection, EmailAddress address, Set<OneTimePurpose> purposes, Instant now)
      throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    try (var select = connection.prepareStatement(CANDIDATES)) {
      select.setString(1, address.value());
      select.setArray(2, names(connection, purposes));
      select.setObject(3, Timestamps.at(now));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          candidates.add(
              new Candidate(
                  rows.getBytes("hash"),
                  rows.getBytes("code_hash"),
                  rows.getInt("failures"),
                  read(rows)));
        }
      }
    }
    return candidates;
  }

  private static void run(Connection connection, String sql, byte[] hash) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, hash);
      statement.executeUpdate();
    }
  }

  private static Array names(Connection connection, Set<OneTimePurpose> purposes)
      throws SQLException {
    return connection.createArrayOf("text", purposes.stream().map(Enum::name).toArray());
  }

  private static Redeemed read(ResultSet row) throws SQLException {
    String challenge = row.getString("challenge");
    return new Redeemed(
        OneTimePurpose.valueOf(row.getString("purpose")),
        new UserId(row.getObject("user_id", UUID.class)),
        new EmailAddress(row.getString("address")),
        challenge == null
            ? null
            : new Challenge(
                Challenge.Method.valueOf(row.getString("challenge_method")), challenge));
  }
}
