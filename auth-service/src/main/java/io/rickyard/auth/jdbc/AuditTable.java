package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.AuditTrail;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.audit.AuditRecord;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The table {@code audit}, to which this service can only add. */
@Singleton
final class AuditTable implements AuditTrail {

  private static final String INSERT =
      """
      insert into audit (message_id, at, actor_kind, actor_id, on_behalf_of, action, target, outcome,
                         origin, detail, organization, project, correlation_id)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do nothing
      """;

  @Override
  public void append(Connection connection, List<Envelope<AuditRecord>> records)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      for (var envelope : records) {
        fill(insert, envelope);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void fill(PreparedStatement insert, Envelope<AuditRecord> envelope)
      throws SQLException {
    var record = envelope.body();
    var actor = envelope.actor();
    var organization = envelope.organization();
    var project = envelope.project();
    insert.setObject(1, envelope.messageId().value());
    insert.setObject(2, Timestamps.at(record.at()));
    insert.setString(3, actor.kind().name().toLowerCase(Locale.ROOT));
    insert.setString(4, actor.id());
    insert.setString(5, actor.onBehalfOf());
    insert.setString(6, record.action());
    insert.setString(7, record.target());
    insert.setString(8, record.outcome());
    insert.setString(9, record.origin());
    insert.setString(10, record.detail());
    insert.setString(11, organization == null ? null : organization.value());
    insert.setString(12, project == null ? null : project.value());
    insert.setString(13, envelope.correlationId().value());
  }
}
