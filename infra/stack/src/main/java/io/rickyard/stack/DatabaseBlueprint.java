package io.rickyard.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.postgres.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The database of a stack, which every profile has: its server's settings and its setup. */
public final class DatabaseBlueprint {

  /** The role initdb creates; owns the internals, and is never handed to users. */
  public static final String SUPERUSER = "supabase_admin";

  /** The role users get: not a superuser. */
  public static final String USER = "postgres";

  /** The database of a project. */
  public static final String DATABASE = "postgres";

  /** Every role that logs in with a password. */
  public static final List<String> LOGIN_ROLES =
      List.of(
          SUPERUSER,
          USER,
          "authenticator",
          "supabase_auth_admin",
          "supabase_storage_admin",
          "supabase_functions_admin",
          "supabase_replication_admin",
          "supabase_read_only_user",
          "pgbouncer");

  private DatabaseBlueprint() {}

  /** What the server needs beyond being durable and frugal. */
  public static ServerSettings serverSettings() {
    return new ServerSettings(
        Map.ofEntries(
            Map.entry("wal_level", "logical"),
            Map.entry("max_wal_senders", "10"),
            Map.entry("max_replication_slots", "10"),
            // A slot nobody reads must not fill the host's disk.
            Map.entry("max_slot_wal_keep_size", "1GB"),
            Map.entry("shared_preload_libraries", "pg_stat_statements"),
            Map.entry("pg_stat_statements.max", "1000"),
            // Errors of the project's own SQL are the project's; the file has no size limit.
            Map.entry("log_min_messages", "fatal"),
            Map.entry("log_min_error_statement", "panic")));
  }

  /**
   * The same with some that a project chose for itself.
   *
   * @param chosen by name, as PostgreSQL writes them
   */
  public static ServerSettings serverSettings(Map<String, String> chosen) {
    var all = new HashMap<>(serverSettings().values());
    all.putAll(chosen);
    return new ServerSettings(all);
  }

  /** The setup, in order. */
  public static List<SqlStep> steps(DatabaseCredentials credentials) {
    return Stream.concat(
            Stream.of(
                step(10, "roles"),
                step(20, "memberships"),
                step(30, "schemas"),
                step(40, "extensions"),
                step(50, "identity-functions"),
                step(60, "public"),
                step(61, "service-schemas"),
                step(62, "webhooks")),
            Stream.of(
                new SqlStep(70, "token-settings", tokenSettings(credentials)),
                // Last: until all is in place nobody but the superuser can log in.
                new SqlStep(80, "passwords", passwords(credentials))))
        .toList();
  }

  private static SqlStep step(int number, String name) {
    var resource = "database/" + number + "-" + name + ".sql";
    try (var in = DatabaseBlueprint.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return new SqlStep(number, name, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tokenSettings(DatabaseCredentials credentials) {
    return """
    alter database %1$s set "app.settings.jwt_secret" = %2$s;
    alter database %1$s set "app.settings.jwt_exp" = '%3$d';
    """
        .formatted(
            DATABASE, literal(credentials.jwtSecret()), credentials.tokenLifetime().toSeconds());
  }

  private static String passwords(DatabaseCredentials credentials) {
    return LOGIN_ROLES.stream()
        .map(role ->
            "alter role %s password %s;"
                .formatted(role, literal(credentials.verifier(role).text())))
        .collect(Collectors.joining("\n"));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
