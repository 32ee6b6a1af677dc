package io.rickyard.projector.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.json.ContractJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Messages that wait: for one that comes before them, or for somebody to mend what is wrong. */
@Singleton
public final class ParkedTable {

  private static final String LOAD =
      "select entity, message from parked where kind = ? and entity = any (?) order by version";

  private static final String PARK =
      """
      insert into parked (kind, entity, version, reason, message)
      select ?, row.entity, row.version, row.reason, row.message::json
        from unnest(?::text[], ?::bigint[], ?::text[], ?::text[])
             as row (entity, version, reason, message)
      on conflict (kind, entity, version) do update set reason = excluded.reason
      """;

  private static final String RELEASE =
      """
      delete from parked
       using unnest(?::text[], ?::bigint[]) as row (entity, version)
       where parked.kind = ? and parked.entity = row.entity and parked.version = row.version
      """;

  private static final String WAITING =
      "select kind, entity from parked group by kind, entity order by min(parked_at) limit ?";

  private static final String COUNT =
      "select kind, count(distinct entity) from parked group by kind order by kind";

  /** A message that is to be parked, and why. */
  record Parked(String entity, Version version, String reason, Envelope<?> message) {}

  /** A message that need not wait any more. */
  record Released(String entity, Version version) {}

  /** How many entities of each kind are parked. */
  public Map<String, Long> count(Connection connection) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    try (PreparedStatement select = connection.prepareStatement(COUNT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        counts.put(rows.getString(1), rows.getLong(2));
      }
    }
    return counts;
  }

  /** Entities that wait, by kind, those that wait longest first. */
  Map<String, Set<String>> waiting(Connection connection, int limit) throws SQLException {
    Map<String, Set<String>> waiting = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(WAITING)) {
      select.setInt(1, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          waiting.computeIfAbsent(rows.getString(1), _ -> new HashSet<>()).add(rows.getString(2));
        }
      }
    }
    return waiting;
  }

  Map<String, List<Envelope<?>>> load(
      Connection connection, String kind, Collection<String> entities) throws SQLException {
    Map<String, List<Envelope<?>>> parked = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(LOAD)) {
      select.setString(1, kind);
      select.setArray(2, connection.createArrayOf("text", entities.toArray()));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          parked
              .computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
              .add(read(rows.getString(2)));
        }
      }
    }
    return parked;
  }

  void park(Connection connection, String kind, List<Parked> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    var rows = new Rows<>(messages);
    try (PreparedStatement insert = connection.prepareStatement(PARK)) {
      insert.setString(1, kind);
      insert.setArray(2, rows.text(connection, Parked::entity));
      insert.setArray(3, rows.number(connection, row -> row.version().value()));
      insert.setArray(4, rows.text(connection, Parked::reason));
      insert.setArray(
          5, rows.text(connection, row -> new String(ContractJson.write(row.message()), UTF_8)));
      insert.executeUpdate();
    }
  }

  void release(Connection connection, String kind, List<Released> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    var rows = new Rows<>(messages);
    try (PreparedStatement delete = connection.prepareStatement(RELEASE)) {
      delete.setArray(1, rows.text(connection, Released::entity));
      delete.setArray(2, rows.number(connection, row -> row.version().value()));
      delete.setString(3, kind);
      delete.executeUpdate();
    }
  }

  private static Envelope<?> read(String json) {
    try {
      return ContractJson.read(json.getBytes(UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException("A parked message cannot be read", e);
    }
  }
}
