package io.rickyard.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskLogIT {

  private static Bridge bridge;

  private final String user = UUID.randomUUID().toString();
  private final String organization = Names.fresh();
  private final UUID task = UUID.randomUUID();

  @BeforeAll
  static void start() {
    bridge = new Bridge();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void running() {
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, null, "running");
  }

  @Test
  void sendsEveryLineAndThenTheEnd() throws IOException, InterruptedException {
    // given
    bridge.status.line(task, 1, "first");
    try (var stream = bridge.open(user, "/tasks/" + task + "/log", null)) {
      Eventually.until(() -> lines(stream).size() == 1);

      // when
      bridge.status.task(task, organization, null, "succeeded");
      bridge.status.line(task, 2, "late \"line\"");

      // then
      Eventually.until(stream::ended);
      assertThat(lines(stream)).extracting(Sse.Event::id).containsExactly("1", "2");
      assertThat(lines(stream).getLast().data())
          .contains("\"number\": 2", "\"attempt\": 1", "\"level\": \"info\"", "late \\\"line\\\"")
          .containsPattern("\"at\": \"[0-9-]{10}T[0-9:.]+Z\"");
      assertThat(stream.events().getLast())
          .isEqualTo(new Sse.Event("end", null, "{\"state\":\"succeeded\"}"));
    }
  }

  @Test
  void resumesAfterTheLastLine() throws IOException, InterruptedException {
    // given
    IntStream.rangeClosed(1, 5).forEach(i -> bridge.status.line(task, i, "line " + i));

    // when
    try (var stream = bridge.open(user, "/tasks/" + task + "/log", "3")) {

      // then
      Eventually.until(() -> lines(stream).size() == 2);
      assertThat(lines(stream)).extracting(Sse.Event::id).containsExactly("4", "5");
    }
  }

  @Test
  void longLogArrivesWhole() throws IOException, InterruptedException {
    // given
    bridge.status.lines(task, 6_000);

    // when
    try (var stream = bridge.open(user, "/tasks/" + task + "/log", null)) {

      // then
      Eventually.until(() -> lines(stream).size() == 6_000);
      assertThat(stream.names()).doesNotContain("lagging");
    }
  }

  @Test
  void removedMemberReadsNoFurther() throws IOException, InterruptedException {
    // given
    bridge.status.line(task, 1, "first");
    try (var stream = bridge.open(user, "/tasks/" + task + "/log", null)) {
      Eventually.until(() -> lines(stream).size() == 1);

      // when
      bridge.status.removed(user, organization);
      bridge.status.line(task, 2, "secret");

      // then
      Eventually.until(stream::ended);
      assertThat(lines(stream)).hasSize(1);
    }
  }

  @Test
  void acceptedTaskThatIsNotProjectedYetHasAnEmptyStreamUntilItIs()
      throws IOException, InterruptedException {
    // given
    var accepted = UUID.randomUUID();
    try (var stream =
        Sse.open(
            bridge.at("/tasks/" + accepted + "/log"),
            bridge.issuer.session(user),
            Map.of("Rickyard-Position", "commands.normal-0-42"))) {
      stream.await(1);

      // when
      bridge.status.task(accepted, organization, null, "running");
      bridge.status.line(accepted, 1, "first");

      // then
      Eventually.until(() -> lines(stream).size() == 1);
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.names()).containsExactly("position", "line");
    }
  }

  @Test
  void foreignAndUnknownTasksCannotBeToldApart() throws IOException, InterruptedException {
    // given
    String stranger = UUID.randomUUID().toString();

    // when
    try (var foreign = bridge.open(stranger, "/tasks/" + task + "/log", null);
        var unknown = bridge.open(user, "/tasks/" + UUID.randomUUID() + "/log", null);
        var malformed = bridge.open(user, "/tasks/none/log", null)) {

      // then
      assertThat(List.of(foreign.status(), unknown.status(), malformed.status())).containsOnly(404);
    }
  }

  private static List<Sse.Event> lines(Sse stream) {
    return stream.events().stream().filter(event -> event.name().equals("line")).toList();
  }
}
