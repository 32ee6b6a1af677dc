package io.rickyard.worker.runtime;

import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.postgres.Login;
import io.rickyard.worker.stack.StackSecrets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * The health of a project's database, asked over connections: of the server itself, and of the role
 * users have, whose password they may have changed behind our back.
 */
public final class DatabaseHealth {

  /** The server itself. */
  public static final String SERVER = "db";

  /** The role users have. */
  public static final String USER = "db_postgres_user";

  private static final Duration ANSWER = Duration.ofSeconds(5);

  private DatabaseHealth() {}

  /**
   * Asks.
   *
   * @param systemIdentifier what the data on the disk says it is, where that can be read; another
   *     answer is not this stack
   */
  public static List<ServiceHealth> ask(
      String host, int port, StackSecrets secrets, OptionalLong systemIdentifier, Instant now) {
    var server = server(host, port, StackLogins.superuser(secrets), systemIdentifier, now);
    if (!server.healthy()) {
      return List.of(server, unhealthy(USER, now, "the server is not healthy"));
    }
    return List.of(server, user(host, port, StackLogins.user(secrets), now));
  }

  /** Asks as the role users have, where that is all that is known of the server. */
  public static List<ServiceHealth> askAsUser(
      String host, int port, StackSecrets secrets, Instant now) {
    var user = user(host, port, StackLogins.user(secrets), now);
    return List.of(
        new ServiceHealth(SERVER, user.healthy(), now, user.version(), user.error()), user);
  }

  /** What is said without asking. */
  public static List<ServiceHealth> down(Instant now, String why) {
    return List.of(unhealthy(SERVER, now, why), unhealthy(USER, now, why));
  }

  private static ServiceHealth server(
      String host, int port, Login login, OptionalLong systemIdentifier, Instant now) {
    try (var connection = login.connect(host, port, ANSWER);
        var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                """
                select system_identifier, current_setting('server_version'), pg_is_in_recovery()
                from pg_control_system()
                """)) {
      row.next();
      if (systemIdentifier.isPresent() && row.getLong(1) != systemIdentifier.getAsLong()) {
        return unhealthy(SERVER, now, "another server answers on this port");
      }
      if (row.getBoolean(3)) {
        return unhealthy(SERVER, now, "the server is recovering");
      }
      return new ServiceHealth(SERVER, true, now, row.getString(2), null);
    } catch (SQLException e) {
      return unhealthy(SERVER, now, words(e));
    }
  }

  private static ServiceHealth user(String host, int port, Login login, Instant now) {
    try (var connection = login.connect(host, port, ANSWER);
        var statement = connection.createStatement();
        var row = statement.executeQuery("select current_setting('server_version')")) {
      row.next();
      return new ServiceHealth(USER, true, now, row.getString(1), null);
    } catch (SQLException e) {
      return unhealthy(USER, now, words(e));
    }
  }

  private static ServiceHealth unhealthy(String service, Instant now, String error) {
    return new ServiceHealth(service, false, now, null, error);
  }

  private static String words(SQLException e) {
    return e.getSQLState() == null ? "no answer" : e.getMessage() + " (" + e.getSQLState() + ")";
  }
}
