package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.Received;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
class RelayIT {

  private final UUID ada = UUID.randomUUID();

  @Test
  void commandThatNobodySentIsSentAfterARestart(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    // given
    var promised = new OrgServer.Answer[1];
    try (var server = new OrgServer(database, broker, directory, Map.of())) {
      promised[0] = server.provision(ada, server.organization(ada, "acme"), Map.of("name", "shop"));
    }

    // when
    try (var _ = new OrgServer(database, broker, directory, Map.of());
        var topics = new Reader(broker, Topic.COMMANDS_CRITICAL)) {

      // then
      Eventually.asserted(
          () -> assertThat(topics.tasks()).containsExactly(promised[0].text("/task_id")));
    }
  }

  @Test
  void commandThatWasReportedSentIsNotSentAgain(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    // given
    var first = new OrgServer.Answer[1];
    var second = new OrgServer.Answer[1];
    try (var server = new OrgServer(database, broker, directory, Map.of())) {
      String organization = server.organization(ada, "acme");
      first[0] = server.provision(ada, organization, Map.of("name", "one"));
      second[0] = server.provision(ada, organization, Map.of("name", "two"));
      var reported =
          server.postAsGateway(
              "/acceptances/" + first[0].text("/outbox_id") + "/sent",
              Map.of("position", "commands.critical-0-0"));
      assertThat(reported.status()).isEqualTo(204);
    }

    // when
    try (var _ = new OrgServer(database, broker, directory, Map.of());
        var topics = new Reader(broker, Topic.COMMANDS_CRITICAL)) {

      // then
      Eventually.asserted(
          () -> assertThat(topics.tasks()).containsExactly(second[0].text("/task_id")));
    }
  }

  @Test
  void organizationsEventsComeInVersionsWithoutGaps(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    try (var server = new OrgServer(database, broker, directory, Map.of());
        var topics = new Reader(broker, Topic.ORGANIZATION_EVENTS)) {
      // given
      String organization = server.organization(ada, "acme");

      // when
      String project = server.project(ada, organization);
      server.patch(ada, "/projects/" + project, Map.of("name", "store"));
      server.change(ada, "stack.delete", project);
      server.change(ada, "stack.delete", project);

      // then
      Eventually.asserted(() -> assertThat(topics.versions()).containsExactly(2L, 3L, 4L, 5L));
      assertThat(topics.events())
          .containsExactly(
              "OrganizationCreated",
              "MemberAdded",
              "ProjectRegistered",
              "ProjectRenamed",
              "ProjectDeregistered");
    }
  }

  @Test
  void everyDeedIsAudited(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    try (var server = new OrgServer(database, broker, directory, Map.of());
        var topics = new Reader(broker, Topic.AUDIT)) {
      // given
      String organization = server.organization(ada, "acme");

      // when
      server.change(ada, "stack.pause", server.project(ada, organization));

      // then
      Eventually.asserted(() ->
          assertThat(topics.envelopes())
              .extracting(envelope -> envelope.actor().id())
              .containsExactly(ada.toString(), ada.toString(), ada.toString()));
    }
  }

  /** What came into a topic since it was new. */
  private static final class Reader implements AutoCloseable {

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Follower follower;

    Reader(TestBroker broker, Topic topic) {
      follower =
          Follower.start(
              broker.settings("test"),
              "test",
              Set.of(topic),
              Follower.Start.BEGINNING,
              received::addAll);
    }

    List<Envelope<?>> envelopes() {
      return received.stream().<Envelope<?>>map(Received::envelope).toList();
    }

    List<String> tasks() {
      return envelopes().stream()
          .map(Envelope::body)
          .map(TaskCommand.class::cast)
          .map(command -> command.taskId().toString())
          .distinct()
          .toList();
    }

    List<Long> versions() {
      return envelopes().stream().map(envelope -> envelope.version().value()).toList();
    }

    List<String> events() {
      return envelopes().stream()
          .map(Envelope::body)
          .map(OrganizationEvents.class::cast)
          .flatMap(events -> events.events().stream())
          .map(event -> event.getClass().getSimpleName())
          .toList();
    }

    @Override
    public void close() {
      follower.close();
    }
  }
}
