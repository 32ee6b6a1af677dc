package io.rickyard.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventsIT {

  private static final String PROJECT = "projectprojectprojec";
  private static Bridge bridge;

  private final String user = UUID.randomUUID().toString();
  private final String organization = Names.fresh();
  private final String foreign = Names.fresh();
  private final UUID task = UUID.randomUUID();

  @BeforeAll
  static void start() {
    bridge = new Bridge();
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @Test
  void forgedTokenOpensNothing() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    var address = bridge.at("/events?organization=" + organization);

    // then
    for (var forgery : bridge.issuer.forgeries(user).entrySet()) {
      try (var stream = Sse.open(address, forgery.getValue(), Map.of())) {
        assertThat(stream.status())
            .as(forgery.getKey())
            .isEqualTo(forgery.getKey().equals("good") ? 200 : 401);
      }
    }
  }

  @Test
  void sendsASnapshotAndThenChanges() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "queued");
    bridge.status.stack(Names.fresh(), organization, "COMING_UP");
    try (var stream = bridge.open(user, "/events?organization=" + organization, null)) {
      stream.await(1);

      // when
      bridge.status.task(task, organization, PROJECT, "running");

      // then
      var events = stream.await(2);
      assertThat(stream.names()).containsExactly("snapshot", "task");
      assertThat(events.getFirst().data())
          .contains("\"state\": \"queued\"", "\"status\": \"COMING_UP\"", "\"name\": \"demo\"");
      assertThat(events.getLast().id()).matches("1-[0-9]+-[0-9a-f]{8}");
      assertThat(events.getLast().data())
          .startsWith("{\"task\": {")
          .contains("\"state\": \"running\"");
    }
  }

  @Test
  void snapshotOfAFloodHoldsTheNewestOfEachStateAndSaysThatThereAreMore()
      throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "running");
    bridge.status.queued(organization, 600);

    // when
    try (var stream = bridge.open(user, "/events", null)) {
      String data = stream.await(1).getFirst().data();

      // then
      assertThat(data)
          .contains("\"running\"", "\"more\":true", "\"number\": 600}", "\"number\": 101}")
          .doesNotContain("\"number\": 100}");
      assertThat(data.split("\"queued\"", -1)).hasSize(501);
    }
  }

  @Test
  void snapshotHoldsEveryLiveTaskAndTheNewestEndedOnes() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    IntStream.range(0, 60)
        .forEach(i -> bridge.status.task(Names.ordered(i), organization, PROJECT, "succeeded"));
    IntStream.range(60, 120)
        .forEach(i -> bridge.status.task(Names.ordered(i), organization, PROJECT, "queued"));

    // when
    try (var stream = bridge.open(user, "/events", null)) {
      String data = stream.await(1).getFirst().data();

      // then
      assertThat(data.split("\"queued\"", -1)).hasSize(61);
      assertThat(data.split("\"succeeded\"", -1)).hasSize(51);
      assertThat(data).contains(Names.ordered(59).toString(), "\"more\":false");
      assertThat(data).doesNotContain(Names.ordered(9).toString());
    }
  }

  @Test
  void asksForOneProjectOrOneTaskOnly() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "queued");
    bridge.status.task(UUID.randomUUID(), organization, "otherprojectotherpro", "queued");
    bridge.status.stack(Names.fresh(), organization, "COMING_UP");

    // when
    try (var ofProject = bridge.open(user, "/events?project=" + PROJECT, null);
        var ofTask = bridge.open(user, "/events?task=" + task, null)) {
      String project = ofProject.await(1).getFirst().data();
      String single = ofTask.await(1).getFirst().data();

      // then
      assertThat(project.split("\"queued\"", -1)).hasSize(2);
      assertThat(single.split("\"queued\"", -1)).hasSize(2);
      assertThat(project).contains("\"stacks\":[]", task.toString());
      assertThat(single).contains("\"stacks\":[]", task.toString());
    }
  }

  @Test
  void resumesAfterTheLastEventIdWithoutLossOrRepetition()
      throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "queued");
    String last;
    try (var stream = bridge.open(user, "/events", null)) {
      last = stream.await(1).getFirst().id();
    }
    var second = UUID.randomUUID();
    bridge.status.task(second, organization, PROJECT, "queued");
    bridge.status.task(UUID.randomUUID(), foreign, PROJECT, "queued");

    // when
    try (var stream = bridge.open(user, "/events", last)) {
      stream.await(1);
      bridge.status.task(task, organization, PROJECT, "running");

      // then
      var events = stream.await(2);
      assertThat(stream.names()).containsExactly("task", "task");
      assertThat(events.getFirst().data()).contains(second.toString(), "queued");
      assertThat(events.getLast().data()).contains(task.toString(), "running");
    }
  }

  @Test
  void resumeFromWhatIsNoPlaceOfThisLogStartsOver() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);

    // when
    try (var stream = bridge.open(user, "/events", "9-3");
        var garbage = bridge.open(user, "/events", "anything")) {

      // then
      stream.await(2);
      garbage.await(2);
      assertThat(stream.names()).containsExactly("reset", "snapshot");
      assertThat(garbage.names()).containsExactly("reset", "snapshot");
    }
  }

  @Test
  void nothingOfAForeignOrganizationIsSeen() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, foreign, PROJECT, "queued");
    try (var all = bridge.open(user, "/events", null);
        var asked = bridge.open(user, "/events?organization=" + foreign, null);
        var ofTask = bridge.open(user, "/events?task=" + task, null)) {
      all.await(1);
      asked.await(1);
      ofTask.await(1);

      // when
      bridge.status.task(task, foreign, PROJECT, "running");
      var own = UUID.randomUUID();
      bridge.status.task(own, organization, PROJECT, "queued");

      // then
      all.await(2);
      assertThat(all.events()).noneMatch(event -> event.data().contains(task.toString()));
      assertThat(asked.names()).containsExactly("snapshot");
      assertThat(asked.events().getFirst().data())
          .isEqualTo("{\"tasks\":[],\"more\":false,\"stacks\":[]}");
      assertThat(ofTask.events().getFirst().data())
          .isEqualTo("{\"tasks\":[],\"more\":false,\"stacks\":[]}");
    }
  }

  @Test
  void removedMemberIsToldNothingAfterASecond() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "queued");
    try (var stream = bridge.open(user, "/events", null)) {
      stream.await(1);

      // when
      bridge.status.removed(user, organization);

      // then
      Eventually.within(Duration.ofSeconds(1)).until(() -> stream.events().size() == 3);
      bridge.status.task(task, organization, PROJECT, "running");
      bridge.status.member(user, organization);
      stream.await(5);
      assertThat(stream.names())
          .containsExactly("snapshot", "reset", "snapshot", "reset", "snapshot");
      assertThat(stream.events().get(2).data())
          .isEqualTo("{\"tasks\":[],\"more\":false,\"stacks\":[]}");
    }
  }

  @Test
  void streamOfARevokedSessionIsCutWithinASecondAndOthersAreNot()
      throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, PROJECT, "queued");
    String session = UUID.randomUUID().toString();
    try (var revoked = bridge.openInSession(user, session, "/events");
        var log = bridge.openInSession(user, session, "/tasks/" + task + "/log");
        var other = bridge.openInSession(user, UUID.randomUUID().toString(), "/events")) {
      revoked.await(1);
      log.await(1);
      other.await(1);

      // when
      bridge.revokeSession(user, session);

      // then
      Eventually.within(Duration.ofSeconds(1)).until(() -> revoked.ended() && log.ended());
      bridge.status.task(task, organization, PROJECT, "running");
      other.await(2);
      assertThat(revoked.names()).containsExactly("snapshot");
    }
  }

  @Test
  void streamOpenedWithATokenMadeBeforeTheRevocationIsCutAtOnce()
      throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    String session = UUID.randomUUID().toString();
    try (var witness = bridge.openInSession(user, session, "/events")) {
      witness.await(1);
      bridge.revokeSession(user, session);
      Eventually.until(witness::ended);
    }

    // when
    try (var late = bridge.openInSession(user, session, "/events")) {

      // then
      Eventually.until(late::ended);
      assertThat(late.names()).doesNotContain("task");
    }
  }

  @Test
  void newMemberComesBackToASnapshotOfWhatItMaySeeNow() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, foreign, PROJECT, "queued");
    String last;
    try (var stream = bridge.open(user, "/events", null)) {
      last = stream.await(1).getFirst().id();
    }
    bridge.status.member(user, foreign);

    // when
    try (var stream = bridge.open(user, "/events", last)) {

      // then
      stream.await(2);
      assertThat(stream.names()).containsExactly("reset", "snapshot");
      assertThat(stream.events().getLast().data()).contains(task.toString());
    }
  }

  @Test
  void nobodyWithoutATokenIsLetIn() throws IOException, InterruptedException {
    // when
    try (var stream = Sse.open(bridge.at("/events"), null, Map.of())) {

      // then
      assertThat(stream.status()).isEqualTo(401);
    }
  }

  @Test
  void whatIsNoOrganizationIsRefused() throws IOException, InterruptedException {
    // when
    try (var stream = bridge.open(user, "/events?organization=%27%20or%201=1", null)) {

      // then
      assertThat(stream.status()).isEqualTo(400);
    }
  }
}
