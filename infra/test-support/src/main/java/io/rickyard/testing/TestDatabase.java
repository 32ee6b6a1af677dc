package io.rickyard.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.rickyard.persistence.DatabaseRoles;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A fresh database on this JVM's PostgreSQL server, with Rickyard's schemas and roles as an
 * installation has them. Closing drops it.
 */
public final class TestDatabase implements AutoCloseable {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final String name;
  private final Map<String, HikariDataSource> pools = new ConcurrentHashMap<>();

  private TestDatabase(String name) {
    this.name = name;
  }

  /** Makes one; the first call in a JVM starts the server, which takes a few seconds. */
  public static TestDatabase create() {
    String name = "rickyard_" + NUMBER.incrementAndGet();
    execute("postgres", "create database " + name);
    var database = new TestDatabase(name);
    try (Connection superuser = TestServer.get().superuser(name).connect(port(), ANSWER)) {
      Map<String, String> passwords =
          DatabaseRoles.SCHEMAS.stream().collect(Collectors.toMap(s -> s, TestDatabase::password));
      new DatabaseRoles(passwords, password("migrator")).apply(superuser);
    } catch (SQLException e) {
      throw new IllegalStateException("The roles of " + name + " cannot be made", e);
    }
    return database;
  }

  /** The JDBC address, without an account. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + name;
  }

  /** The password of a schema's login, or of {@code migrator}. */
  public static String password(String schema) {
    return "test-password-of-" + schema;
  }

  /** What a service that owns this schema is told, as {@code rickyard.database.*}. */
  public Map<String, Object> settings(String schema) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("rickyard.database.url", url());
    settings.put("rickyard.database.username", DatabaseRoles.login(schema));
    settings.put("rickyard.database.password", password(schema));
    settings.put("rickyard.database.migrator-username", DatabaseRoles.MIGRATOR);
    settings.put("rickyard.database.migrator-password", password("migrator"));
    settings.put("rickyard.database.pool-size", 6);
    return settings;
  }

  /** A small pool of connections as the schema's login; the same one each time. */
  public DataSource dataSource(String schema) {
    return pools.computeIfAbsent(schema, this::pool);
  }

  /** A connection of the superuser, to arrange and to look behind the scenes. */
  public Connection superuser() throws SQLException {
    return TestServer.get().superuser(name).connect(port(), ANSWER);
  }

  /** Brings a schema up to a changelog on the class path, as its owner. */
  public void migrate(String schema, String changelog) {
    String options =
        URLEncoder.encode(
                "-c role=" + DatabaseRoles.owner(schema) + " -c search_path=" + schema,
                StandardCharsets.UTF_8)
            .replace("+", "%20");
    try (Connection connection =
        DriverManager.getConnection(
            url() + "?options=" + options, DatabaseRoles.MIGRATOR, password("migrator"))) {
      Changelog.apply(connection, schema, changelog);
    } catch (SQLException e) {
      throw new IllegalStateException(schema + " cannot be migrated", e);
    }
  }

  /** Ends all connections of the services and lets none in until {@link #back}. */
  public void away() {
    execute("postgres", "alter database " + name + " connection limit 0");
    execute(
        "postgres",
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }

  /** Lets the services in again. */
  public void back() {
    execute("postgres", "alter database " + name + " connection limit -1");
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
    execute("postgres", "drop database " + name + " with (force)");
  }

  private HikariDataSource pool(String schema) {
    var config = new HikariConfig();
    config.setJdbcUrl(url());
    config.setUsername(DatabaseRoles.login(schema));
    config.setPassword(password(schema));
    config.setMaximumPoolSize(8);
    config.setMinimumIdle(0);
    config.setConnectionTimeout(1_000);
    config.setValidationTimeout(500);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static int port() {
    return TestServer.get().port();
  }

  private static void execute(String database, String sql) {
    try (Connection connection = TestServer.get().superuser(database).connect(port(), ANSWER);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("The tests' server refused: " + sql, e);
    }
  }
}
