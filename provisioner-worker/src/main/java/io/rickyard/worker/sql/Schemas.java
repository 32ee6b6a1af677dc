package io.rickyard.worker.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The schemas of projects' databases, as far as they are their users' own. */
public final class Schemas {

  private static final String OBJECTS = Script.read("schema.sql");

  /** Then PostgreSQL writes every name with its schema. */
  private static final String NO_PATH = "set local search_path = ''";

  private final ProjectSql sql;

  /** Makes one. */
  public Schemas(ProjectSql sql) {
    this.sql = sql;
  }

  /** The SQL that would make the second's schema of the first's; empty where they are the same. */
  public String difference(OpenDatabase from, OpenDatabase to) throws SqlRefused {
    return SchemaDifference.between(read(from), read(to));
  }

  private List<SchemaObject> read(OpenDatabase database) throws SqlRefused {
    return sql.with(
        database.endpoint(),
        database.login(),
        connection -> Migrations.inTransaction(connection, () -> read(connection)));
  }

  private static List<SchemaObject> read(Connection connection) throws SQLException {
    ManagedSchemas.tell(connection);
    var all = new ArrayList<SchemaObject>();
    try (var statement = connection.createStatement()) {
      statement.execute(NO_PATH);
      try (var rows = statement.executeQuery(OBJECTS)) {
        while (rows.next()) {
          all.add(
              new SchemaObject(
                  rows.getString("kind"),
                  rows.getString("name"),
                  rows.getString("owner"),
                  rows.getString("make"),
                  rows.getString("drop"),
                  rows.getString("change")));
        }
      }
    }
    return List.copyOf(all);
  }
}
