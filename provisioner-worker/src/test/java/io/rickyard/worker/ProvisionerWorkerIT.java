package io.rickyard.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.DeadLetterArchive;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.TypeAnnouncements;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import io.rickyard.testing.TestIssuer;
import io.rickyard.worker.secret.MasterKey;
import io.rickyard.worker.secret.SealingKeyset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
class ProvisionerWorkerIT {

  private static final byte[] SECRET = new byte[32];

  @Test
  void aWorkerRunsASignedProbeAndIsHealthy(
      TestDatabase database, TestBroker broker, @TempDir Path directory) throws Exception {
    // given
    List<TaskEvent> told = new CopyOnWriteArrayList<>();
    try (var worker = ProvisionerWorker.start(settings(database, broker, directory));
        var publisher = KafkaPublisher.open(broker.settings("test"));
        var _ = reader(broker, told);
        var client = HttpClient.newHttpClient()) {

      // when
      publisher
          .publish(
              new MessageSigner("gateway", SECRET)
                  .sign(MessageCodec.encode(Topic.COMMANDS_NORMAL, probe())))
          .join();

      // then
      Eventually.until(
          () -> told.stream().anyMatch(event -> event instanceof TaskEvent.TaskSucceeded));
      var health =
          client.send(
              HttpRequest.newBuilder(worker.url().resolve("/health")).build(),
              BodyHandlers.ofString());
      assertThat(health.statusCode()).isEqualTo(200);
      assertThat(health.body()).contains("engine");
      Eventually.asserted(() ->
          assertThat(metrics(client, worker.url()))
              .contains(
                  "rickyard_tasks_accepted_total{queue=\"normal\",type=\"platform.probe\"} 1.0",
                  "rickyard_tasks_ended_total{outcome=\"succeeded\",queue=\"normal\",type=\"platform.probe\"} 1.0",
                  "rickyard_task_wait_seconds_count{queue=\"normal\",type=\"platform.probe\"} 1",
                  "rickyard_attempt_duration_seconds_bucket{queue=\"normal\",type=\"platform.probe\",le=\"7200.0\"} 1",
                  "rickyard_claim_tasks_sum 1.0",
                  "rickyard_lease_losses_total 0.0",
                  "rickyard_queue_depth_tasks{queue=\"normal\"} 0.0",
                  "rickyard_queue_oldest_age_seconds{queue=\"normal\"} 0.0",
                  "rickyard_consumer_messages_total{consumer=\"provisioner-worker\"} 1.0",
                  "rickyard_consumer_lag_messages{consumer=\"provisioner-worker\",topic=\"rickyard.commands.normal\"} 0.0",
                  "rickyard_outbox_waiting_rows 0.0",
                  "rickyard_outbox_oldest_age_seconds 0.0")
              .noneMatch(line -> line.contains("organizationaaaaaaaa")));
    }
  }

  @Test
  void aForgedTokenIsNobodys(TestDatabase database, TestBroker broker, @TempDir Path directory)
      throws Exception {
    // given
    try (var issuer = TestIssuer.start();
        var client = HttpClient.newHttpClient()) {
      var settings = settings(database, broker, directory);
      settings.put("rickyard.services.auth.url", issuer.url());
      try (var worker = ProvisionerWorker.start(settings)) {

        // then
        for (var forgery : issuer.forgeries("somebody").entrySet()) {
          var request =
              HttpRequest.newBuilder(worker.url().resolve("/queues"))
                  .header("authorization", "Bearer " + forgery.getValue())
                  .build();
          assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
              .as(forgery.getKey())
              .isEqualTo(forgery.getKey().equals("good") ? 200 : 401);
        }
      }
    }
  }

  @Test
  void aCommandWhoseKeyWasMissingRunsOnceHoweverOftenItIsReplayed(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    // given
    var letter = new LetterId(Topic.COMMANDS_NORMAL, 0, 0);
    var archive = new DeadLetterArchive(broker.settings("operator"));
    var withoutKey = settings(database, broker, directory);
    withoutKey.put(
        "rickyard.signing.keys.gateway",
        Base64.getEncoder().encodeToString("another key of thirty-two bytes!".getBytes(UTF_8)));
    try (var publisher = KafkaPublisher.open(broker.settings("test"));
        var client = HttpClient.newHttpClient()) {
      try (var _ = ProvisionerWorker.start(withoutKey)) {
        publish(
            publisher,
            new MessageSigner("gateway", SECRET)
                .sign(MessageCodec.encode(Topic.COMMANDS_NORMAL, probe())));
        Eventually.until(() -> archive.find(letter).isPresent());
      }
      var kept = archive.find(letter).orElseThrow().message().orElseThrow();
      try (var worker = ProvisionerWorker.start(settings(database, broker, directory))) {

        // when
        publish(publisher, kept);
        publish(publisher, kept);

        // then
        Eventually.asserted(() ->
            assertThat(metrics(client, worker.url()))
                .contains(
                    "rickyard_consumer_messages_total{consumer=\"provisioner-worker\"} 2.0",
                    "rickyard_consumer_dead_letters_total{consumer=\"provisioner-worker\"} 0.0",
                    "rickyard_tasks_accepted_total{queue=\"normal\",type=\"platform.probe\"} 1.0",
                    "rickyard_tasks_ended_total{outcome=\"succeeded\",queue=\"normal\",type=\"platform.probe\"} 1.0"));
      }
    }
  }

  private static void publish(KafkaPublisher publisher, OutgoingMessage message) {
    var _ = publisher.publish(message).join();
  }

  @Test
  void aClassOnTheClassPathIsAnnouncedAndRun(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    // given
    var types = new TaskTypes(Clock.systemUTC());
    List<TaskEvent> told = new CopyOnWriteArrayList<>();
    try (var _ = ProvisionerWorker.start(settings(database, broker, directory));
        var publisher = KafkaPublisher.open(broker.settings("test"));
        var _ = TypeAnnouncements.follow(broker.settings("types"), "test", types);
        var _ = reader(broker, told)) {
      Eventually.until(() -> types.announcement(new ExtensionType("acme.greet")).isPresent());

      // when
      publisher
          .publish(
              new MessageSigner("gateway", SECRET)
                  .sign(MessageCodec.encode(Topic.COMMANDS_NORMAL, submit(greet()))))
          .join();

      // then
      Eventually.until(
          () -> told.stream().anyMatch(event -> event instanceof TaskEvent.TaskSucceeded));
    }
  }

  private static TaskInput greet() {
    return new TaskInput.Extension(
        new ExtensionType("acme.greet"),
        ContractJson.mapper().createObjectNode().put("name", "Ada"));
  }

  private static Follower reader(TestBroker broker, List<TaskEvent> told) {
    return Follower.start(
        broker.settings("reader"),
        "reader",
        Set.of(Topic.EVENTS),
        Follower.Start.BEGINNING,
        batch ->
            batch.forEach(received -> {
              if (received.envelope().body() instanceof TaskEvents events) {
                told.addAll(events.events());
              }
            }));
  }

  private static List<String> metrics(HttpClient client, URI worker) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(worker.resolve("/prometheus")).build(), BodyHandlers.ofLines())
          .body()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> settings(
      TestDatabase database, TestBroker broker, Path directory) {
    var master = MasterKey.readOrCreate(directory.resolve("master"), new SecureRandom());
    SealingKeyset.readOrCreate(directory.resolve("keyset"), master);
    Map<String, Object> settings = new HashMap<>(database.settings("provisioner"));
    settings.put("rickyard.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("rickyard.signing.keys.gateway", Base64.getEncoder().encodeToString(SECRET));
    settings.put("rickyard.secrets.master-key-file", directory.resolve("master").toString());
    settings.put("rickyard.secrets.keyset-file", directory.resolve("keyset").toString());
    settings.put("rickyard.installation.id", "testinstallation");
    settings.put("rickyard.installation.data-directory", directory.toString());
    settings.put("rickyard.services.auth.url", "http://127.0.0.1:1");
    settings.put("micronaut.server.port", -1);
    return settings;
  }

  private static Envelope<SubmitTask> probe() {
    return submit(new PlatformProbe(1, Duration.ZERO, 0, 1, true, 1, 0));
  }

  private static Envelope<SubmitTask> submit(TaskInput input) {
    var submit =
        new SubmitTask(
            TaskId.next(),
            TaskQueue.NORMAL,
            input,
            Map.of(),
            Map.of(),
            null,
            null,
            TaskOptions.USUAL,
            Instant.now());
    return new Envelope<>(
        MessageId.next(),
        submit.messageType(),
        1,
        submit.taskId().toString(),
        Version.NONE,
        Instant.now(),
        new OrganizationId("organizationaaaaaaaa"),
        null,
        null,
        new CorrelationId("test"),
        null,
        new Actor(Actor.Kind.PERSON, "somebody", null),
        null,
        submit);
  }
}
