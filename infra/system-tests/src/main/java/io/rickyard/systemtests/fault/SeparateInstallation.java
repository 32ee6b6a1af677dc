package io.rickyard.systemtests.fault;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.launcher.LaunchFailed;
import io.rickyard.launcher.SeparateParts;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.postgres.ServerProcess;
import io.rickyard.systemtests.FreePort;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An installation with a process for each part: database, broker, gateway, auth-service,
 * org-service, bridge, workers and projectors. Each writes a log of its own beside the data, and is
 * started again when it ends.
 */
public final class SeparateInstallation implements AutoCloseable {

  /** The part that is not a JVM. */
  static final String DATABASE = "database";

  static final String BROKER = "broker";
  static final String GATEWAY = "gateway";

  private static final Duration START = Duration.ofMinutes(4);

  /** The write-ahead log alone may come to 256 of them. */
  private static final int DISK_MEBIBYTES = 384;

  private static final List<String> JVM =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xss512k",
          "-Xmx192m",
          "-XX:+ExitOnOutOfMemoryError",
          "-Djava.net.preferIPv4Stack=true");

  /** Short, so that a stopped worker is given up while one waits for it. */
  private static final Map<String, String> WORKER =
      Map.of(
          "RICKYARD_WORKER_LEASE", "PT4S",
          "RICKYARD_WORKER_GRACE", "PT2S",
          "RICKYARD_JOBS_ENABLED", "false");

  private final java.nio.file.Path jar;
  private final java.nio.file.Path logs;
  private final boolean smallDisks;
  private final Variation variation;
  private final SeparateParts parts;
  private final Map<String, Part> running = new LinkedHashMap<>();
  private final Map<String, SmallDisk> disks = new LinkedHashMap<>();

  /**
   * Prepares one; nothing runs yet.
   *
   * @param root the repository, already built
   * @param work an empty directory that every user may enter
   * @param instances how many workers and projectors there are of each
   * @param smallDisks whether database and broker have a small disk each, which can be filled
   */
  public SeparateInstallation(
      java.nio.file.Path root, java.nio.file.Path work, int instances, boolean smallDisks)
      throws IOException {
    this(root, work, instances, smallDisks, Variation.NONE);
  }

  /** The same, but for what is said. */
  public SeparateInstallation(
      java.nio.file.Path root,
      java.nio.file.Path work,
      int instances,
      boolean smallDisks,
      Variation variation)
      throws IOException {
    this.jar = root.resolve("infra/launcher/target/launcher-0.1.0-SNAPSHOT.jar");
    this.logs = work;
    this.smallDisks = smallDisks;
    this.variation = variation;
    this.parts = SeparateParts.in(data(work));
    add(DATABASE, this::startDatabase, this::databaseAnswers);
    add(BROKER, this::startBroker, this::brokerAnswers);
    service("auth", "io.rickyard.auth.AuthService", "auth", Map.of());
    service("org", "io.rickyard.org.OrgService", "org", Map.of());
    service("bridge", "io.rickyard.bridge.RealtimeBridge", "bridge", Map.of());
    for (int i = 1; i <= instances; i++) {
      worker("worker-" + i, i > 1);
      projector("projector-" + i, i > 1);
    }
    service(GATEWAY, "io.rickyard.gateway.ApiGateway", GATEWAY, Map.of());
  }

  /** Where the data of an installation in that directory are. */
  static java.nio.file.Path data(java.nio.file.Path work) {
    return work.resolve("data");
  }

  private void worker(String name, boolean elsewhere) throws IOException {
    var settings = new LinkedHashMap<>(WORKER);
    settings.put("RICKYARD_WORKER_MEMBER", name);
    if (elsewhere) {
      settings.put("MICRONAUT_SERVER_PORT", freePort());
    }
    service("worker", "io.rickyard.worker.ProvisionerWorker", name, settings);
  }

  private void projector(String name, boolean elsewhere) throws IOException {
    var settings = new LinkedHashMap<String, String>();
    settings.put("RICKYARD_PROJECTOR_MEMBER", name);
    if (elsewhere) {
      settings.put("MICRONAUT_SERVER_PORT", freePort());
    }
    service("projector", "io.rickyard.projector.StatusProjector", name, settings);
  }

  private void service(String service, String main, String name, Map<String, String> more) {
    var environment = new LinkedHashMap<>(parts.environment(service));
    environment.putAll(more);
    environment.putAll(variation.environment().getOrDefault(service, Map.of()));
    var classpath = new ArrayList<>(List.of(jar));
    if (service.equals("worker")) {
      classpath.addAll(variation.workerClasspath());
    }
    var health = new HttpHealth(environment.get("MICRONAUT_SERVER_PORT"));
    add(name, () -> jvm(name, classpath, main, List.of(), environment), health);
  }

  private void add(String name, Part.Program program, Part.Health health) {
    running.put(name, new Part(name, program, health));
  }

  /** Starts everything and returns when all parts serve. */
  public void start() throws Exception {
    if (smallDisks) {
      disks.put(DATABASE, SmallDisk.mount(parts.databaseDirectory(), DISK_MEBIBYTES));
      disks.put(BROKER, SmallDisk.mount(parts.brokerDirectory(), DISK_MEBIBYTES));
    }
    for (Part part : running.values()) {
      part.begin();
      if (part.name().equals(DATABASE)) {
        Until.holds("the database answers", START, part::serves);
      }
    }
    awaitAll(START);
  }

  /** Adds a worker while everything runs; returns when it serves. */
  public void addWorker() throws Exception {
    long workers = running.keySet().stream().filter(name -> name.startsWith("worker-")).count();
    String name = "worker-" + (workers + 1);
    worker(name, true);
    part(name).begin();
    Until.holds("part " + name + " serves", START, part(name)::serves);
  }

  /** Returns when all parts serve. */
  void awaitAll(Duration within) throws Exception {
    for (Part part : running.values()) {
      Until.holds("part " + part.name() + " serves", within, part::serves);
    }
  }

  /** The part of that name. */
  Part part(String name) {
    var part = running.get(name);
    if (part == null) {
      throw new IllegalArgumentException("No part is named " + name);
    }
    return part;
  }

  /** The number of the process of the part of that name. */
  public long pid(String name) {
    return part(name).pid();
  }

  /** The small disk of the part of that name. */
  SmallDisk disk(String name) {
    var disk = disks.get(name);
    if (disk == null) {
      throw new IllegalArgumentException("There is no small disk for " + name);
    }
    return disk;
  }

  /** All parts. */
  Collection<Part> parts() {
    return List.copyOf(running.values());
  }

  /** Signs in as the first administrator; returns the session's access token. */
  String signIn() {
    var session =
        RickyardClient.object()
            .put("email", parts.administrator())
            .put("password", parts.password());
    try (var open = client(null)) {
      return open.post(Path.of("/auth/v1/token").query("grant_type", "password"), session)
          .body()
          .path("access_token")
          .asText();
    }
  }

  /** Signs in and makes an access token for the load. */
  public String token() {
    try (var client = client(signIn())) {
      var token = RickyardClient.object().put("name", "faults");
      return client.post(Path.of("/v1/access-tokens"), token).body().path("token").asText();
    }
  }

  /** Where it is reached. */
  public URI url() {
    return parts.url();
  }

  /** A client of the public API. */
  public RickyardClient client(@Nullable String token) {
    return new RickyardClient(parts.url(), token);
  }

  /** Looks inside the database. */
  public Connection inspect() throws SQLException {
    return parts.inspect();
  }

  /** Has the database begin a new segment of its write-ahead log, as much writing does. */
  void switchLog() throws SQLException {
    try (var connection = inspect();
        var statement = connection.createStatement()) {
      statement.execute("select pg_switch_wal()");
    }
  }

  /** How everything in the broker is read. */
  KafkaSettings operator() {
    return parts.operator();
  }

  private ServerProcess startDatabase() throws IOException {
    try {
      return parts.startDatabase();
    } catch (LaunchFailed e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private ServerProcess startBroker() throws IOException {
    return jvm(
        BROKER,
        List.of(jar),
        "io.rickyard.launcher.BrokerProgram",
        parts.brokerArguments(),
        Map.of());
  }

  private ServerProcess jvm(
      String name,
      List<java.nio.file.Path> classpath,
      String main,
      List<String> arguments,
      Map<String, String> environment)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    var path = classpath.stream().map(Object::toString).collect(Collectors.joining(":"));
    command.addAll(List.of("-cp", path, main));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .redirectInput(Redirect.from(java.nio.file.Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(logs.resolve(name + ".log").toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("RICKYARD_"));
    builder.environment().putAll(environment);
    var process = builder.start();
    return ServerProcess.of(process.pid())
        .orElseThrow(() -> new IOException(name + " ended as it started"));
  }

  private boolean databaseAnswers() {
    try (var connection = parts.inspect()) {
      return connection.isValid(5);
    } catch (SQLException _) {
      return false;
    }
  }

  private boolean brokerAnswers() {
    String[] address = parts.operator().bootstrapServers().split(":", -1);
    return HttpHealth.listens(Integer.parseInt(address[1]));
  }

  private static String freePort() throws IOException {
    return Integer.toString(FreePort.find());
  }

  /** Stops everything, the last first. */
  @Override
  public void close() throws IOException {
    try {
      for (Part part : new ArrayList<>(running.values()).reversed()) {
        if (!part.name().equals(DATABASE)) {
          part.close();
        }
      }
      part(DATABASE).close();
      parts.close();
    } finally {
      for (SmallDisk disk : disks.values()) {
        disk.close();
      }
    }
  }
}
