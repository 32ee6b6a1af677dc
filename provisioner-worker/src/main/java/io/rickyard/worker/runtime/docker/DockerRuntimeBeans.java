package io.rickyard.worker.runtime.docker;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.job.JobSettings;
import io.rickyard.worker.job.JobSurroundings;
import io.rickyard.worker.log.LogCollection;
import io.rickyard.worker.log.LogPlaces;
import io.rickyard.worker.log.StackLogs;
import io.rickyard.worker.runtime.PortRange;
import io.rickyard.worker.stack.StackAdoption;
import io.rickyard.worker.stack.StackGateways;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackVault;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Puts the runtime together from the settings {@code rickyard.runtime.docker.*}. It connects to no
 * engine until a stack needs one.
 */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class DockerRuntimeBeans {

  private static final int CALLS_AT_ONCE = 32;
  private static final int FAILURES_TO_OPEN = 3;
  private static final Duration LEAVE_ALONE = Duration.ofSeconds(2);
  private static final Duration COLLECT_LOGS_EVERY = Duration.ofSeconds(5);
  private static final Duration COLLECT_EVERY = Duration.ofMinutes(1);

  @Singleton
  DockerSettings settings(
      @Value("${rickyard.installation.id}") String installation,
      @Value("${rickyard.runtime.docker.host:local}") String host,
      @Value("${rickyard.runtime.docker.address:127.0.0.1}") String address,
      @Value("${rickyard.runtime.docker.ports:20000-29999}") String ports,
      @Value("${rickyard.runtime.docker.start-within:PT3M}") String startWithin,
      @Value("${rickyard.runtime.docker.stop-within:PT30S}") String stopWithin,
      @Value("${rickyard.runtime.docker.trash-after:PT10M}") String trashAfter,
      @Value("${rickyard.runtime.docker.stop-stacks-on-close:false}") boolean stopStacksOnClose) {
    return new DockerSettings(
        installation,
        host,
        address,
        PortRange.parse(ports),
        Duration.parse(startWithin),
        Duration.parse(stopWithin),
        Duration.parse(trashAfter),
        stopStacksOnClose);
  }

  @Singleton
  EngineSettings engine(
      @Value("${rickyard.runtime.docker.engine:`unix:///var/run/docker.sock`}") String address,
      @Value("${rickyard.runtime.docker.certificates:}") String certificates,
      @Value("${rickyard.runtime.docker.ssh.identity:}") String identity,
      @Value("${rickyard.runtime.docker.ssh.known-hosts:}") String knownHosts,
      @Value("${rickyard.runtime.docker.answer-within:PT30S}") String answerWithin,
      @Value("${rickyard.runtime.docker.pull-within:PT15M}") String pullWithin) {
    return new EngineSettings(
        URI.create(address),
        path(certificates),
        new SshAccess(path(identity), path(knownHosts)),
        Duration.parse(answerWithin),
        Duration.parse(pullWithin),
        CALLS_AT_ONCE,
        FAILURES_TO_OPEN,
        LEAVE_ALONE);
  }

  private static @Nullable Path path(String text) {
    return text.isEmpty() ? null : Path.of(text);
  }

  @Singleton
  StackPlans plans(
      @Value("${rickyard.installation.url:`http://localhost:8000`}") String installation,
      @Value("${rickyard.runtime.docker.images:}") String images,
      @Value("${rickyard.runtime.docker.release:}") String release) {
    var blueprints = Blueprints.shipped();
    return new ReleasePlans(
        release.isEmpty() ? blueprints.newest() : blueprints.release(release),
        new ImageSource(images),
        URI.create(installation));
  }

  /** Closed after the beans that use it, so nothing starts a stack again. */
  @Singleton
  @Named("docker")
  @Bean(
      preDestroy = "close",
      typed = {StackRuntime.class, DockerStackRuntime.class})
  DockerStackRuntime runtime(
      DockerSettings settings,
      EngineSettings engine,
      StackPlans plans,
      DataSource database,
      ContentStore contents,
      Clock clock,
      @Value("${rickyard.runtime.docker.images:}") String images,
      @Value("${rickyard.runtime.docker.registry.username:}") String username,
      @Value("${rickyard.runtime.docker.registry.password:}") String password) {
    engine.requireReachable(settings.address());
    return new DockerStackRuntime(
        settings,
        plans,
        new Engine(engine, clock),
        login(images, username, password),
        database,
        contents,
        clock,
        new SecureRandom());
  }

  /** Stacks that somebody else has made, on the same engine. */
  @Singleton
  @Named(StackAdoption.RUNTIME)
  @Bean(
      preDestroy = "close",
      typed = {StackRuntime.class, StackAdoption.class})
  AdoptedStackRuntime adopted(
      DockerStackRuntime runtime,
      DataSource database,
      @Value("${rickyard.runtime.docker.adoptable:}") String adoptable) {
    return runtime.adopted(new AdoptedStacks(database), Adoptable.parse(adoptable));
  }

  @Singleton
  JobSurroundings jobs(DockerStackRuntime runtime, JobSettings settings) {
    return runtime.jobs(settings.image());
  }

  @Singleton
  StackGateways gateways(DockerSettings settings, DataSource database) {
    return new DockerGateways(
        settings.allocations(database), new AdoptedStacks(database), settings.address());
  }

  /** What stacks with a log collector write goes to it. */
  @Context
  @Bean(preDestroy = "close")
  LogCollection collection(
      StackRuntime runtime,
      StackVault vault,
      StackLedger ledger,
      DockerSettings settings,
      DataSource database,
      Clock clock) {
    return new LogCollection(
        new StackLogs(runtime, vault, clock),
        ledger,
        vault,
        new DockerLogIntakes(settings.allocations(database), settings.address()),
        new LogPlaces(database),
        clock,
        COLLECT_LOGS_EVERY);
  }

  private static Optional<RegistryLogin> login(String images, String username, String password) {
    if (username.isEmpty()) {
      return Optional.empty();
    }
    if (images.isEmpty()) {
      throw new IllegalArgumentException(
          "rickyard.runtime.docker.registry.username is for the registry that"
              + " rickyard.runtime.docker.images names, which is not set");
    }
    return Optional.of(new RegistryLogin(images.split("/", 2)[0], username, password));
  }

  @Context
  @Bean(preDestroy = "close")
  TrashCollection trash(DockerStackRuntime runtime) {
    return new TrashCollection(runtime, COLLECT_EVERY);
  }
}
