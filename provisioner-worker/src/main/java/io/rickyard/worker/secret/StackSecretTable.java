package io.rickyard.worker.secret;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The encrypted secrets of stacks; owns the tables stack_secret and stack_secret_names. */
final class StackSecretTable {

  private StackSecretTable() {}

  static Optional<OrganizationId> organizationOf(Connection connection, ProjectRef project)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select organization from stack_secret where project = ? limit 1")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(new OrganizationId(row.getString(1))) : Optional.empty();
      }
    }
  }

  /** Keeps what is not there yet; a secret is never replaced. */
  static void insert(Connection connection, StackSeal seal, Map<String, String> secrets)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into stack_secret (project, name, organization, ciphertext) values (?, ?, ?, ?)
            on conflict (project, name) do nothing
            """)) {
      for (var secret : secrets.entrySet()) {
        insert.setString(1, seal.project().value());
        insert.setString(2, secret.getKey());
        insert.setString(3, seal.organization().value());
        insert.setBytes(4, seal.encrypted(secret.getKey(), secret.getValue()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Notes which secrets a stack has been given; what was noted stays. */
  static void given(Connection connection, ProjectRef project, Set<String> names)
      throws SQLException {
    try (var upsert =
        connection.prepareStatement(
            """
            insert into stack_secret_names (project, names) values (?, ?)
            on conflict (project) do update set names = excluded.names
            """)) {
      upsert.setString(1, project.value());
      upsert.setArray(2, connection.createArrayOf("text", new TreeSet<>(names).toArray()));
      upsert.executeUpdate();
    }
  }

  static void delete(Connection connection, ProjectRef project) throws SQLException {
    for (var table : List.of("stack_setting", "stack_secret", "stack_secret_names")) {
      try (var delete =
          connection.prepareStatement("delete from " + table + " where project = ?")) {
        delete.setString(1, project.value());
        delete.executeUpdate();
      }
    }
  }
}
