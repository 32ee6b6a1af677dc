package io.rickyard.launcher;

import io.rickyard.worker.secret.MasterKey;
import io.rickyard.worker.secret.SealingKeyset;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What each service of an installation is told: its own credentials and nobody else's. */
final class ServiceSettings {

  /** The names of everything that {@link Secrets} has to hold. */
  static final String[] SECRETS = {
    "kafka-launcher",
    "kafka-api-gateway",
    "kafka-auth-service",
    "kafka-org-service",
    "kafka-provisioner-worker",
    "kafka-status-projector",
    "kafka-realtime-bridge",
    "database-superuser",
    "database-migrator",
    "database-auth",
    "database-org",
    "database-provisioner",
    "database-status",
    "database-realtime",
    "signing-gateway",
    "signing-org",
    "internal-gateway",
    "internal-bridge",
    "internal-launcher",
    "fingerprint-gateway",
    "administrator-password",
    "publishable-key",
    "secret-key"
  };

  /**
   * The one member of each consumer group: after a kill it takes its former self's place at once.
   */
  private static final String MEMBER = "embedded";

  static final String ADMINISTRATOR = "admin@rickyard.local";

  private static final Map<String, String> APPLICATIONS =
      Map.of(
          "gateway", "api-gateway",
          "auth", "auth-service",
          "org", "org-service",
          "worker", "provisioner-worker",
          "projector", "status-projector",
          "bridge", "realtime-bridge");

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "auth", "auth",
          "org", "org",
          "worker", "provisioner",
          "projector", "status",
          "bridge", "realtime");

  private final DataDirectory data;
  private final Secrets secrets;
  private final int port;
  private final int brokerPort;
  private final int databasePort;
  private final Map<String, Integer> ports;
  private final String publicKeyset;
  private final Map<String, String> tracing;
  private final RuntimeOfProjects runtime;

  ServiceSettings(DataDirectory data, Secrets secrets, int port, List<Integer> free) {
    this.data = data;
    this.secrets = secrets;
    this.port = port;
    this.brokerPort = free.get(0);
    this.databasePort = free.get(2);
    this.ports =
        Map.of(
            "auth", free.get(3),
            "org", free.get(4),
            "projector", free.get(5),
            "bridge", free.get(6),
            "worker", free.get(7));
    this.tracing = tracing(System.getenv());
    this.runtime = RuntimeOfProjects.asked(System.getenv());
    var master = MasterKey.readOrCreate(masterKeyFile(), new SecureRandom());
    this.publicKeyset = SealingKeyset.readOrCreate(keysetFile(), master).publicKeyset();
  }

  int databasePort() {
    return databasePort;
  }

  URI publicUrl() {
    return URI.create("http://localhost:" + port);
  }

  URI auth() {
    return url("auth");
  }

  /** Everything the service of that short name is started with. */
  Map<String, Object> of(String service) {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("micronaut.server.port", service.equals("gateway") ? port : portOf(service));
    settings.put("rickyard.kafka.bootstrap-servers", "127.0.0.1:" + brokerPort);
    settings.put("rickyard.kafka.username", APPLICATIONS.get(service));
    settings.put("rickyard.kafka.password", secrets.of("kafka-" + APPLICATIONS.get(service)));
    settings.put("rickyard.installation.id", secrets.installationId());
    settings.put("rickyard.installation.url", publicUrl().toString());
    // auth makes this user; the others let it administer the installation.
    settings.put("rickyard.bootstrap.administrator.email", ADMINISTRATOR);
    ports
        .keySet()
        .forEach(
            other -> settings.put("rickyard.services." + other + ".url", url(other).toString()));
    if (SCHEMAS.containsKey(service)) {
      database(settings, SCHEMAS.get(service));
    }
    settings.putAll(own(service));
    settings.putAll(EnvironmentSettings.of(service, System.getenv()));
    settings.putAll(tracing);
    return settings;
  }

  /** OpenTelemetry's variables, for all services alike; each keeps its own name. */
  private static Map<String, String> tracing(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(variable -> variable.getKey().startsWith("OTEL_"))
        .filter(variable -> !variable.getKey().equals("OTEL_SERVICE_NAME"))
        .collect(
            Collectors.toUnmodifiableMap(
                variable -> variable.getKey().toLowerCase(Locale.ROOT).replace('_', '.'),
                Map.Entry::getValue));
  }

  private Map<String, Object> own(String service) {
    return switch (service) {
      case "auth" ->
          Map.ofEntries(
              Map.entry("rickyard.internal.secrets.api-gateway", secrets.of("internal-gateway")),
              Map.entry("rickyard.internal.secrets.realtime-bridge", secrets.of("internal-bridge")),
              Map.entry("rickyard.internal.secrets.launcher", secrets.of("internal-launcher")),
              Map.entry(
                  "rickyard.bootstrap.administrator.password",
                  secrets.of("administrator-password")),
              Map.entry("rickyard.installation.publishable-key", secrets.of("publishable-key")),
              Map.entry("rickyard.installation.secret-key", secrets.of("secret-key")),
              // Whoever tries it out has no mail server; the dashboard shows what would be sent.
              Map.entry("rickyard.auth.mail.transport", "mailbox"),
              Map.entry("rickyard.auth.key-file", data.secrets().resolve("auth-key").toString()));
      case "org" ->
          Map.of(
              "rickyard.signing.key-id", "org",
              "rickyard.signing.secret", base64(secrets.of("signing-org")),
              "rickyard.runtime.isolates-projects", runtime.isolatesProjects(data),
              "rickyard.runtime.profiles", runtime.profiles(),
              "rickyard.org.master-key-file", data.secrets().resolve("org-master-key").toString());
      case "worker" -> worker();
      case "gateway" ->
          Map.ofEntries(
              Map.entry("rickyard.signing.key-id", "gateway"),
              Map.entry("rickyard.signing.secret", base64(secrets.of("signing-gateway"))),
              Map.entry("rickyard.internal.secret", secrets.of("internal-gateway")),
              Map.entry("rickyard.secrets.public-keyset", publicKeyset),
              Map.entry("rickyard.installation.data-directory", data.root().toString()),
              Map.entry(
                  "rickyard.gateway.fingerprint-key", base64(secrets.of("fingerprint-gateway"))),
              Map.entry("rickyard.installation.publishable-key", secrets.of("publishable-key")),
              Map.entry("rickyard.installation.secret-key", secrets.of("secret-key")),
              Map.entry("rickyard.runtime.kind", runtime.kind()),
              Map.entry("rickyard.runtime.because", runtime.because()));
      case "bridge" -> Map.of("rickyard.internal.secret", secrets.of("internal-bridge"));
      case "projector" ->
          Map.of(
              "rickyard.signing.keys.gateway", base64(secrets.of("signing-gateway")),
              "rickyard.signing.keys.org", base64(secrets.of("signing-org")),
              "rickyard.projector.member", MEMBER);
      default -> throw new IllegalArgumentException("No service is called " + service);
    };
  }

  private Map<String, Object> worker() {
    var settings = new LinkedHashMap<String, Object>(runtime.settings());
    settings.put("rickyard.signing.keys.gateway", base64(secrets.of("signing-gateway")));
    settings.put("rickyard.signing.keys.org", base64(secrets.of("signing-org")));
    settings.put("rickyard.secrets.master-key-file", masterKeyFile().toString());
    settings.put("rickyard.secrets.keyset-file", keysetFile().toString());
    settings.put("rickyard.installation.data-directory", data.root().toString());
    settings.put("rickyard.worker.member", MEMBER);
    settings.put("rickyard.runtime.kind", runtime.kind());
    settings.put("rickyard.runtime.process.stop-servers-on-close", true);
    settings.put("rickyard.runtime.docker.stop-stacks-on-close", true);
    return settings;
  }

  private void database(Map<String, Object> settings, String schema) {
    settings.put(
        "rickyard.database.url",
        "jdbc:postgresql://127.0.0.1:" + databasePort + "/" + ControlDatabase.NAME);
    settings.put("rickyard.database.username", "rickyard_" + schema);
    settings.put("rickyard.database.password", secrets.of("database-" + schema));
    settings.put("rickyard.database.migrator-username", "rickyard_migrator");
    settings.put("rickyard.database.migrator-password", secrets.of("database-migrator"));
    // The worker's heartbeat must never wait for a connection behind its own work.
    settings.put("rickyard.database.pool-size", schema.equals("provisioner") ? 12 : 6);
  }

  private URI url(String service) {
    return URI.create("http://127.0.0.1:" + portOf(service));
  }

  private int portOf(String service) {
    return ports.getOrDefault(service, port);
  }

  private Path masterKeyFile() {
    return data.secrets().resolve("worker-master-key");
  }

  private Path keysetFile() {
    return data.secrets().resolve("worker-keyset");
  }

  private static String base64(String urlSafe) {
    return Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(urlSafe));
  }
}
