package io.rickyard.projector.query;

import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads stacks, by their projects' references. */
@Singleton
public final class StackQueries {

  private static final String LIST =
      """
      select project, body || jsonb_strip_nulls(jsonb_build_object('name', name))
        from stack
       where organization = any (?) and project > ? and status <> 'REMOVED'
       order by project limit ?
      """;

  /** One that is gone is still told of, so that whoever waits for its end sees it. */
  private static final String ONE =
      """
      select body || jsonb_strip_nulls(jsonb_build_object('name', name))
        from stack where project = ? and organization = any (?)
      """;

  private final Transactions transactions;

  StackQueries(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Stacks of these organizations that are not gone. */
  public Page list(Collection<String> organizations, @Nullable String after, int limit) {
    return transactions.call(transaction -> {
      Connection connection = transaction.connection();
      Sight.of(connection, organizations);
      try (PreparedStatement select = connection.prepareStatement(LIST)) {
        select.setArray(1, connection.createArrayOf("text", organizations.toArray()));
        select.setString(2, after == null ? "" : after);
        select.setInt(3, limit + 1);
        List<Page.Item> items = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
          while (rows.next()) {
            items.add(new Page.Item(rows.getString(1), rows.getString(2)));
          }
        }
        return Page.of(items, limit);
      }
    });
  }

  /** A stack, if it belongs to one of these organizations. */
  public Optional<String> one(Collection<String> organizations, String project) {
    return transactions.call(transaction -> {
      Connection connection = transaction.connection();
      Sight.of(connection, organizations);
      try (PreparedStatement select = connection.prepareStatement(ONE)) {
        select.setString(1, project);
        select.setArray(2, connection.createArrayOf("text", organizations.toArray()));
        try (ResultSet rows = select.executeQuery()) {
          return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
      }
    });
  }
}
