package io.rickyard.org;

import static io.rickyard.org.DeadMessages.awaitLetters;
import static io.rickyard.org.DeadMessages.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.RecordingHandler;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
class DeadMessageIT {

  private static final String FIRST = "commands.normal.dlt-0-0";
  private static final String SECOND = "commands.normal.dlt-0-1";

  private final UUID ada = UUID.randomUUID();
  private final UUID ben = UUID.randomUUID();
  private TestBroker broker;
  private OrgServer server;
  private DeadMessages messages;

  @BeforeEach
  void start(TestDatabase database, TestBroker fresh, @TempDir Path directory) {
    broker = fresh;
    server = new OrgServer(database, broker, directory, Map.of());
    server.administrates(ada);
    messages = new DeadMessages(broker);
  }

  @AfterEach
  void stop() {
    messages.close();
    server.close();
  }

  @Test
  void anUnreadableMessageIsShownWithoutItsBody() {
    // given
    try (var reader = messages.reader(new RecordingHandler())) {
      messages.publish(DeadMessages.unreadable());
      awaitLetters(reader, 1);
    }

    // when
    var list = server.get(ada, "/dead-messages");
    var one = server.get(ada, "/dead-messages/" + FIRST);

    // then
    assertThat(ids(list)).containsExactly(FIRST);
    assertThat(one.status()).as(one.body().toString()).isEqualTo(200);
    assertThat(one.text("/state")).isEqualTo("waiting");
    assertThat(one.text("/cause")).isEqualTo("unreadable");
    assertThat(one.text("/consumer")).isEqualTo(DeadMessages.CONSUMER);
    assertThat(one.text("/origin/topic")).isEqualTo("rickyard.commands.normal");
    assertThat(one.text("/headers/rickyard-type")).isEqualTo("task.cancel");
    assertThat(one.text("/headers/rickyard-signature")).isEqualTo("test:…");
    assertThat(one.text("/size")).isEqualTo("19");
    assertThat(one.text("/sha256")).hasSize(64);
    assertThat(list.body().toString() + one.body()).doesNotContain("tiger", "db_pass");
  }

  @Test
  void aCommandThatIsReplayedAfterTheRepairHasOneEffect() {
    // given
    var command = DeadMessages.signed();
    try (var reader = messages.readerWithoutKey(new RecordingHandler())) {
      messages.publish(command);
      awaitLetters(reader, 1);
    }
    var handler = new RecordingHandler();
    try (var reader = messages.readerWithKey(handler)) {

      // when
      var replayed = server.post(ada, "/dead-messages/" + FIRST + "/replay", Map.of());
      var again = server.post(ada, "/dead-messages/" + FIRST + "/replay", Map.of());

      // then
      assertThat(replayed.text("/state")).as(replayed.body().toString()).isEqualTo("replayed");
      assertThat(replayed.text("/handled/by")).isEqualTo(ada + "@example.org");
      assertThat(again.text("/code")).isEqualTo("conflict");
      messages.publish(DeadMessages.signed()); // comes after whatever was published before
      Eventually.until(() -> handler.committed().size() >= 2);
      assertThat(handler.committed())
          .filteredOn(received ->
              received.envelope().entity().equals(command.headers().get("rickyard-entity")))
          .hasSize(1);
      assertThat(reader.status().deadLettered()).isZero();
    }
    assertThat(ids(server.get(ada, "/dead-messages"))).isEmpty();
    assertThat(ids(server.get(ada, "/dead-messages?state=replayed"))).containsExactly(FIRST);
    assertAudited("dead_message.replay", FIRST);
  }

  @Test
  void whatStillCannotBeReadIsANewLetterAfterItsReplay() {
    // given
    try (var reader = messages.reader(new RecordingHandler())) {
      messages.publish(DeadMessages.unreadable());
      awaitLetters(reader, 1);

      // when
      server.post(ada, "/dead-messages/" + FIRST + "/replay", Map.of());

      // then
      awaitLetters(reader, 2);
    }
    assertThat(ids(server.get(ada, "/dead-messages"))).containsExactly(SECOND);
    assertThat(server.get(ada, "/dead-messages/" + SECOND).text("/sha256"))
        .isEqualTo(server.get(ada, "/dead-messages/" + FIRST).text("/sha256"));
  }

  @Test
  void forgedTokenIsNobodys() {
    server
        .forgeries(ada)
        .forEach((name, token) ->
            assertThat(server.send("GET", "/organizations", token, null).status())
                .as(name)
                .isEqualTo(name.equals("good") ? 200 : 401));
  }

  @Test
  void nobodyButAdministratorsSeesOrDoesAnything() {
    // given
    messages.giveUp(1);

    // when
    var answers =
        List.of(
            server.get(ben, "/dead-messages"),
            server.get(ben, "/dead-messages/" + FIRST),
            server.post(ben, "/dead-messages/" + FIRST + "/replay", Map.of()),
            server.post(ben, "/dead-messages/" + FIRST + "/drop", Map.of()),
            server.post(ben, "/dead-messages/replay", Map.of()),
            server.post(ben, "/dead-messages/drop", Map.of()));

    // then
    assertThat(answers).extracting(answer -> answer.text("/code")).containsOnly("forbidden");
    assertThat(ids(server.get(ada, "/dead-messages"))).containsExactly(FIRST);
  }

  @Test
  void manyAreReplayedUpToACapAndEachOnce() {
    // given
    messages.giveUp(250);
    var handler = new RecordingHandler();
    try (var reader = messages.reader(handler)) {

      // when
      var counted = many("replay", Map.of("dry_run", true, "limit", 1000));
      var first = many("replay", Map.of("where", Map.of("consumer", "reader"), "limit", 120));
      var second = many("replay", Map.of("limit", 1000));

      // then
      assertThat(counted.text("/matched")).isEqualTo("250");
      assertThat(first.text("/matched")).isEqualTo("120");
      assertThat(first.text("/next")).isEqualTo("commands.normal.dlt-0-119");
      assertThat(second.text("/matched")).isEqualTo("130");
      assertThat(second.body().has("next")).isFalse();
      Eventually.until(() -> handler.committed().size() == 250);
      assertThat(handler.committed())
          .extracting(received -> received.envelope().entity())
          .doesNotHaveDuplicates();
      assertThat(reader.status().deadLettered()).isZero();
    }
  }

  @Test
  void whatIsDroppedIsNotReplayed() {
    // given
    messages.giveUp(2);
    server.post(ada, "/dead-messages/" + FIRST + "/drop", Map.of());

    // when
    var one = server.post(ada, "/dead-messages/" + FIRST + "/replay", Map.of());
    var rest = many("replay", Map.of());

    // then
    assertThat(one.text("/code")).isEqualTo("conflict");
    assertThat(one.text("/detail")).startsWith("It was dropped by " + ada);
    assertThat(rest.body().path("done").get(0).asText()).isEqualTo(SECOND);
    assertAudited("dead_message.drop", FIRST);
  }

  @Test
  void twoWhoReplayOneMessageAtOncePublishItOnce() {
    // given
    messages.giveUp(1);
    var handler = new RecordingHandler();
    try (var _ = messages.reader(handler)) {

      // when
      var answers =
          Stream.generate(() ->
                  CompletableFuture.supplyAsync(
                      () -> server.post(ada, "/dead-messages/" + FIRST + "/replay", Map.of())))
              .limit(4)
              .toList()
              .stream()
              .map(CompletableFuture::join)
              .toList();

      // then
      assertThat(answers)
          .extracting(OrgServer.Answer::status)
          .containsExactlyInAnyOrder(200, 409, 409, 409);
      messages.publish(DeadMessages.cancel());
      Eventually.until(() -> handler.committed().size() >= 2);
      assertThat(handler.committed()).hasSize(2);
    }
  }

  @Test
  void filtersAndCursorNarrowTheList() {
    // given
    messages.giveUp(5);

    // when
    var page = server.get(ada, "/dead-messages?limit=2&after=" + SECOND);
    var future = server.get(ada, "/dead-messages?given_up_after=2999-01-01T00:00:00Z");
    var past = server.get(ada, "/dead-messages?given_up_before=2020-01-01T00:00:00Z");
    var topic = server.get(ada, "/dead-messages?topic=events,commands.normal&limit=500");
    var other = server.get(ada, "/dead-messages?topic=events");
    var consumer = server.get(ada, "/dead-messages?consumer=somebody");
    var cause = server.get(ada, "/dead-messages?cause=unreadable");

    // then
    assertThat(ids(page)).containsExactly("commands.normal.dlt-0-2", "commands.normal.dlt-0-3");
    assertThat(page.text("/next")).isEqualTo("commands.normal.dlt-0-3");
    assertThat(ids(topic)).hasSize(5);
    assertThat(Stream.of(future, past, other, consumer, cause))
        .allSatisfy(list -> assertThat(list.body().path("data")).isEmpty());
  }

  @Test
  void whatIsNoFilterIsRefused() {
    assertThat(server.get(ada, "/dead-messages?topik=events").text("/code"))
        .isEqualTo("unknown_field");
    assertThat(server.get(ada, "/dead-messages?topic=identity.events").text("/code"))
        .isEqualTo("invalid_request");
    assertThat(server.get(ada, "/dead-messages?after=42").text("/code"))
        .isEqualTo("invalid_request");
    assertThat(many("drop", Map.of("where", Map.of("state", "replayed"))).text("/code"))
        .isEqualTo("invalid_request");
    assertThat(server.get(ada, "/dead-messages/42").text("/code")).isEqualTo("not_found");
    assertThat(server.get(ada, "/dead-messages/events.dlt-0-0").text("/code"))
        .isEqualTo("not_found");
  }

  @Test
  void withoutBrokersTheAnswerSaysTryAgain() {
    // given
    broker.away();

    // when
    var answer = server.get(ada, "/dead-messages");

    // then
    assertThat(answer.text("/code")).isEqualTo("service_unavailable");
  }

  private OrgServer.Answer many(String what, Map<String, Object> body) {
    return server.post(ada, "/dead-messages/" + what, body);
  }

  private void assertAudited(String action, String target) {
    try (var topic = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(() ->
          assertThat(topic.envelopes())
              .filteredOn(envelope -> envelope.actor().id().equals(ada.toString()))
              .extracting(Envelope::body)
              .filteredOn(AuditRecord.class::isInstance)
              .extracting(AuditRecord.class::cast)
              .anySatisfy(record -> {
                assertThat(record.action()).isEqualTo(action);
                assertThat(record.target()).isEqualTo(target);
              }));
    }
  }
}
