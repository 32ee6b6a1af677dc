package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Types that workers announce: schedules and hooks begin them, requests are promised. */
@ExtendWith(Infrastructure.class)
class ExtensionIT {

  private static final Map<String, Object> ADA = Map.of("name", "Ada");

  private final UUID ada = UUID.randomUUID();
  private OrgServer server;
  private TopicReader commands;
  private String organization;

  @BeforeEach
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    announce(broker, "acme.greet", TypeTerms.PLAIN.in(TaskQueue.BATCH));
    announce(broker, "acme.once", TypeTerms.PLAIN.begunBy(Set.of(Beginning.BATCH)));
    server = new OrgServer(database, broker, directory, Map.of());
    commands = new TopicReader(broker, Topic.COMMANDS_BATCH);
    organization = server.organization(ada, "acme");
  }

  @AfterEach
  void stop() {
    commands.close();
    server.close();
  }

  @Test
  void scheduleBeginsAnAnnouncedTypeInItsQueue() {
    // when
    var made = schedule("acme.greet", ADA);

    // then
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    assertThat(made.text("/task/input/name")).isEqualTo("Ada");
    Eventually.asserted(() -> assertThat(commands.envelopes()).hasSize(1));
    assertThat(((SubmitTask) commands.envelopes().getFirst().body()).input())
        .isInstanceOfSatisfying(
            TaskInput.Extension.class,
            input -> assertThat(input.fields().path("name").asText()).isEqualTo("Ada"));
  }

  @Test
  void scheduleWithBadInputOrOfAnUnknownTypeIsRefused() {
    // when
    var bad = schedule("acme.greet", Map.of("name", 7));
    var unknown = schedule("acme.grete", ADA);
    var never = schedule("acme.once", ADA);

    // then
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.text("/detail")).contains("input.name");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.text("/detail")).contains("acme.greet", "platform.probe");
    assertThat(never.status()).isEqualTo(400);
  }

  @Test
  void hookBeginsWhatMayBeBegunByOne() {
    // when
    var made = hook("acme.greet");
    var never = hook("acme.once");

    // then
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    assertThat(made.text("/rule/type")).isEqualTo("acme.greet");
    assertThat(never.status()).isEqualTo(400);
  }

  @Test
  void requestUnderAKeyIsPromised() {
    // when
    var accepted =
        untilHeard(
            "/acceptances",
            Map.of(
                "type",
                "acme.greet",
                "organization",
                organization,
                "input",
                ADA,
                "origin",
                "127.0.0.1",
                "correlation_id",
                "test",
                "idempotency",
                Map.of("key", "k", "scope", "POST /v1/tasks", "fingerprint", "0123456789abcdef")));

    // then
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(202);
    assertThat(accepted.text("/message/topic")).isEqualTo(Topic.COMMANDS_BATCH.topicName());
  }

  private OrgServer.Answer schedule(String type, Map<String, Object> input) {
    return untilHeard(
        "/schedules",
        Map.of(
            "name", "soon",
            "at", Instant.now().plusMillis(500).toString(),
            "task", Map.of("type", type, "organization", organization, "input", input)));
  }

  private OrgServer.Answer hook(String type) {
    return untilHeard(
        "/hooks",
        Map.of(
            "organization",
            organization,
            "name",
            "pushes",
            "provider",
            "github",
            "rule",
            Map.of("type", type, "input", ADA)));
  }

  /** The announcements are read after the start; until then the answer is 503. */
  private OrgServer.Answer untilHeard(String path, Map<String, Object> body) {
    var answers = new ArrayList<OrgServer.Answer>();
    Eventually.until(() -> {
      answers.addFirst(server.post(ada, path, body));
      return answers.getFirst().status() != 503;
    });
    return answers.getFirst();
  }

  private static void announce(TestBroker broker, String type, TypeTerms terms) {
    var announcement =
        new TypeAnnouncement(
            new ExtensionType(type),
            "Greets somebody",
            terms,
            List.of(new InputField("name", InputField.Kind.TEXT, true, List.of())));
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      publisher
          .publish(
              MessageCodec.encode(
                  Topic.TASK_TYPES,
                  new Envelope<>(
                      MessageId.next(),
                      announcement.messageType(),
                      1,
                      type,
                      Version.NONE,
                      Instant.now(),
                      null,
                      null,
                      null,
                      new CorrelationId("test"),
                      null,
                      new Actor(Actor.Kind.SYSTEM, "worker", null),
                      null,
                      announcement)))
          .join();
    }
  }
}
