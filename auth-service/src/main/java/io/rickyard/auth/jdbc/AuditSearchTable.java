package io.rickyard.auth.jdbc;

import io.rickyard.auth.audit.AuditEntry;
import io.rickyard.auth.audit.AuditFilter;
import io.rickyard.auth.audit.AuditPlace;
import io.rickyard.auth.audit.AuditSearch;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table {@code audit}. Row level security shows a transaction the entries of the
 * organization that it names, so that a filter that forgets it finds nothing of others.
 */
@Singleton
final class AuditSearchTable implements AuditSearch {

  private static final String EVERYTHING = "*";

  private static final String SEE = "select set_config('rickyard.organizations', ?, true)";

  private static final String COLUMNS =
      """
      select message_id, at, actor_kind, actor_id, on_behalf_of, action, target, outcome, origin,
             detail, organization, project, correlation_id
        from audit
       where true
      """;

  private final Transactions transactions;

  AuditSearchTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public List<AuditEntry> find(AuditFilter filter, @Nullable AuditPlace after, int limit) {
    var conditions = new Conditions();
    conditions.equal("organization", filter.organization());
    conditions.equal("actor_kind", filter.actorKind());
    conditions.add(" and (actor_id = ? or on_behalf_of = ?)", filter.actor(), filter.actor());
    conditions.action(filter.action());
    conditions.equal("target", filter.target());
    conditions.equal("project", filter.project());
    conditions.equal("outcome", filter.outcome());
    conditions.equal("origin", filter.origin());
    conditions.equal("correlation_id", filter.correlationId());
    conditions.add(" and at >= ?", Timestamps.atOrNull(filter.from()));
    conditions.add(" and at < ?", Timestamps.atOrNull(filter.to()));
    if (after != null) {
      conditions.add(" and (at, message_id) < (?, ?)", Timestamps.at(after.at()), after.id());
    }
    conditions.add(" order by at desc, message_id desc limit ?", limit);
    return transactions.call(transaction -> {
      var connection = transaction.connection();
      String organization = filter.organization();
      see(connection, organization == null ? EVERYTHING : organization);
      try (var select = connection.prepareStatement(COLUMNS + conditions.sql)) {
        for (int i = 0; i < conditions.values.size(); i++) {
          select.setObject(i + 1, conditions.values.get(i));
        }
        return read(select);
      }
    });
  }

  private static void see(Connection connection, String organization) throws SQLException {
    try (var see = connection.prepareStatement(SEE)) {
      see.setString(1, organization);
      see.execute();
    }
  }

  private static List<AuditEntry> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<AuditEntry>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new AuditEntry(
                row.getObject("message_id", UUID.class),
                Timestamps.read(row, "at"),
                row.getString("actor_kind"),
                row.getString("actor_id"),
                row.getString("on_behalf_of"),
                row.getString("action"),
                row.getString("target"),
                row.getString("outcome"),
                row.getString("origin"),
                row.getString("detail"),
                row.getString("organization"),
                row.getString("project"),
                row.getString("correlation_id")));
      }
    }
    return List.copyOf(found);
  }

  /** What a filter asks for, in SQL; values are bound, never written. */
  private static final class Conditions {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    void equal(String column, @Nullable String value) {
      add(" and " + column + " = ?", value);
    }

    void action(@Nullable String action) {
      if (action != null && action.endsWith(".")) {
        add(" and starts_with(action, ?)", action);
      } else {
        equal("action", action);
      }
    }

    void add(String condition, @Nullable Object... bound) {
      for (Object value : bound) {
        if (value == null) {
          return;
        }
      }
      sql.append(condition);
      values.addAll(List.of(bound));
    }
  }
}
