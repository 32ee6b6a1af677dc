package io.rickyard.projector;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Publishes what the other services would. */
final class Messages implements AutoCloseable {

  static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  static final OrganizationId ORGANIZATION = new OrganizationId("orgorgorgorgorgorgor");
  static final OrganizationId FOREIGN = new OrganizationId("foreignforeignforeig");
  static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");
  static final TaskInput PROBE =
      new TaskInput.PlatformProbe(2, Duration.ofMillis(10), 0, 1, true, 3, 0);
  static final TaskDescription DESCRIPTION =
      new TaskDescription(
          TaskQueue.NORMAL, PROBE, Map.of("team", "a"), null, TaskOptions.USUAL, AT);

  static final byte[] SIGNING_SECRET =
      "signing-secret-of-the-tests-32-bytes".getBytes(StandardCharsets.UTF_8);

  private final KafkaPublisher publisher;
  private final MessageSigner signer;

  Messages(KafkaSettings kafka) {
    this(kafka, SIGNING_SECRET);
  }

  /** Signs with this secret as if it were the gateway's. */
  Messages(KafkaSettings kafka, byte[] secret) {
    publisher = KafkaPublisher.open(kafka);
    signer = new MessageSigner("gateway", secret);
  }

  Position submit(TaskId task) {
    return publish(
        Topic.COMMANDS_NORMAL,
        envelope(
            task.toString(),
            Version.NONE,
            ORGANIZATION,
            null,
            new SubmitTask(
                task,
                TaskQueue.NORMAL,
                PROBE,
                Map.of("team", "a"),
                Map.of(),
                null,
                null,
                TaskOptions.USUAL,
                AT)));
  }

  Position events(TaskId task, long version, TaskEvent... events) {
    return events(ORGANIZATION, task, version, events);
  }

  Position events(OrganizationId organization, TaskId task, long version, TaskEvent... events) {
    return publish(
        Topic.EVENTS,
        envelope(
            task.toString(),
            new Version(version),
            organization,
            null,
            new TaskEvents(task, Arrays.asList(events))));
  }

  Position stack(long version, StackEvent... events) {
    return publish(
        Topic.EVENTS,
        envelope(
            PROJECT.value(),
            new Version(version),
            ORGANIZATION,
            PROJECT,
            new StackEvents(PROJECT, Arrays.asList(events))));
  }

  Position organization(OrganizationId organization, long version, OrganizationEvent... events) {
    return publish(
        Topic.ORGANIZATION_EVENTS,
        envelope(
            organization.value(),
            new Version(version),
            organization,
            null,
            new OrganizationEvents(organization, Arrays.asList(events))));
  }

  /** An organization of one owner with one project. */
  Position organization(String owner) {
    return organization(
        ORGANIZATION,
        3,
        new OrganizationEvent.OrganizationCreated(AT, "Shop"),
        new OrganizationEvent.MemberAdded(AT, owner, Role.OWNER),
        new OrganizationEvent.ProjectRegistered(
            AT, PROJECT, "demo", "local", StackProfile.DATABASE));
  }

  Position log(TaskId task, long number, String text) {
    return publish(
        Topic.LOGS,
        envelope(
            task.toString(),
            Version.NONE,
            ORGANIZATION,
            null,
            new TaskLog(
                task, List.of(new TaskLog.Line(number, AT, Attempt.FIRST, LogLevel.INFO, text)))));
  }

  /** The whole life of a probe in one message. */
  static TaskEvent[] life() {
    return new TaskEvent[] {queued(), started(), succeeded()};
  }

  static TaskEvent queued() {
    return new TaskEvent.TaskQueued(AT, DESCRIPTION);
  }

  static TaskEvent started() {
    return new TaskEvent.TaskStarted(
        AT, Attempt.FIRST, new WorkerId("worker-1"), List.of("step-1", "step-2"));
  }

  static TaskEvent succeeded() {
    return new TaskEvent.TaskSucceeded(AT, Map.of("steps", "2"));
  }

  private Position publish(Topic topic, Envelope<?> envelope) {
    return publisher.publish(signer.sign(MessageCodec.encode(topic, envelope))).join();
  }

  static <B extends MessageBody> Envelope<B> envelope(
      String entity,
      Version version,
      OrganizationId organization,
      @Nullable ProjectRef project,
      B body) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        entity,
        version,
        AT,
        organization,
        project,
        project == null ? null : Generation.FIRST,
        new CorrelationId("request-1"),
        null,
        Actor.system("test"),
        null,
        body);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
