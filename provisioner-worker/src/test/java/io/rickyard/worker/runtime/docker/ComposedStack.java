package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.rickyard.testing.Eventually;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stack as compose makes one, with its labels: a database on a volume, a service that needs it, a
 * gateway, and a job that has ended. Nothing of it is the installation's.
 */
final class ComposedStack implements AutoCloseable {

  static final String PASSWORD = "the password of an old stack";
  static final String ANON_KEY = "the anon key of an old stack";

  private static final String DATABASE = "rickyard-test/postgres:current";
  private static final String NODE = "rickyard-test/node:current";
  private static final long SECOND = 1_000_000_000L;

  private final EngineHost host;
  private final DockerClient client;
  private final String name = "old-shop-" + UUID.randomUUID().toString().substring(0, 8);

  private ComposedStack(EngineHost host) {
    this.host = host;
    this.client = host.client();
  }

  static ComposedStack start(EngineHost host) throws InterruptedException {
    var stack = new ComposedStack(host);
    stack.client.createNetworkCmd().withName(stack.network()).exec();
    stack.client.createVolumeCmd().withName(stack.volume()).exec();
    stack.run("migrate", NODE, Map.of(), "", null, "true");
    stack.run(
        "db",
        DATABASE,
        Map.of("POSTGRES_PASSWORD", PASSWORD),
        "",
        List.of("CMD-SHELL", "pg_isready -q -h 127.0.0.1"),
        "postgres",
        "-c",
        "config_file=/etc/postgresql/postgresql.conf");
    stack.run(
        "rest",
        NODE,
        Map.of(
            "PGRST_DB_URI", "postgres://postgres:" + PASSWORD.replace(' ', '-') + "@db/postgres"),
        "db:service_healthy:false",
        null,
        "node",
        "-e",
        "console.log('rest knows ' + process.env.PGRST_DB_URI); setInterval(() => {}, 1000)");
    stack.run(
        "kong",
        NODE,
        Map.of("SUPABASE_ANON_KEY", ANON_KEY),
        "rest:service_started:false",
        null,
        "node",
        "-e",
        "require('http').createServer((q, r) => r.end('old ' + q.url)).listen(8000)");
    Eventually.within(Duration.ofMinutes(1)).until(() -> stack.usersRoleIsThere());
    return stack;
  }

  String name() {
    return name;
  }

  private String network() {
    return name + "_default";
  }

  String volume() {
    return name + "_db-data";
  }

  private void run(
      String service,
      String image,
      Map<String, String> environment,
      String dependsOn,
      @Nullable List<String> health,
      String... command) {
    var labels = new HashMap<String, String>();
    labels.put("com.docker.compose.project", name);
    labels.put("com.docker.compose.service", service);
    labels.put("com.docker.compose.oneoff", "False");
    labels.put("com.docker.compose.depends_on", dependsOn);
    var config = HostConfig.newHostConfig().withNetworkMode(network());
    if (service.equals("db")) {
      config.withBinds(new Bind(volume(), new Volume("/var/lib/postgresql/data")));
    }
    var create =
        client
            .createContainerCmd(image)
            .withName(name + "-" + service + "-1")
            .withLabels(labels)
            .withHostConfig(config)
            .withEnv(
                environment.entrySet().stream()
                    .map(variable -> variable.getKey() + "=" + variable.getValue())
                    .toList())
            .withCmd(command);
    if (health != null) {
      create.withHealthcheck(
          new HealthCheck()
              .withTest(health)
              .withInterval(SECOND / 2)
              .withTimeout(SECOND * 5)
              .withRetries(60));
    }
    client.startContainerCmd(create.exec().getId()).exec();
  }

  /** The image knows the owner of the internals only; upstream's has the role users have too. */
  private boolean usersRoleIsThere() {
    try {
      var script =
          "PGPASSWORD='%s' psql -h 127.0.0.1 -U supabase_admin -d postgres -tAc \"%s\""
              .formatted(
                  PASSWORD,
                  "create role postgres login createdb password '%s'; create table kept (n int);"
                          .formatted(PASSWORD)
                      + " insert into kept values (42); grant select on kept to postgres; select 'made'");
      return host.in(container("db"), script).contains("made");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String in(String service, String script) throws InterruptedException {
    return host.in(container(service), script);
  }

  List<Container> containers() {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("com.docker.compose.project", name))
        .exec();
  }

  Container container(String service) {
    return containers().stream()
        .filter(found -> service.equals(found.getLabels().get("com.docker.compose.service")))
        .findFirst()
        .orElseThrow();
  }

  /** The ids of all its containers with the state of each. */
  Map<String, String> states() {
    var states = new HashMap<String, String>();
    containers().forEach(found -> states.put(found.getId(), found.getState()));
    return states;
  }

  boolean hasVolume() {
    try {
      client.inspectVolumeCmd(volume()).exec();
      return true;
    } catch (NotFoundException _) {
      return false;
    }
  }

  @Override
  public void close() {
    for (var container : containers()) {
      client.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
    }
    client.removeNetworkCmd(network()).exec();
    client.removeVolumeCmd(volume()).exec();
  }
}
