package io.rickyard.org.jdbc;

import io.rickyard.contracts.TaskId;
import io.rickyard.org.hook.DeliveryEntry;
import io.rickyard.org.hook.DeliveryFacts;
import io.rickyard.org.hook.HookId;
import io.rickyard.org.organization.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the table {@code hook_delivery} page by page. */
final class DeliveryList {

  private static final String PAGE =
      """
      select number, delivery_id, received_at, outcome, reason, answer, replays,
             event, repository, ref, sha, origin
        from hook_delivery
       where hook_id = ? and number < ?
       order by number desc
       limit ?
      """;

  private final Sessions sessions;

  DeliveryList(Sessions sessions) {
    this.sessions = sessions;
  }

  List<DeliveryEntry> page(UserId user, HookId hook, long before, int limit) {
    return sessions.as(
        user,
        session -> {
          var _ = HookTable.find(session, hook);
          try (PreparedStatement select = session.connection().prepareStatement(PAGE)) {
            select.setObject(1, hook.value());
            select.setLong(2, before);
            select.setInt(3, limit);
            return read(select);
          }
        });
  }

  static DeliveryEntry.Outcome outcome(ResultSet row) throws SQLException {
    return DeliveryEntry.Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT));
  }

  private static List<DeliveryEntry> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<DeliveryEntry>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new DeliveryEntry(
                rows.getLong("number"),
                rows.getString("delivery_id"),
                rows.getObject("received_at", OffsetDateTime.class).toInstant(),
                outcome(rows),
                rows.getString("reason"),
                task(rows.getString("answer")),
                rows.getInt("replays"),
                new DeliveryFacts(
                    rows.getString("event"),
                    rows.getString("repository"),
                    rows.getString("ref"),
                    rows.getString("sha")),
                rows.getString("origin")));
      }
    }
    return List.copyOf(found);
  }

  private static @Nullable TaskId task(@Nullable String answer) {
    return answer == null ? null : StoredAnswer.parse(answer).taskId();
  }
}
