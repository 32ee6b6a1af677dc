package io.rickyard.postgres;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings a server runs with. What keeps it durable, local and frugal is here and can't be
 * left out; a caller adds its own and may change sizes.
 *
 * @param values by name
 * @param access which clients it lets in
 */
public record ServerSettings(Map<String, String> values, ClientAccess access) {

  private static final Map<String, String> FRUGAL =
      Map.ofEntries(
          Map.entry("max_connections", "60"),
          Map.entry("shared_buffers", "16MB"),
          Map.entry("huge_pages", "off"),
          Map.entry("jit", "off"),
          Map.entry("work_mem", "4MB"),
          Map.entry("maintenance_work_mem", "32MB"),
          Map.entry("min_wal_size", "32MB"),
          Map.entry("max_wal_size", "256MB"),
          Map.entry("checkpoint_timeout", "15min"),
          Map.entry("autovacuum_max_workers", "1"),
          Map.entry("max_worker_processes", "8"),
          Map.entry("max_parallel_workers", "2"),
          Map.entry("max_parallel_workers_per_gather", "1"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("log_min_messages", "warning"),
          Map.entry("timezone", "UTC"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("lc_messages", "C"),
          Map.entry("default_text_search_config", "pg_catalog.english"));

  private static final Map<String, String> FIXED =
      Map.of(
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "fsync", "on",
          "full_page_writes", "on",
          "synchronous_commit", "on",
          "password_encryption", "scram-sha-256",
          "allow_alter_system", "off");

  public ServerSettings {
    values.keySet().stream()
        .filter(name -> FIXED.containsKey(name) || !name.matches("[a-z_]+(\\.[a-z_]+)?"))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("The setting " + name + " can't be chosen.");
        });
    values = Map.copyOf(values);
    requireNonNull(access, "access");
  }

  /** These, for whoever reaches the server. */
  public ServerSettings(Map<String, String> values) {
    this(values, ClientAccess.OPEN);
  }

  /** Nothing but what every server has. */
  public static ServerSettings frugal() {
    return new ServerSettings(Map.of());
  }

  /** These settings and one more. */
  public ServerSettings with(String name, String value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new ServerSettings(more, access);
  }

  /** The same for other clients. */
  public ServerSettings with(ClientAccess others) {
    return new ServerSettings(values, others);
  }

  /** The text of postgresql.conf. */
  String text() {
    var all = new TreeMap<>(FRUGAL);
    all.putAll(values);
    all.putAll(FIXED);
    return all.entrySet().stream()
        .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()))
        .collect(Collectors.joining("\n", "# Written at each start.\n", "\n"));
  }

  static String quoted(String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A setting's value must not hold control characters.");
    }
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
