package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.worker.stack.StackFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Which project is which stack that somebody else has made; owns the table adopted_stack. */
final class AdoptedStacks {

  private final DataSource database;

  AdoptedStacks(DataSource database) {
    this.database = database;
  }

  /**
   * One of them.
   *
   * @param services those that ran when it was adopted
   * @param databaseService which of them is the database
   * @param gateway where its gateway was seen to listen last, where it has one
   */
  record Adopted(
      ProjectRef project,
      OrganizationId organization,
      String composeProject,
      Set<String> services,
      String databaseService,
      @Nullable GatewayEndpoint gateway) {
    Adopted {
      services = Set.copyOf(services);
    }
  }

  Optional<Adopted> find(ProjectRef project) throws StackFailure {
    return with(connection -> select(connection, "project", project.value()));
  }

  /**
   * Notes one; what was noted of a project stays.
   *
   * @return what is noted of that stack now, whosever it is
   */
  Adopted note(Adopted adopted) throws StackFailure {
    return with(
            connection -> {
              insert(connection, adopted);
              var own = select(connection, "project", adopted.project().value());
              return own.isPresent()
                  ? own
                  : select(connection, "compose_project", adopted.composeProject());
            })
        .orElseThrow(() ->
            DockerFailures.failure(
                "stack_busy", "Another project lets go of this stack just now", true, null));
  }

  private static void insert(Connection connection, Adopted adopted) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into adopted_stack
              (project, organization, compose_project, services, database_service)
            values (?, ?, ?, ?, ?)
            on conflict do nothing
            """)) {
      insert.setString(1, adopted.project().value());
      insert.setString(2, adopted.organization().value());
      insert.setString(3, adopted.composeProject());
      insert.setArray(
          4, connection.createArrayOf("text", new TreeSet<>(adopted.services()).toArray()));
      insert.setString(5, adopted.databaseService());
      insert.executeUpdate();
    }
  }

  /** Notes where its gateway listens now. */
  void listens(ProjectRef project, @Nullable GatewayEndpoint gateway) throws StackFailure {
    with(connection -> {
      try (var update =
          connection.prepareStatement(
              "update adopted_stack set gateway_host = ?, gateway_port = ? where project = ?")) {
        update.setString(1, gateway == null ? null : gateway.host());
        update.setObject(2, gateway == null ? null : gateway.port(), Types.INTEGER);
        update.setString(3, project.value());
        return update.executeUpdate();
      }
    });
  }

  void release(ProjectRef project) throws StackFailure {
    with(connection -> {
      try (var delete =
          connection.prepareStatement("delete from adopted_stack where project = ?")) {
        delete.setString(1, project.value());
        return delete.executeUpdate();
      }
    });
  }

  private static Optional<Adopted> select(Connection connection, String by, String value)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select project, organization, compose_project, services, database_service,
                   gateway_host, gateway_port
              from adopted_stack where %s = ?
            """
                .formatted(by))) {
      select.setString(1, value);
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    }
  }

  private static Adopted read(ResultSet row) throws SQLException {
    var host = row.getString("gateway_host");
    return new Adopted(
        new ProjectRef(row.getString("project")),
        new OrganizationId(row.getString("organization")),
        row.getString("compose_project"),
        Set.copyOf(Arrays.asList((String[]) row.getArray("services").getArray())),
        row.getString("database_service"),
        host == null ? null : new GatewayEndpoint(host, row.getInt("gateway_port")));
  }

  /** Something done over a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) throws StackFailure {
    try (var connection = database.getConnection()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw DockerFailures.controlDatabase(e);
    }
  }
}
