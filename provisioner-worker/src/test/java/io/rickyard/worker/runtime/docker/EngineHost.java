package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.fail;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.HealthCheck;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.stack.blueprint.Release;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.MemoryContentStore;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The engine of this machine and a database with the runtime's tables, for one test class. Tests
 * are skipped where there is no engine, unless {@code RICKYARD_REQUIRE_ENGINE} is true.
 */
final class EngineHost implements AutoCloseable {

  static final URI ADDRESS =
      URI.create(
          Optional.ofNullable(System.getenv("DOCKER_HOST")).orElse("unix:///var/run/docker.sock"));

  /** Of these tests alone, so that whatever is left carries a mark of its own. */
  static final String INSTALLATION = "test-" + UUID.randomUUID();

  static final ImageSource BUILT = new ImageSource("rickyard-test");

  /** Services are asked for their health: a few of them, or a dozen at a time. */
  private static final Duration OFTEN = Duration.ofMillis(500);

  private static final Duration LESS_OFTEN = Duration.ofMillis(1500);
  private static final boolean OFFICIAL = "official".equals(System.getProperty("stack.images"));

  private final TestDatabase database = TestDatabase.create();
  private final DockerClient client = client(ADDRESS);

  private final List<DockerStackRuntime> runtimes = new ArrayList<>();

  private EngineHost() {
    database.migrate("provisioner", "io/rickyard/worker/changelog/port-allocation.sql");
    database.migrate("provisioner", "io/rickyard/worker/changelog/docker-stacks.sql");
    database.migrate("provisioner", "io/rickyard/worker/changelog/adopted-stacks.sql");
    database.migrate("provisioner", "io/rickyard/worker/changelog/log-places.sql");
  }

  /** This machine's, or the test is skipped. */
  static EngineHost open() {
    requireEngine();
    return new EngineHost();
  }

  private static void requireEngine() {
    try (var asking = client(ADDRESS)) {
      asking.pingCmd().exec();
      if (!OFFICIAL) {
        for (var release : Blueprints.shipped().releases()) {
          for (var image : release.images().values()) {
            asking.inspectImageCmd(BUILT.reference(image)).exec();
          }
        }
      }
    } catch (NotFoundException e) {
      missing("infra/system-tests/engine/build-images has not been run: " + e.getMessage(), e);
    } catch (DockerException | IOException e) {
      missing("no container engine answers at " + ADDRESS, e);
    } catch (RuntimeException e) {
      missing("no container engine is at " + ADDRESS, e);
    }
  }

  static void missing(String why, @Nullable Exception e) {
    if (Boolean.parseBoolean(System.getenv("RICKYARD_REQUIRE_ENGINE"))) {
      fail("RICKYARD_REQUIRE_ENGINE is set, but " + why, e);
    }
    Assumptions.abort(why);
  }

  static DockerClient client(URI address) {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address.toString())
            .build();
    return DockerClientImpl.getInstance(
        config, new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  /** The engine, to look at it from outside of the runtime. */
  DockerClient client() {
    return client;
  }

  DataSource database() {
    return database.dataSource("provisioner");
  }

  /** Where that database is, for a process of its own. */
  String url() {
    return database.url();
  }

  String password() {
    return TestDatabase.password("provisioner");
  }

  static EngineSettings engine(URI address) {
    return new EngineSettings(
        address,
        null,
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        16,
        3,
        Duration.ofMillis(300));
  }

  static DockerSettings settings(PortRange ports) {
    return settings(INSTALLATION, ports);
  }

  static DockerSettings settings(String installation, PortRange ports) {
    return new DockerSettings(
        installation,
        "local",
        "127.0.0.1",
        ports,
        Duration.ofMinutes(1),
        Duration.ofSeconds(20),
        Duration.ZERO,
        false);
  }

  DockerStackRuntime runtime(PortRange ports) {
    return runtime(ports, ADDRESS, EngineHost::plan);
  }

  DockerStackRuntime runtime(PortRange ports, URI address, StackPlans plans) {
    return runtime(ports, engine(address), Optional.empty(), plans);
  }

  DockerStackRuntime runtime(PortRange ports, Optional<RegistryLogin> login, StackPlans plans) {
    return runtime(ports, engine(ADDRESS), login, plans);
  }

  DockerStackRuntime runtime(PortRange ports, EngineSettings engine, StackPlans plans) {
    return runtime(ports, engine, Optional.empty(), plans);
  }

  private DockerStackRuntime runtime(
      PortRange ports, EngineSettings engine, Optional<RegistryLogin> login, StackPlans plans) {
    var runtime =
        new DockerStackRuntime(
            settings(ports),
            plans,
            new Engine(engine, Clock.systemUTC()),
            login,
            database(),
            new MemoryContentStore(),
            Clock.systemUTC(),
            new SecureRandom());
    runtimes.add(runtime);
    return runtime;
  }

  /** What is shipped of the services that are real where images were built. */
  static StackPlan plan(StackSpec stack) {
    var real = Set.of("db", "meta");
    return watched(plans(Blueprints.shipped().newest()).of(stack), real::contains, OFTEN);
  }

  /**
   * A release as it is shipped, with all its services. With {@code -Dstack.images=official} they
   * are what the engine pulls, otherwise what was built.
   */
  static StackPlans shipped(Release release) {
    return stack -> watched(plans(release).of(stack), _ -> true, LESS_OFTEN);
  }

  private static ReleasePlans plans(Release release) {
    return new ReleasePlans(
        release,
        OFFICIAL ? ImageSource.ENGINE_DEFAULT : BUILT,
        URI.create("http://localhost:8000"));
  }

  private static StackPlan watched(
      StackPlan plan, Predicate<String> services, Duration healthInterval) {
    return new StackPlan(
        plan.release(),
        plan.profile(),
        plan.services().stream()
            .filter(service -> services.test(service.service()))
            .map(service -> watchedClosely(service, healthInterval))
            .toList());
  }

  private static ServicePlan watchedClosely(ServicePlan service, Duration interval) {
    var health = service.health();
    return new ServicePlan(
        service.service(),
        service.image(),
        service.entrypoint(),
        service.command(),
        service.environment(),
        service.files(),
        service.volumes(),
        service.ports(),
        health == null
            ? null
            : new HealthCheck(
                health.command(), interval, health.timeout(), 60, health.startPeriod()),
        service.dependsOn(),
        service.limits(),
        service.ulimits(),
        service.capabilities(),
        service.aliases());
  }

  /** All containers of a project, running or not. */
  List<Container> containers(ProjectRef project) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(StackLabels.PROJECT, project.value()))
        .exec();
  }

  Container container(ProjectRef project, String service) {
    return containers(project).stream()
        .filter(found -> service.equals(found.getLabels().get(StackLabels.SERVICE)))
        .findFirst()
        .orElseThrow();
  }

  /** A container's address in its stack's network. */
  String address(ProjectRef project, String service) {
    return container(project, service)
        .getNetworkSettings()
        .getNetworks()
        .values()
        .iterator()
        .next()
        .getIpAddress();
  }

  /** The port of the host that leads to a container's. */
  int published(ProjectRef project, String service, int port) {
    return Arrays.stream(container(project, service).getPorts())
        .filter(found -> Objects.equals(found.getPrivatePort(), port))
        .map(ContainerPort::getPublicPort)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** What a shell script says inside of a container. */
  String in(Container container, String script) throws InterruptedException {
    return in(container.getId(), script);
  }

  String in(String container, String script) throws InterruptedException {
    var exec =
        client.execCreateCmd(container).withCmd("bash", "-c", script).withAttachStdout(true).exec();
    var said = new StringBuilder();
    client
        .execStartCmd(exec.getId())
        .exec(
            new ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                said.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
              }
            })
        .awaitCompletion();
    return said.toString().strip();
  }

  /** A script that says "reached" or "unreached". */
  static String reach(String address, int port) {
    return "timeout 3 bash -c '</dev/tcp/%s/%d' 2>/dev/null && echo reached || echo unreached"
        .formatted(address, port);
  }

  /** Ports nobody uses now, below those of outgoing connections. */
  static PortRange freePorts() {
    return freePorts(10);
  }

  static PortRange freePorts(int count) {
    for (int first = 24_000 + (int) (ProcessHandle.current().pid() % 500) * 10; ; first += 10) {
      if (free(first) && free(first + 1) && free(first + 2)) {
        return new PortRange(first, first + count - 1);
      }
    }
  }

  private static boolean free(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    runtimes.forEach(DockerStackRuntime::close);
    client.close();
    database.close();
  }
}
