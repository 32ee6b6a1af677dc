package io.rickyard.worker.sql;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.service.departure.Departure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * Runs SQL in projects' databases. A few connections to each are kept for as long as somebody uses
 * them, and nothing that one query leaves in its session is there for the next.
 */
public final class ProjectSql implements AutoCloseable {

  /** At once in one project, as one role; more wait, and then are refused. */
  private static final int CONNECTIONS = 4;

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final Duration UNUSED = Duration.ofSeconds(15);

  /** As the driver writes it. More than this is held in memory nowhere. */
  private static final String LARGEST_RESULT = "8M";

  /** PostgreSQL's class of what has to do with the connection, and of what an operator does. */
  private static final List<String> AWAY = List.of("08", "57P");

  private final Duration longest;
  private final Cache<Place, HikariDataSource> pools;

  /**
   * Makes one.
   *
   * @param longest after how long PostgreSQL stops a statement that does not say otherwise
   */
  public ProjectSql(Duration longest) {
    this.longest = longest;
    // Not while a query may still run.
    this.pools =
        Caffeine.newBuilder()
            .expireAfterAccess(longest.multipliedBy(2))
            .executor(Runnable::run)
            .scheduler(Scheduler.systemScheduler())
            .removalListener(
                (@Nullable Place _, @Nullable HikariDataSource pool, RemovalCause _) -> close(pool))
            .build();
  }

  private record Place(DatabaseEndpoint database, Login login) {}

  /** What is done with a connection. */
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Runs a query for who waits for it whatever happens. */
  public ArrayNode run(DatabaseEndpoint database, Login login, SqlQuery query) throws SqlRefused {
    return run(database, login, query, Departure.NEVER);
  }

  /**
   * Runs a query: all statements in one transaction, unless they say otherwise or cannot. It is
   * stopped when its caller goes away.
   *
   * @return the rows of the last statement that gave some
   */
  public ArrayNode run(DatabaseEndpoint database, Login login, SqlQuery query, Departure departure)
      throws SqlRefused {
    return with(
        database,
        login,
        connection -> {
          try (var statement = connection.createStatement();
              var _ = Stopping.watch(departure, statement)) {
            // What looks like JDBC's own escapes is the user's SQL.
            statement.setEscapeProcessing(false);
            if (query.parameters().isEmpty()) {
              return rows(statement, query.text());
            }
            statement.execute("prepare rickyard_query as " + query.text());
            return rows(
                statement, "execute rickyard_query(" + Literals.list(query.parameters()) + ")");
          }
        });
  }

  /** Does something with a connection whose session is new. */
  public <T> T with(DatabaseEndpoint database, Login login, Work<T> work) throws SqlRefused {
    try (var connection = pool(database, login).getConnection()) {
      try {
        return work.on(connection);
      } finally {
        forget(connection);
      }
    } catch (SQLException e) {
      throw refused(e);
    }
  }

  private static ArrayNode rows(Statement statement, String sql) throws SQLException {
    var last = JsonNodeFactory.instance.arrayNode();
    boolean gives = statement.execute(sql);
    while (gives || statement.getUpdateCount() >= 0) {
      if (gives) {
        try (var result = statement.getResultSet()) {
          var rows = JsonRows.of(result);
          last = rows.isEmpty() ? last : rows;
        }
      }
      gives = statement.getMoreResults();
    }
    return last;
  }

  /** A connection that cannot be cleaned is closed by its pool, which sees the failure. */
  private static void forget(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try (var statement = connection.createStatement()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      // The user's own transaction, which the driver did not begin.
      statement.execute("rollback");
      statement.execute("discard all");
    } catch (SQLException e) {
      // What the work was told when its connection ended says more than that there is none now.
      if (!connection.isClosed()) {
        throw e;
      }
    }
  }

  private static SqlRefused refused(SQLException e) {
    if (e instanceof SQLTransientConnectionException) {
      return e.getCause() == null
          ? new SqlRefused(
              SqlRefused.Reason.BUSY,
              "%d queries run in this project at once; more have to wait".formatted(CONNECTIONS),
              e)
          : new SqlRefused(SqlRefused.Reason.UNREACHABLE, "The database does not answer", e);
    }
    String state = e.getSQLState();
    if (e.getMessage() != null && e.getMessage().contains("maxResultBuffer")) {
      return new SqlRefused(
          SqlRefused.Reason.TOO_LARGE,
          "The result is larger than " + LARGEST_RESULT + "iB: ask for less of it",
          e);
    }
    if (state == null || AWAY.stream().anyMatch(state::startsWith)) {
      return new SqlRefused(SqlRefused.Reason.UNREACHABLE, "The database does not answer", e);
    }
    return SqlRefused.statement(e);
  }

  private HikariDataSource pool(DatabaseEndpoint database, Login login) {
    return pools.get(new Place(database, login), this::open);
  }

  private HikariDataSource open(Place place) {
    var config = new HikariConfig();
    var login = place.login();
    config.setPoolName("project-sql");
    config.setJdbcUrl(login.url(place.database().host(), place.database().port()));
    config.setUsername(login.role());
    config.setPassword(login.password());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setIdleTimeout(UNUSED.toMillis());
    property(config, PGProperty.SSL_MODE, "disable");
    property(config, PGProperty.GSS_ENC_MODE, "disable");
    login
        .sourceTo(place.database().host())
        .ifPresent(source -> property(config, PGProperty.LOCAL_SOCKET_ADDRESS, source));
    property(config, PGProperty.APPLICATION_NAME, "rickyard-query");
    // Then the name goes with the greeting, and DISCARD ALL goes back to it.
    property(config, PGProperty.ASSUME_MIN_SERVER_VERSION, "12");
    property(config, PGProperty.CONNECT_TIMEOUT, Long.toString(WAIT.toSeconds()));
    property(config, PGProperty.SOCKET_TIMEOUT, Long.toString(longest.plus(WAIT).toSeconds()));
    property(config, PGProperty.MAX_RESULT_BUFFER, LARGEST_RESULT);
    // Values in PostgreSQL's own text, and no statement that DISCARD ALL would take away.
    property(config, PGProperty.BINARY_TRANSFER, "false");
    property(config, PGProperty.PREPARE_THRESHOLD, "0");
    property(config, PGProperty.OPTIONS, "-c statement_timeout=" + longest.toMillis());
    return new HikariDataSource(config);
  }

  private static void property(HikariConfig config, PGProperty property, String value) {
    config.addDataSourceProperty(property.getName(), value);
  }

  private static void close(@Nullable HikariDataSource pool) {
    if (pool != null) {
      pool.close();
    }
  }

  @Override
  public void close() {
    pools.invalidateAll();
    pools.cleanUp();
  }
}
