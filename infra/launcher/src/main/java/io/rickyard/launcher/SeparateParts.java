package io.rickyard.launcher;

import io.rickyard.messaging.KafkaSettings;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An installation on this machine whose parts run as processes of their own: the database's server,
 * the broker ({@link BrokerProgram}) and each service by its own main class. The roles, accounts
 * and keys are those that {@code infra/up} makes; here they are handed out as environments.
 */
public final class SeparateParts implements AutoCloseable {

  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final DataDirectory data;
  private final Secrets secrets;
  private final List<Integer> ports;
  private final ServiceSettings settings;
  private @Nullable ControlDatabase database;

  private SeparateParts(DataDirectory data) {
    this.data = data;
    this.secrets = Secrets.kept(data.secretsFile(), ServiceSettings.SECRETS);
    this.ports = FreePorts.take(9);
    this.settings = new ServiceSettings(data, secrets, ports.get(8), ports.subList(0, 8));
  }

  /**
   * Takes a data directory, and makes keys, accounts and ports for it; nothing runs yet.
   *
   * @throws LaunchFailed when it is in use, cannot be written to or is nearly full
   */
  public static SeparateParts in(Path directory) {
    return new SeparateParts(DataDirectory.take(directory));
  }

  /**
   * Starts the database's server with a role and a schema for each service; also after the server
   * was killed.
   *
   * @return the server's main process
   * @throws LaunchFailed when it does not start
   */
  public synchronized ServerProcess startDatabase() {
    if (database != null) {
      database.leave();
      database = null;
    }
    var started = ControlDatabase.start(data, secrets, settings.databasePort());
    database = started;
    return started
        .process()
        .orElseThrow(() -> new LaunchFailed("The database's server ended as it started"));
  }

  /** Looks inside the database, as its superuser. */
  public Connection inspect() throws SQLException {
    return new Login(
            ControlDatabase.SUPERUSER, secrets.of("database-superuser"), ControlDatabase.NAME)
        .connect(settings.databasePort(), ANSWER);
  }

  /** Where the database's server keeps its data. */
  public Path databaseDirectory() {
    return data.database();
  }

  /** Where the broker keeps its logs. */
  public Path brokerDirectory() {
    return data.broker();
  }

  /** What {@link BrokerProgram} is to be started with. */
  public List<String> brokerArguments() {
    return List.of(data.root().toString(), ports.get(0).toString(), ports.get(1).toString());
  }

  /** How the broker is reached by who may read and write everything. */
  public KafkaSettings operator() {
    return new KafkaSettings(
        "127.0.0.1:" + ports.get(0),
        BrokerAccounts.OPERATOR,
        secrets.of("kafka-" + BrokerAccounts.OPERATOR),
        BrokerAccounts.OPERATOR);
  }

  /**
   * The environment of a service.
   *
   * @param service its short name: gateway, auth, org, worker, projector or bridge
   */
  public Map<String, String> environment(String service) {
    return settings.of(service).entrySet().stream()
        .collect(
            Collectors.toMap(
                setting -> variable(setting.getKey()),
                setting -> setting.getValue().toString(),
                (one, _) -> one,
                TreeMap::new));
  }

  /** The name under which the environment holds a setting. */
  static String variable(String setting) {
    return setting.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  /** Where people and programs reach it. */
  public URI url() {
    return settings.publicUrl();
  }

  /** The first administrator's address. */
  public String administrator() {
    return ServiceSettings.ADMINISTRATOR;
  }

  /** The first administrator's password. */
  public String password() {
    return secrets.of("administrator-password");
  }

  /** Stops the database's server, if it runs, and lets the directory go. */
  @Override
  public synchronized void close() {
    if (database != null) {
      database.close();
      database = null;
    }
    data.close();
  }
}
