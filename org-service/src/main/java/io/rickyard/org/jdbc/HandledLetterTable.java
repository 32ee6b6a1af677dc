package io.rickyard.org.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.StoredLetter;
import io.rickyard.org.letter.Handled;
import io.rickyard.org.letter.Handling;
import io.rickyard.org.letter.LetterRecord;
import io.rickyard.org.letter.LetterState;
import io.rickyard.persistence.Outbox;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The table {@code handled_letter}: a row per dead message that was replayed or dropped. The row,
 * the message that goes out again and the audit record commit together.
 */
final class HandledLetterTable implements LetterRecord {

  /** A segment of a topic goes as a whole, days after its first letter could have gone. */
  private static final Duration LONGER_THAN_THE_LETTER = Duration.ofDays(30);

  private static final String FIND =
      """
      select h.topic, h.partition, h.place, h.state, h.handled_by, h.handled_at
        from unnest(?::text[], ?::int[], ?::bigint[], ?::timestamptz[]) as l (topic, partition, place, written_at)
        join handled_letter h using (topic, partition, place, written_at)
      """;

  private static final String ADD =
      """
      insert into handled_letter (topic, partition, place, written_at, kept_until, state, handled_by, handled_at)
      select l.topic, l.partition, l.place, l.written_at, l.kept_until, ?, ?, ?
        from unnest(?::text[], ?::int[], ?::bigint[], ?::timestamptz[], ?::timestamptz[])
             as l (topic, partition, place, written_at, kept_until)
      on conflict do nothing
      returning topic, partition, place
      """;

  private static final String PURGE =
      "delete from handled_letter where kept_until < clock_timestamp()";

  private final Sessions sessions;
  private final Outbox outbox;
  private final Clock clock;

  HandledLetterTable(Sessions sessions, Outbox outbox, Clock clock) {
    this.sessions = sessions;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public Map<LetterId, Handled> handled(Collection<StoredLetter> letters) {
    return sessions.asInstallation(transaction -> {
      Map<LetterId, Handled> handled = new HashMap<>();
      try (PreparedStatement find = transaction.connection().prepareStatement(FIND)) {
        identities(find, 1, letters);
        try (ResultSet rows = find.executeQuery()) {
          while (rows.next()) {
            handled.put(
                id(rows),
                new Handled(
                    LetterState.named(rows.getString(4)),
                    rows.getString(5),
                    rows.getObject(6, OffsetDateTime.class).toInstant()));
          }
        }
      }
      return handled;
    });
  }

  @Override
  public Set<LetterId> handle(Handling handling, List<StoredLetter> letters) {
    var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return sessions.asInstallation(transaction -> {
      Set<LetterId> done = add(transaction.connection(), handling, letters, at);
      List<OutgoingMessage> messages = new ArrayList<>();
      for (StoredLetter letter : letters) {
        if (done.contains(letter.id())) {
          if (handling.into() == LetterState.REPLAYED) {
            messages.add(letter.message().orElseThrow());
          }
          messages.add(audit(handling, letter, at));
        }
      }
      outbox.write(transaction, messages);
      return done;
    });
  }

  static int purge(Connection connection) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(PURGE)) {
      return delete.executeUpdate();
    }
  }

  private static Set<LetterId> add(
      Connection connection, Handling handling, List<StoredLetter> letters, Instant at)
      throws SQLException {
    Set<LetterId> added = new HashSet<>();
    try (PreparedStatement add = connection.prepareStatement(ADD)) {
      add.setString(1, handling.into().wireName());
      add.setString(2, handling.by());
      add.setObject(3, time(at));
      identities(add, 4, letters);
      add.setArray(8, array(add, "timestamptz", letters, letter -> time(keptUntil(letter))));
      try (ResultSet rows = add.executeQuery()) {
        while (rows.next()) {
          added.add(id(rows));
        }
      }
    }
    return added;
  }

  private static void identities(
      PreparedStatement statement, int first, Collection<StoredLetter> letters)
      throws SQLException {
    statement.setArray(
        first, array(statement, "text", letters, letter -> letter.id().topic().topicName()));
    statement.setArray(
        first + 1, array(statement, "int4", letters, letter -> letter.id().partition()));
    statement.setArray(
        first + 2, array(statement, "int8", letters, letter -> letter.id().offset()));
    statement.setArray(
        first + 3, array(statement, "timestamptz", letters, letter -> time(letter.writtenAt())));
  }

  private static java.sql.Array array(
      PreparedStatement statement,
      String type,
      Collection<StoredLetter> letters,
      Function<StoredLetter, Object> value)
      throws SQLException {
    return statement
        .getConnection()
        .createArrayOf(type, letters.stream().map(value).toArray(Object[]::new));
  }

  private static LetterId id(ResultSet row) throws SQLException {
    return new LetterId(Topic.named(row.getString(1)), row.getInt(2), row.getLong(3));
  }

  private static Instant keptUntil(StoredLetter letter) {
    return letter.writtenAt().plus(letter.id().topic().retention()).plus(LONGER_THAN_THE_LETTER);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static OutgoingMessage audit(Handling handling, StoredLetter letter, Instant at) {
    var deed = handling.deed();
    var target = letter.id().text();
    var fate = letter.fate();
    var record =
        new AuditRecord(
            at,
            handling.action(),
            target,
            "done",
            deed.origin(),
            "given up by %s: %s".formatted(fate.consumer(), fate.cause()));
    return MessageCodec.encode(
        Topic.AUDIT,
        new Envelope<>(
            MessageId.next(),
            record.messageType(),
            1,
            target,
            Version.NONE,
            at,
            null,
            null,
            null,
            deed.correlationId(),
            null,
            deed.actor(),
            deed.trace(),
            record));
  }
}
