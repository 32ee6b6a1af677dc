package io.rickyard.launcher;

import io.rickyard.auth.AuthService;
import io.rickyard.bridge.RealtimeBridge;
import io.rickyard.broker.BrokerSettings;
import io.rickyard.broker.BrokerStartFailed;
import io.rickyard.broker.EmbeddedBroker;
import io.rickyard.gateway.ApiGateway;
import io.rickyard.org.OrgService;
import io.rickyard.projector.StatusProjector;
import io.rickyard.service.RunningService;
import io.rickyard.worker.ProvisionerWorker;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One installation that runs: PostgreSQL, Kafka and the six services. What was started last is
 * stopped first, so that nothing loses what it depends on before it has come to rest.
 */
final class ControlPlane implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final ServiceSettings settings;

  private ControlPlane(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts everything.
   *
   * @param onHalt told when the broker has given up for good, for instance because the disk failed
   * @throws LaunchFailed when a part does not start; what had started is stopped again
   */
  static ControlPlane start(
      DataDirectory data, Secrets secrets, int port, Console console, Consumer<String> onHalt) {
    List<Integer> ports = FreePorts.take(8);
    var settings = new ServiceSettings(data, secrets, port, ports);
    var plane = new ControlPlane(settings);
    try (var starting = Executors.newVirtualThreadPerTaskExecutor()) {
      var broker =
          CompletableFuture.supplyAsync(() -> broker(data, secrets, ports, onHalt), starting);
      plane.start(
          console,
          "PostgreSQL",
          () -> ControlDatabase.start(data, secrets, settings.databasePort()));
      plane.start(console, "Kafka", broker::join);
      plane.startServices(console, starting);
      return plane;
    } catch (CompletionException e) {
      plane.close();
      throw failed(cause(e));
    } catch (RuntimeException e) {
      plane.close();
      throw failed(e);
    }
  }

  private static LaunchFailed failed(Throwable cause) {
    return cause instanceof LaunchFailed launch
        ? launch
        : new LaunchFailed("Rickyard could not start: " + cause.getMessage(), cause);
  }

  private static Throwable cause(CompletionException e) {
    var cause = e.getCause();
    return cause == null ? e : cause;
  }

  private static EmbeddedBroker broker(
      DataDirectory data, Secrets secrets, List<Integer> ports, Consumer<String> onHalt) {
    try {
      return EmbeddedBroker.start(
          new BrokerSettings(
              data.broker(),
              ports.get(0),
              ports.get(1),
              BrokerAccounts.access(secrets),
              BrokerAccounts.topics()),
          onHalt);
    } catch (BrokerStartFailed e) {
      throw new LaunchFailed(String.valueOf(e.getMessage()), e);
    }
  }

  private void startServices(Console console, ExecutorService starting) {
    Map<String, Function<Map<String, Object>, RunningService>> behind =
        Map.of(
            "auth", AuthService::start,
            "org", OrgService::start,
            "projector", StatusProjector::start,
            "bridge", RealtimeBridge::start,
            "worker", ProvisionerWorker::start);
    console.doing(
        "six services",
        () -> {
          var started =
              behind.entrySet().stream()
                  .map(service ->
                      CompletableFuture.supplyAsync(
                          () -> service.getValue().apply(settings.of(service.getKey())), starting))
                  .toList();
          var outcomes = started.stream().map(ControlPlane::outcome).toList();
          synchronized (running) {
            outcomes.forEach(outcome -> outcome.service().ifPresent(running::push));
          }
          outcomes.stream()
              .flatMap(outcome -> outcome.failure().stream())
              .findFirst()
              .ifPresent(failure -> {
                throw failed(failure);
              });
          running.push(ApiGateway.start(settings.of("gateway")));
          return "started";
        });
  }

  private static Outcome outcome(CompletableFuture<RunningService> starting) {
    try {
      return new Outcome(Optional.of(starting.join()), Optional.empty());
    } catch (CompletionException e) {
      return new Outcome(Optional.empty(), Optional.of(cause(e)));
    }
  }

  private record Outcome(Optional<RunningService> service, Optional<Throwable> failure) {}

  private <T extends AutoCloseable> void start(
      Console console, String what, Console.Doing<T> doing) {
    running.push(console.doing(what, doing));
  }

  /** Where people and programs reach it. */
  URI url() {
    return settings.publicUrl();
  }

  /** Where auth-service listens, for the sign-in code of the person at this machine. */
  URI auth() {
    return settings.auth();
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      var part = running.pop();
      try {
        part.close();
      } catch (Exception e) {
        // The rest must still be stopped, or its data would need a recovery at the next start.
        LOG.error("part={} could not be stopped cleanly", part, e);
      }
    }
  }
}
