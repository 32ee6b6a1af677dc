package io.rickyard.persistence;

import io.rickyard.contracts.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers which messages were taken, in the table {@code inbox} that {@code
 * io/rickyard/persistence/inbox.sql} makes: for consumers whose effect does not show by itself that
 * it has happened.
 */
public final class Inbox {

  private static final String ADMIT =
      """
      insert into inbox (message_id)
      select distinct id from unnest(?::uuid[]) as message (id)
      on conflict do nothing
      returning message_id
      """;

  private static final String FORGET =
      "delete from inbox where received_at < clock_timestamp() - make_interval(secs => ?)";

  /** Takes in messages and returns those that are new; call it in the effect's transaction. */
  public Set<MessageId> admit(Connection connection, Collection<MessageId> messages)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADMIT)) {
      UUID[] ids = messages.stream().map(MessageId::value).toArray(UUID[]::new);
      insert.setArray(1, connection.createArrayOf("uuid", ids));
      Set<MessageId> admitted = new HashSet<>();
      try (ResultSet rows = insert.executeQuery()) {
        while (rows.next()) {
          admitted.add(new MessageId(rows.getObject(1, UUID.class)));
        }
      }
      return admitted;
    }
  }

  /** Forgets what came longer ago than any redelivery can take; returns how many messages. */
  public int forgetOlderThan(Connection connection, Duration age) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
      delete.setDouble(1, age.toMillis() / 1000.0);
      return delete.executeUpdate();
    }
  }
}
