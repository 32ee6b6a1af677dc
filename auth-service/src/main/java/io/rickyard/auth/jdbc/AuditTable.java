package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.AuditTrail;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.audit.AuditRecord;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table {@code audit}, to which this service can only add. */
@Singleton
final class AuditTable implements AuditTrail {

  private static final String INSERT =
      """
      insert into audit (message_id, at, actor_kind, actor_id, on_behalf_of, action, target, outcome,
                         origin, detail, organization, project, correlation_id)
      select * from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                           ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
      on conflict do nothing
      """;

  /** The columns in their order, as text, which PostgreSQL reads as what it is cast to. */
  private static final List<Function<Envelope<AuditRecord>, @Nullable Object>> COLUMNS =
      List.of(
          record -> record.messageId().value(),
          record -> record.body().at(),
          record -> record.actor().kind().name().toLowerCase(Locale.ROOT),
          record -> record.actor().id(),
          record -> record.actor().onBehalfOf(),
          record -> record.body().action(),
          record -> record.body().target(),
          record -> record.body().outcome(),
          record -> record.body().origin(),
          record -> record.body().detail(),
          Envelope::organization,
          Envelope::project,
          record -> record.correlationId().value());

  @Override
  public void append(Connection connection, List<Envelope<AuditRecord>> records)
      throws SQLException {
    if (records.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < COLUMNS.size(); i++) {
        insert.setObject(i + 1, texts(records, COLUMNS.get(i)));
      }
      insert.executeUpdate();
    }
  }

  private static @Nullable String[] texts(
      List<Envelope<AuditRecord>> records,
      Function<Envelope<AuditRecord>, @Nullable Object> column) {
    var texts = new @Nullable String[records.size()];
    for (int i = 0; i < texts.length; i++) {
      Object value = column.apply(records.get(i));
      texts[i] = value == null ? null : value.toString();
    }
    return texts;
  }
}
