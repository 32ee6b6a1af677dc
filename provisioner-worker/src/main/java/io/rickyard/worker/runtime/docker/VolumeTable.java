package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.StackFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Which volumes each stack has, and which are trash; owns the table docker_volume. What is trash
 * stays trash: a late claim can't have it back, so it can be deleted whenever there is time.
 */
final class VolumeTable {

  private final DataSource database;

  VolumeTable(DataSource database) {
    this.database = database;
  }

  /**
   * A volume of a stack.
   *
   * @param number names it, together with project and volume
   * @param filled whether what it holds was seen to be complete
   */
  record Row(ProjectRef project, String volume, long number, boolean filled) {}

  /** The volume in use under this name. */
  Optional<Row> find(ProjectRef project, String volume) throws StackFailure {
    return with(connection -> find(connection, project, volume));
  }

  /** The volume in use under this name, noted now if there is none. */
  Row open(ProjectRef project, String volume) throws StackFailure {
    return with(
            connection -> {
              try (var insert =
                  connection.prepareStatement(
                      """
                      insert into docker_volume (project, volume) values (?, ?)
                      on conflict (project, volume) where trashed_at is null do nothing
                      """)) {
                insert.setString(1, project.value());
                insert.setString(2, volume);
                insert.executeUpdate();
              }
              return find(connection, project, volume);
            })
        .orElseThrow(() ->
            DockerFailures.failure(
                "runtime_failed",
                "Volume %s of %s became trash just now".formatted(volume, project),
                true,
                null));
  }

  private static Optional<Row> find(Connection connection, ProjectRef project, String volume)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select number, filled from docker_volume
            where project = ? and volume = ? and trashed_at is null
            """)) {
      select.setString(1, project.value());
      select.setString(2, volume);
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new Row(project, volume, row.getLong(1), row.getBoolean(2)))
            : Optional.empty();
      }
    }
  }

  /** Notes that what a stack's volumes hold is complete, and is kept from now on. */
  void filled(ProjectRef project) throws StackFailure {
    update(
        project,
        "update docker_volume set filled = true where project = ? and trashed_at is null and not filled");
  }

  /** Makes all volumes of a stack trash. */
  void trash(ProjectRef project) throws StackFailure {
    update(
        project,
        "update docker_volume set trashed_at = clock_timestamp() where project = ? and trashed_at is null");
  }

  private void update(ProjectRef project, String sql) throws StackFailure {
    with(connection -> {
      try (var update = connection.prepareStatement(sql)) {
        update.setString(1, project.value());
        return update.executeUpdate();
      }
    });
  }

  /** What has been trash for so long. */
  List<Row> trashedFor(Duration time) throws StackFailure {
    return with(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select project, volume, number, filled from docker_volume
              where trashed_at <= clock_timestamp() - ? * interval '1 millisecond'
              order by trashed_at limit 100
              """)) {
        select.setLong(1, time.toMillis());
        var trash = new ArrayList<Row>();
        try (var rows = select.executeQuery()) {
          while (rows.next()) {
            trash.add(
                new Row(
                    new ProjectRef(rows.getString(1)),
                    rows.getString(2),
                    rows.getLong(3),
                    rows.getBoolean(4)));
          }
        }
        return trash;
      }
    });
  }

  /** Forgets trash that is gone. */
  void forget(Row trash) throws StackFailure {
    with(connection -> {
      try (var delete =
          connection.prepareStatement(
              "delete from docker_volume where number = ? and trashed_at is not null")) {
        delete.setLong(1, trash.number());
        return delete.executeUpdate();
      }
    });
  }

  /** The projects that have a volume in use. */
  Set<ProjectRef> projects() throws StackFailure {
    return with(connection -> {
      try (var select =
              connection.prepareStatement(
                  "select distinct project from docker_volume where trashed_at is null");
          var rows = select.executeQuery()) {
        var projects = new HashSet<ProjectRef>();
        while (rows.next()) {
          projects.add(new ProjectRef(rows.getString(1)));
        }
        return projects;
      }
    });
  }

  /** Something done over a connection. */
  @FunctionalInterface
  private interface Work<T> {
    T over(Connection connection) throws SQLException;
  }

  private <T> T with(Work<T> work) throws StackFailure {
    try (var connection = database.getConnection()) {
      return work.over(connection);
    } catch (SQLException e) {
      throw DockerFailures.controlDatabase(e);
    }
  }
}
