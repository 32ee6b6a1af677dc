package io.rickyard.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.engine.Handlers;
import io.rickyard.worker.engine.Meters;
import io.rickyard.worker.probe.ProbeHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class CommandSubscriptionIT {

  private static final byte[] SECRET = new byte[32];
  private static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");

  private final List<AutoCloseable> running = new ArrayList<>();
  private final Map<TaskId, ConcurrentLinkedQueue<TaskEvent>> told = new ConcurrentHashMap<>();
  private TestDatabase database;
  private TestBroker broker;
  private KafkaPublisher publisher;

  @BeforeEach
  void open(TestDatabase freshDatabase, TestBroker freshBroker) {
    database = freshDatabase;
    broker = freshBroker;
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    publisher = keep(KafkaPublisher.open(broker.settings("test")));
    keep(
        Follower.start(
            broker.settings("reader"),
            "reader",
            Set.of(Topic.EVENTS),
            Follower.Start.BEGINNING,
            this::read));
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable part : running.reversed()) {
      part.close();
    }
  }

  @Test
  void twoWorkersRunEveryCommandOnceWhateverIsRepeated() {
    // given
    worker("one", handler -> handler);
    worker("two", handler -> handler);
    List<OutgoingMessage> commands =
        IntStream.range(0, 2_000).mapToObj(_ -> signed(TaskId.next())).toList();

    // when
    var sent = publisher.publishAll(commands);
    var again = publisher.publishAll(commands);

    // then
    Eventually.within(Duration.ofSeconds(60)).until(() -> sent.isDone() && again.isDone());
    Eventually.within(Duration.ofSeconds(60))
        .until(
            () -> told.size() == commands.size() && told.values().stream().allMatch(this::ended));
    assertThat(told.values())
        .allSatisfy(events -> assertThat(events).filteredOn(this::isStart).hasSize(1));
  }

  @Test
  void aCrashBetweenEffectAndCommitLeavesNoTrace() {
    // given
    var crashes = new AtomicInteger(2);
    worker(
        "one",
        handler ->
            (transaction, batch) -> {
              handler.handle(transaction, batch);
              if (crashes.getAndDecrement() > 0) {
                throw new RetryableFailure("crash", new IOException("on purpose"));
              }
            });
    var id = TaskId.next();

    // when
    publisher.publish(signed(id)).join();

    // then
    Eventually.until(() -> told.containsKey(id) && ended(told.get(id)));
    assertThat(crashes).hasValueLessThan(0);
    assertThat(told.get(id)).filteredOn(this::isStart).hasSize(1);
  }

  @Test
  void anUnreadableCommandFailsItsTaskAndKeepsNobodyWaiting() {
    // given
    worker("one", handler -> handler);
    var poison = TaskId.next();
    var good = TaskId.next();
    var message = message(poison);
    var broken =
        sign(
            new OutgoingMessage(
                message.topic(),
                message.key(),
                "{\"type\":\"task.submit\"}".getBytes(UTF_8),
                message.headers()));

    // when
    publisher.publish(broken).join();
    publisher.publish(signed(good)).join();

    // then
    Eventually.until(() -> told.containsKey(good) && ended(told.get(good)));
    Eventually.until(() -> told.containsKey(poison));
    assertThat(told.get(poison))
        .singleElement()
        .isInstanceOfSatisfying(
            TaskEvent.TaskFailed.class,
            failed -> assertThat(failed.error().code()).isEqualTo("command_unreadable"));
  }

  @Test
  void aForgedCommandDoesNothing() {
    // given
    worker("one", handler -> handler);
    var forged = TaskId.next();
    var good = TaskId.next();

    // when
    publisher.publish(message(forged)).join();
    publisher.publish(signed(good)).join();

    // then
    Eventually.until(() -> told.containsKey(good) && ended(told.get(good)));
    assertThat(told).doesNotContainKey(forged);
  }

  private interface Around {
    BatchHandler handler(BatchHandler inner);
  }

  private void worker(String name, Around around) {
    var transactions = new Transactions(database.dataSource("provisioner"));
    var outbox =
        keep(
            Outbox.start(
                transactions,
                keep(KafkaPublisher.open(broker.settings(name))),
                OutboxSettings.of(name)));
    var engine =
        keep(
            Engine.start(
                database.dataSource("provisioner"),
                outbox,
                new Handlers(List.of(new ProbeHandler())),
                (_, _, _, _) -> false,
                EngineSettings.usual(),
                Clock.systemUTC(),
                Meters.NONE));
    keep(
        Subscription.start(
            broker.settings(name),
            SubscriptionSettings.of("provisioner-worker", Topic.COMMANDS_NORMAL)
                .withVerifier(new MessageVerifier(Map.of("test", SECRET))),
            new OffsetTable(transactions),
            around.handler(new CommandHandler(engine.intake()))));
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.add(part);
    return part;
  }

  private void read(List<Received> batch) {
    for (Received received : batch) {
      if (received.envelope().body() instanceof TaskEvents events) {
        told.computeIfAbsent(events.taskId(), _ -> new ConcurrentLinkedQueue<>())
            .addAll(events.events());
      }
    }
  }

  private boolean ended(Iterable<TaskEvent> events) {
    for (TaskEvent event : events) {
      if (event instanceof TaskEvent.TaskSucceeded) {
        return true;
      }
    }
    return false;
  }

  private boolean isStart(TaskEvent event) {
    return event instanceof TaskEvent.TaskStarted;
  }

  private static OutgoingMessage signed(TaskId id) {
    return sign(message(id));
  }

  private static OutgoingMessage sign(OutgoingMessage message) {
    return new MessageSigner("test", SECRET).sign(message);
  }

  private static OutgoingMessage message(TaskId id) {
    var submit =
        new SubmitTask(
            id,
            TaskQueue.NORMAL,
            new PlatformProbe(1, Duration.ZERO, 0, 1, true, 1, 0),
            Map.of(),
            Map.of(),
            null,
            null,
            TaskOptions.USUAL,
            Instant.now());
    return MessageCodec.encode(
        Topic.COMMANDS_NORMAL,
        new Envelope<>(
            MessageId.next(),
            submit.messageType(),
            1,
            id.toString(),
            Version.NONE,
            Instant.now(),
            ORGANIZATION,
            null,
            null,
            new CorrelationId("test"),
            null,
            new Actor(Actor.Kind.PERSON, "somebody", null),
            null,
            submit));
  }
}
