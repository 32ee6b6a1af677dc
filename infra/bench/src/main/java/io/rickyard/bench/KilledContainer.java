package io.rickyard.bench;

import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How long after a container was killed another one of the service is started, by the engine. */
final class KilledContainer {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LocalInstallation installation;
  private final String profile;
  private final String service;

  KilledContainer(LocalInstallation installation, String profile, String service) {
    this.installation = installation;
    this.profile = profile;
    this.service = service;
  }

  /** From each kill to the start; kills that nobody answered within half a minute are left out. */
  Latencies run(int times) throws IOException, InterruptedException {
    try (var stacks = new Stacks(installation, profile)) {
      var ref = stacks.create("killed");
      stacks.await(ref, "ACTIVE_HEALTHY");
      var nanos = new long[times];
      int answered = 0;
      for (int i = 0; i < times; i++) {
        var took = kill(ref);
        if (took.isPresent()) {
          nanos[answered++] = took.get().toNanos();
          stacks.await(ref, "ACTIVE_HEALTHY");
        }
      }
      stacks.delete(ref);
      return Latencies.of(Arrays.copyOf(nanos, answered));
    }
  }

  private Optional<Duration> kill(String ref) throws IOException, InterruptedException {
    var since = Instant.now();
    var id = running(ref);
    Docker.run("kill", id);
    for (var until = since.plus(PATIENCE); Instant.now().isBefore(until); ) {
      var events = events(ref, since);
      var died = last(events, "die");
      var started = last(events, "start");
      if (died.isPresent() && started.isPresent()) {
        return Optional.of(Duration.ofNanos(started.get() - died.get()));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return Optional.empty();
  }

  private String running(String ref) throws IOException, InterruptedException {
    for (var container : Docker.containers(ref)) {
      if (Docker.service(container).equals(service)) {
        return container.path("Id").asText();
      }
    }
    throw new IOException("Project " + ref + " has no container of " + service);
  }

  private String events(String ref, Instant since) throws IOException, InterruptedException {
    return Docker.run(
        "events",
        "--since",
        Long.toString(since.getEpochSecond()),
        "--until",
        Long.toString(Instant.now().getEpochSecond() + 1),
        "--filter",
        "label=io.rickyard.project=" + ref,
        "--filter",
        "label=io.rickyard.service=" + service,
        "--filter",
        "type=container",
        "--format",
        "{{json .}}");
  }

  /** When that happened last, in nanoseconds. */
  private static Optional<Long> last(String events, String action) throws IOException {
    Optional<Long> found = Optional.empty();
    for (var line : events.lines().toList()) {
      var event = RickyardClient.JSON.readTree(line);
      if (event.path("Action").asText().equals(action)) {
        found = Optional.of(event.path("timeNano").asLong());
      }
    }
    return found;
  }
}
