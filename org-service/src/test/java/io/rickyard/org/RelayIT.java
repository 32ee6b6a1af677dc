package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
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
        var topics = new TopicReader(broker, Topic.COMMANDS_CRITICAL)) {

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
        var topics = new TopicReader(broker, Topic.COMMANDS_CRITICAL)) {

      // then
      Eventually.asserted(
          () -> assertThat(topics.tasks()).containsExactly(second[0].text("/task_id")));
    }
  }

  @Test
  void organizationsEventsComeInVersionsWithoutGaps(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    try (var server = new OrgServer(database, broker, directory, Map.of());
        var topics = new TopicReader(broker, Topic.ORGANIZATION_EVENTS)) {
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
        var topics = new TopicReader(broker, Topic.AUDIT)) {
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
}
