package io.rickyard.systemtests;

import static io.rickyard.systemtests.ContainerInstallation.count;
import static io.rickyard.systemtests.ContainerInstallation.nothing;
import static io.rickyard.systemtests.ContainerInstallation.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A whole installation with projects in containers, on the engine and with the images of {@code
 * infra/system-tests/engine}.
 */
class ContainersIT {

  private static final int ALL = 13;

  private static ContainerInstallation installation;

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    installation = ContainerInstallation.in(Workspace.create(), Map.of());
    installation.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
  }

  /** Starts, which takes until every project is healthy, so one need not wait for it. */
  private static FutureTask<Boolean> starting() {
    var start =
        new FutureTask<>(() -> {
          installation.start();
          return true;
        });
    Thread.ofVirtual().start(start);
    return start;
  }

  /**
   * The worker dies at each of these moments, and with it everything else, and is started again.
   */
  private static void killedAt(List<Callable<Boolean>> moments) throws Exception {
    var starts = new ArrayDeque<FutureTask<Boolean>>();
    for (var moment : moments) {
      Eventually.within(Duration.ofMinutes(2))
          .until(() -> moment.call() && installation.local().process().isPresent());
      installation.local().kill();
      if (!starts.isEmpty()) {
        ended(starts.getLast());
      }
      starts.add(starting());
    }
    starts.getLast().get(3, TimeUnit.MINUTES);
  }

  private static void ended(FutureTask<Boolean> start) throws Exception {
    try {
      start.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class); // infra/up tells that it was killed
    }
  }

  @Test
  void aWholeProjectComesAndGoesWhateverAKillInterrupts() throws Exception {
    // given
    var ref = installation.create("full");

    // when
    killedAt(
        List.of(
            () -> count("network", ref) == 1,
            () -> count("container", ref) > 1,
            () -> count("container", ref) > ALL / 2));

    // then
    assertThat(installation.status(ref)).isEqualTo("ACTIVE_HEALTHY");
    assertThat(said("container", ref, "{{.Label \"io.rickyard.service\"}}"))
        .hasSize(ALL)
        .doesNotHaveDuplicates();
    assertThat(count("network", ref)).isEqualTo(1);
    // What an interrupted attempt left in a volume is not taken up; it is deleted a little later.
    Eventually.within(Duration.ofMinutes(2))
        .untilAsserted(() ->
            assertThat(said("volume", ref, "{{.Label \"io.rickyard.volume\"}}"))
                .doesNotHaveDuplicates());
    GatewayPaths.assertLeadToTheirServices(
        name -> installation.key(ref, name), (path, key) -> asked(ref, path, key));

    // when
    installation.delete(ref);
    killedAt(List.of(() -> count("container", ref) < ALL));

    // then
    Eventually.within(Duration.ofMinutes(2)).until(() -> nothing(ref));
  }

  @Test
  void tenProjectsAtOnceBecomeHealthy() throws Exception {
    // when
    var refs = IntStream.range(0, 10).mapToObj(_ -> installation.create("database")).toList();

    // then
    Eventually.within(Duration.ofMinutes(3))
        .until(() -> refs.stream().allMatch(ref -> installation.healthy(ref)));
    for (var ref : refs) {
      assertThat(count("container", ref)).isEqualTo(1);
      installation.delete(ref);
    }
    for (var ref : refs) {
      Eventually.within(Duration.ofMinutes(2)).until(() -> nothing(ref));
    }
  }

  /** Asks by the project's own name; curl finds every name below localhost on this machine. */
  private static JsonNode asked(String ref, String path, @Nullable String key) throws Exception {
    return RickyardClient.JSON.readTree(
        Programs.run(
            "curl",
            "--silent",
            "--header",
            "apikey: " + (key == null ? "" : key),
            "http://%s.localhost:%d%s".formatted(ref, installation.local().port(), path)));
  }
}
