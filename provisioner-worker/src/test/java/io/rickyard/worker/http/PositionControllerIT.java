package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.engine.Engine;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.engine.Handlers;
import io.rickyard.worker.engine.Meters;
import io.rickyard.worker.membership.Memberships;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PositionControllerIT {

  private static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  private static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  private static final String MEMBER = "a-member";
  private static final String STRANGER = "a-stranger";

  private final TestDatabase database = TestDatabase.create();
  private final Memberships memberships = new Memberships();
  private final Transactions transactions;
  private final Outbox outbox;
  private final Engine engine;
  private final PositionController controller;

  PositionControllerIT() {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    transactions = new Transactions(database.dataSource("provisioner"));
    outbox = Outbox.start(transactions, new RecordingPublisher(), OutboxSettings.of("test"));
    engine =
        Engine.start(
            database.dataSource("provisioner"),
            outbox,
            new Handlers(List.of()),
            (_, _, _, _) -> false,
            EngineSettings.usual(),
            Clock.systemUTC(),
            Meters.NONE);
    controller = new PositionController(transactions, memberships, EngineSettings.usual());
    member(ORGANIZATION, MEMBER, Role.MEMBER);
    member(OTHER, STRANGER, Role.OWNER);
  }

  @AfterAll
  void close() {
    engine.close();
    outbox.close();
    database.close();
  }

  @Test
  void aMemberSeesWhoIsBeforeATaskInItsLane() {
    // given
    String holder = taken("deploy");
    String next = taken("deploy");
    String last = taken("deploy");

    // when
    var position = controller.position(as(MEMBER), last);

    // then
    assertThat(position.waitsFor()).isEqualTo("lane");
    assertThat(position.ahead()).isEqualTo(2);
    assertThat(position.more()).isFalse();
    assertThat(position.holder())
        .isEqualTo(new PositionForm.HolderForm(holder, "lock.hold", "running"));
    assertThat(controller.position(as(MEMBER), next).ahead()).isEqualTo(1);
    assertThat(controller.position(as(MEMBER), holder).waitsFor()).isNull();
  }

  @Test
  void aStrangerDoesNotLearnOfATask() {
    // given
    String task = taken("hidden");

    // when
    var asked = List.of(task, TaskId.next().toString(), "no id");

    // then
    assertThat(asked)
        .allSatisfy(id ->
            assertThatThrownBy(() -> controller.position(as(STRANGER), id))
                .isInstanceOfSatisfying(
                    RequestRefused.class,
                    refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND)));
  }

  private String taken(String lock) {
    var id = TaskId.next();
    var submit =
        new SubmitTask(
            id,
            TaskQueue.CRITICAL,
            new LockHold(lock, Duration.ofHours(1)),
            Map.of(),
            Map.of(),
            null,
            null,
            TaskOptions.USUAL,
            Instant.now());
    var envelope =
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
            new Actor(Actor.Kind.PERSON, MEMBER, null),
            null,
            submit);
    transactions.run(transaction -> engine.intake().take(transaction, List.of(envelope)));
    return id.toString();
  }

  private void member(OrganizationId organization, String user, Role role) {
    memberships.apply(
        new OrganizationEvents(
            organization, List.of(new OrganizationEvent.MemberAdded(Instant.EPOCH, user, role))));
  }

  private static Authentication as(String user) {
    return Authentication.build(user, Map.of("kind", "session", "sid", "s"));
  }
}
