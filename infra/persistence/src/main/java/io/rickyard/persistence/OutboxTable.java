package io.rickyard.persistence;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.OutgoingMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of the table {@code outbox}. */
final class OutboxTable {

  private static final String INSERT = "insert into outbox (shard, messages) values (?, ?)";

  private static final String DELETE = "delete from outbox where id = any (?::bigint[])";

  private static final String LEFT =
      """
      select id, messages
        from outbox
       where shard = any (?::integer[])
         and created_at <= clock_timestamp() - make_interval(secs => ?)
         and not (id = any (?::bigint[]))
       order by id
       limit ?
      """;

  private static final String REST =
      """
      select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)
        from (select created_at from outbox order by id limit ?) as counted
      """;

  private static final TypeReference<List<Row>> ROWS = new TypeReference<>() {};

  /** The stored form of a message; by the topic's name, which outlives the name of its constant. */
  @SuppressWarnings("ArrayRecordComponent") // lives between the column and the message, no longer
  private record Row(String topic, String key, Map<String, String> headers, byte[] value) {}

  OutboxEntry insert(Connection connection, int shard, List<OutgoingMessage> messages)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(INSERT, new String[] {"id"})) {
      insert.setInt(1, shard);
      insert.setBytes(2, encode(messages));
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        if (!keys.next()) {
          throw new SQLException("The outbox gave no id");
        }
        return new OutboxEntry(keys.getLong(1), messages);
      }
    }
  }

  int delete(Connection connection, Collection<Long> ids) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, ids.stream().mapToLong(Long::longValue).toArray());
      return delete.executeUpdate();
    }
  }

  /** Rows of these shards that are at least this old, the oldest first, but not these. */
  List<OutboxEntry> left(
      Connection connection, Set<Integer> shards, Duration age, Set<Long> except, int most)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(LEFT)) {
      select.setObject(1, shards.stream().mapToInt(Integer::intValue).toArray());
      select.setDouble(2, age.toMillis() / 1000.0);
      select.setObject(3, except.stream().mapToLong(Long::longValue).toArray());
      select.setInt(4, most);
      List<OutboxEntry> entries = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          entries.add(new OutboxEntry(rows.getLong(1), decode(rows.getBytes(2))));
        }
      }
      return entries;
    }
  }

  OutboxRest rest(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REST)) {
      select.setInt(1, OutboxRest.MOST);
      try (ResultSet rows = select.executeQuery()) {
        rows.next();
        return new OutboxRest(
            rows.getLong(1), Duration.ofMillis(Math.max(0, Math.round(rows.getDouble(2) * 1000))));
      }
    }
  }

  private static byte[] encode(List<OutgoingMessage> messages) {
    List<Row> rows =
        messages.stream()
            .map(message ->
                new Row(
                    message.topic().topicName(), message.key(), message.headers(), message.value()))
            .toList();
    try {
      return ContractJson.mapper().writeValueAsBytes(rows);
    } catch (IOException e) {
      throw new UncheckedIOException("Messages for the outbox cannot be written", e);
    }
  }

  private static List<OutgoingMessage> decode(byte[] messages) {
    try {
      return ContractJson.mapper().readValue(messages, ROWS).stream()
          .map(row ->
              new OutgoingMessage(Topic.named(row.topic()), row.key(), row.value(), row.headers()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("A row of the outbox cannot be read", e);
    }
  }
}
