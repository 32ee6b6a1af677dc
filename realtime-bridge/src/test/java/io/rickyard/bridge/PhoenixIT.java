package io.rickyard.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhoenixIT {

  private static final String USER = UUID.randomUUID().toString();
  private static Bridge bridge;

  private final String organization = Names.fresh();
  private final String topic = "realtime:tasks:" + organization;
  private final UUID task = UUID.randomUUID();

  @BeforeAll
  static void start() {
    bridge = new Bridge();
    bridge.exchange.accepts("good-token", USER);
    bridge.exchange.accepts("rkt_once", USER);
  }

  @AfterAll
  static void stop() {
    bridge.close();
  }

  @BeforeEach
  void member() {
    bridge.status.member(USER, organization);
    bridge.status.task(task, organization, null, "queued");
  }

  @Test
  void joinIsAnsweredAndFollowedByASnapshotAndChanges() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=none"))) {
      client.say(join("1", topic, "good-token"));
      client.await("broadcast");

      // when
      bridge.status.task(task, organization, null, "running");
      bridge.status.stack(Names.fresh(), organization, "COMING_UP");

      // then
      var change = client.await(message -> message.path(4).path("event").asText().equals("task"));
      assertThat(change.at("/4/payload/task/state").asText()).isEqualTo("running");
      assertThat(client.received().getFirst().toString())
          .isEqualTo(
              """
              ["1","1","%s","phx_reply",{"status":"ok","response":{"postgres_changes":[]}}]\
              """
                  .formatted(topic));
      var snapshot = client.received().get(1);
      assertThat(snapshot.get(0).isNull()).isTrue();
      assertThat(snapshot.at("/4/type").asText()).isEqualTo("broadcast");
      assertThat(snapshot.at("/4/event").asText()).isEqualTo("snapshot");
      assertThat(snapshot.at("/4/payload/tasks/0/state").asText()).isEqualTo("queued");
      assertThat(client.received()).hasSize(3);
    }
  }

  @Test
  void versionOneSpeaksObjects() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=1.0.0&apikey=good-token"))) {

      // when
      client.say(
          """
          {"topic":"%s","event":"phx_join","payload":{},"ref":"1","join_ref":"1"}\
          """
              .formatted(topic));

      // then
      var reply = client.await(message -> message.path("event").asText().equals("phx_reply"));
      assertThat(reply.at("/payload/status").asText()).isEqualTo("ok");
      var broadcast = client.await(message -> message.path("event").asText().equals("broadcast"));
      assertThat(broadcast.at("/payload/event").asText()).isEqualTo("snapshot");
    }
  }

  @Test
  void heartbeatIsAnswered() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0"))) {

      // when
      client.say("[null,\"7\",\"phoenix\",\"heartbeat\",{}]");

      // then
      assertThat(client.await("phx_reply").toString())
          .isEqualTo("[null,\"7\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }
  }

  @Test
  void joinWithoutAUsersTokenIsRefused() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=sb_publishable_x"))) {

      // when
      client.say(join("1", topic, "sb_publishable_x"));

      // then
      var reply = client.await("phx_reply");
      assertThat(reply.at("/4/status").asText()).isEqualTo("error");
      assertThat(reply.at("/4/response/reason").asText()).startsWith("Unauthorized");
    }
  }

  @Test
  void topicsThatAreNotOursAndMessagesWithoutAJoinAreRefused() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=good-token"))) {

      // when
      client.say(join("1", "realtime:room", "good-token"));
      client.say("[null,\"2\",\"" + topic + "\",\"broadcast\",{}]");

      // then
      var unknown = client.await(message -> message.path(1).asText().equals("1"));
      var unmatched = client.await(message -> message.path(1).asText().equals("2"));
      assertThat(unknown.at("/4/response/reason").asText()).startsWith("TopicNameRequired");
      assertThat(unmatched.at("/4/response/reason").asText()).isEqualTo("unmatched topic");
    }
  }

  @Test
  void foreignOrganizationsTopicIsRefusedAndTellsNothing() {
    // given
    String foreign = Names.fresh();
    var secret = UUID.randomUUID();
    bridge.status.task(secret, foreign, null, "queued");
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=good-token"))) {
      client.say(join("1", "realtime:tasks:" + foreign, "good-token"));
      client.say(join("2", topic, "good-token"));
      client.await(message -> message.at("/4/payload/tasks/0/id").asText().equals(task.toString()));

      // when
      bridge.status.task(secret, foreign, null, "running");
      bridge.status.task(task, organization, null, "running");

      // then
      client.await(message -> message.path(4).path("event").asText().equals("task"));
      var refusal = client.await(message -> message.path(1).asText().equals("1"));
      assertThat(refusal.at("/4/status").asText()).isEqualTo("error");
      assertThat(refusal.at("/4/response/reason").asText())
          .isEqualTo(
              "Unauthorized: You do not have permissions to read from this Channel topic: tasks:"
                  + foreign);
      assertThat(client.received())
          .noneMatch(message -> message.toString().contains(secret.toString()));
    }
  }

  @Test
  void afterALeaveNothingComes() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=good-token"))) {
      client.say(join("1", topic, "good-token"));
      client.await("broadcast");

      // when
      client.say("[\"1\",\"2\",\"" + topic + "\",\"phx_leave\",{}]");

      // then
      client.await("phx_close");
      bridge.status.task(task, organization, null, "running");
      client.say("[null,\"9\",\"phoenix\",\"heartbeat\",{}]");
      client.await(message -> message.path(1).asText().equals("9"));
      assertThat(client.received().stream().map(message -> message.path(3).asText()))
          .containsExactly("phx_reply", "broadcast", "phx_reply", "phx_close", "phx_reply");
    }
  }

  @Test
  void ticketIsGoodForTheWholeConnection() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=rkt_once"))) {
      client.say(join("1", topic, ""));
      client.await("broadcast");

      // when: auth-service would not take it again
      bridge.exchange.rejects("rkt_once");
      client.say(join("2", "realtime:projects:" + organization, ""));

      // then
      var reply = client.await(message -> message.path(1).asText().equals("2"));
      assertThat(reply.at("/4/status").asText()).isEqualTo("ok");
    }
  }

  @Test
  void newerTokenThatIsNotValidClosesTheChannelAndSaysWhy() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=good-token"))) {
      client.say(join("1", topic, "good-token"));
      client.await("broadcast");

      // when
      client.say("[\"1\",\"2\",\"" + topic + "\",\"access_token\",{\"access_token\":\"expired\"}]");

      // then
      client.await("phx_close");
      var system = client.await("system");
      assertThat(system.at("/4/status").asText()).isEqualTo("error");
      assertThat(system.at("/4/extension").asText()).isEqualTo("system");
      assertThat(system.at("/4/channel").asText()).isEqualTo("tasks:" + organization);
    }
  }

  @Test
  void channelOfARevokedSessionIsClosedWithinASecond() {
    // given
    bridge.exchange.accepts("to-be-revoked", USER);
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0"))) {
      client.say(join("1", topic, "to-be-revoked"));
      client.say(join("2", "realtime:projects:" + organization, "good-token"));
      client.await(message ->
          message.path(2).asText().startsWith("realtime:projects")
              && message.path(3).asText().equals("broadcast"));

      // when
      bridge.revokeSession(USER, "session of to-be-revoked");

      // then
      Eventually.within(Duration.ofSeconds(1))
          .until(() ->
              client.received().stream()
                  .anyMatch(closed -> closed.path(3).asText().equals("phx_close")));
      var closed = client.await("phx_close");
      assertThat(closed.path(2).asText()).isEqualTo(topic);
      assertThat(client.await("system").at("/4/message").asText()).contains("not valid any more");
      assertThat(
              client.received().stream()
                  .filter(message -> message.path(3).asText().equals("phx_close")))
          .hasSize(1);
    }
  }

  @Test
  void unknownVersionIsClosed() {
    // when
    try (var client = Phoenix.open(bridge.socket("vsn=9.0.0"))) {

      // then
      Eventually.until(() -> client.closeCode() == 1002);
    }
  }

  @Test
  void messagesAreAnsweredInTheirOrder() {
    // given
    try (var client = Phoenix.open(bridge.socket("vsn=2.0.0&apikey=good-token"))) {

      // when
      for (int i = 1; i <= 20; i++) {
        client.say(join("" + i, topic, "good-token"));
        client.say("[\"" + i + "\",\"l" + i + "\",\"" + topic + "\",\"phx_leave\",{}]");
      }

      // then
      client.await(message -> message.path(1).asText().equals("l20"));
      var replies =
          client.received().stream()
              .filter(message -> message.path(3).asText().equals("phx_reply"))
              .map(message -> message.path(1).asText())
              .toList();
      assertThat(replies).hasSize(40).startsWith("1", "l1", "2", "l2").endsWith("20", "l20");
    }
  }

  private static String join(String ref, String topic, String token) {
    return "[\"%s\",\"%s\",\"%s\",\"phx_join\",{\"config\":{},\"access_token\":\"%s\"}]"
        .formatted(ref, ref, topic, token);
  }
}
