package io.rickyard.auth.jdbc;

import io.rickyard.auth.key.KeyCipher;
import io.rickyard.auth.key.MasterKey;
import io.rickyard.auth.mail.MailMessage;
import io.rickyard.auth.mail.MailPurpose;
import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.mail.QueuedMail;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The table {@code mail}: what waits to be carried, or, where nobody carries, what is read here.
 */
@Singleton
final class MailTable implements MailQueue {

  private static final Duration CLAIMED_FOR = Duration.ofMinutes(2);

  private static final String INSERT =
      """
      insert into mail (id, purpose, recipient, subject, body, created_at, next_at)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (id) do nothing
      """;

  private static final String COLUMNS =
      "select id, purpose, recipient, subject, body, created_at, attempts from mail ";

  private static final String CLAIM =
      """
      update mail set next_at = ?, attempts = attempts + 1
       where id in (select id from mail where recipient is not null and next_at <= ?
                     order by next_at limit ? for update skip locked)
      returning id, purpose, recipient, subject, body, created_at, attempts
      """;

  private final Transactions transactions;
  private final MailTransport transport;
  private final KeyCipher cipher;

  MailTable(
      Transactions transactions, MailTransport transport, MasterKey key, SecureRandom random) {
    this.transactions = transactions;
    this.transport = transport;
    this.cipher = new KeyCipher(key.derive("mail"), random);
  }

  @Override
  public MailTransport transport() {
    return transport;
  }

  @Override
  public void add(UUID id, MailMessage message, Instant now) {
    transactions.run(transaction -> insert(transaction.connection(), id, message, true, now));
  }

  /** One that does not go out is written all the same. */
  void insert(Connection connection, UUID id, MailMessage message, boolean goesOut, Instant now)
      throws SQLException {
    byte[] body = cipher.encrypt(message.text().getBytes(StandardCharsets.UTF_8), "mail " + id);
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setString(2, message.purpose().wireName());
      insert.setString(3, goesOut ? message.to().value() : null);
      insert.setString(4, message.subject());
      insert.setBytes(5, body);
      insert.setObject(6, Timestamps.at(now));
      insert.setObject(7, Timestamps.at(now));
      insert.executeUpdate();
    }
  }

  @Override
  public List<QueuedMail> claim(int most, Instant now) {
    return transactions.call(transaction -> {
      try (var update = transaction.connection().prepareStatement(CLAIM)) {
        update.setObject(1, Timestamps.at(now.plus(CLAIMED_FOR)));
        update.setObject(2, Timestamps.at(now));
        update.setInt(3, most);
        return read(update);
      }
    });
  }

  @Override
  public void remove(UUID id) {
    transactions.run(transaction -> {
      try (var delete =
          transaction.connection().prepareStatement("delete from mail where id = ?")) {
        delete.setObject(1, id);
        delete.executeUpdate();
      }
    });
  }

  @Override
  public void postpone(UUID id, Instant next) {
    transactions.run(transaction -> {
      try (var update =
          transaction.connection().prepareStatement("update mail set next_at = ? where id = ?")) {
        update.setObject(1, Timestamps.at(next));
        update.setObject(2, id);
        update.executeUpdate();
      }
    });
  }

  @Override
  public List<QueuedMail> newest(int most) {
    return transactions.call(transaction -> {
      try (var select =
          transaction
              .connection()
              .prepareStatement(
                  COLUMNS
                      + "where recipient is not null order by created_at desc, id desc limit ?")) {
        select.setInt(1, most);
        return read(select);
      }
    });
  }

  private List<QueuedMail> read(PreparedStatement statement) throws SQLException {
    List<QueuedMail> mails = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        mails.add(read(rows));
      }
    }
    return mails;
  }

  private QueuedMail read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String text =
        new String(cipher.decrypt(row.getBytes("body"), "mail " + id), StandardCharsets.UTF_8);
    return new QueuedMail(
        id,
        new MailMessage(
            MailPurpose.named(row.getString("purpose")).orElseThrow(),
            new EmailAddress(row.getString("recipient")),
            row.getString("subject"),
            text),
        Timestamps.read(row, "created_at"),
        row.getInt("attempts"));
  }
}
