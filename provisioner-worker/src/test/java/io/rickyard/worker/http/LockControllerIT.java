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
import io.rickyard.worker.http.LockController.Renewal;
import io.rickyard.worker.membership.Memberships;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LockControllerIT {

  private static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  private static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  private static final String HOLDER = "a-developer";
  private static final String COLLEAGUE = "another-developer";
  private static final String ADMINISTRATOR = "an-administrator";
  private static final String STRANGER = "a-stranger";
  private static final Renewal AS_BEFORE = new Renewal(null);

  private final TestDatabase database = TestDatabase.create();
  private final Memberships memberships = new Memberships();
  private final Transactions transactions;
  private final Outbox outbox;
  private final Engine engine;
  private final LockController controller;

  LockControllerIT() {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    transactions = new Transactions(database.dataSource("provisioner"));
    outbox = Outbox.start(transactions, new RecordingPublisher(), OutboxSettings.of("test-locks"));
    engine =
        Engine.start(
            database.dataSource("provisioner"),
            outbox,
            new Handlers(List.of()),
            (_, _, _, _) -> false,
            EngineSettings.usual(),
            Clock.systemUTC(),
            Meters.NONE);
    controller = new LockController(transactions, engine, memberships);
    member(ORGANIZATION, HOLDER, Role.DEVELOPER);
    member(ORGANIZATION, COLLEAGUE, Role.DEVELOPER);
    member(ORGANIZATION, ADMINISTRATOR, Role.ADMINISTRATOR);
    member(OTHER, STRANGER, Role.OWNER);
  }

  @AfterAll
  void close() {
    engine.close();
    outbox.close();
    database.close();
  }

  @Test
  void whoTookALockRenewsAndReleasesIt() {
    // given
    String ticket = held("own");

    // when
    var renewed = controller.renew(as(HOLDER), ticket, new Renewal("PT2H"));

    // then
    assertThat(renewed.leaseUntil()).isAfter(Instant.now().plus(Duration.ofMinutes(90)));
    controller.release(as(HOLDER), ticket);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(HOLDER), ticket));
  }

  @Test
  void aStrangerDoesNotLearnOfALock() {
    // given
    String ticket = held("hidden");

    // when
    ThrowingCallable releasing = () -> controller.release(as(STRANGER), ticket);

    // then
    refused(ErrorCode.NOT_FOUND, releasing);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(STRANGER), ticket));
    refused(ErrorCode.NOT_FOUND, () -> controller.renew(as(STRANGER), ticket, AS_BEFORE));
    refused(ErrorCode.NOT_FOUND, () -> controller.list(as(STRANGER), ORGANIZATION.value()));
    assertThat(controller.get(as(HOLDER), ticket).state()).isEqualTo("held");
  }

  @Test
  void aColleagueSeesALockAndCannotTakeItAway() {
    // given
    String ticket = held("shared");

    // when
    ThrowingCallable releasing = () -> controller.release(as(COLLEAGUE), ticket);

    // then
    refused(ErrorCode.FORBIDDEN, releasing);
    refused(ErrorCode.FORBIDDEN, () -> controller.renew(as(COLLEAGUE), ticket, AS_BEFORE));
    assertThat(controller.list(as(COLLEAGUE), ORGANIZATION.value()).data())
        .anyMatch(lock -> lock.ticket().equals(ticket) && lock.position() == 0);
  }

  @Test
  void anAdministratorReleasesALockButDoesNotRenewIt() {
    // given
    String ticket = held("left-behind");

    // when
    ThrowingCallable renewing = () -> controller.renew(as(ADMINISTRATOR), ticket, AS_BEFORE);

    // then
    refused(ErrorCode.FORBIDDEN, renewing);
    controller.release(as(ADMINISTRATOR), ticket);
    refused(ErrorCode.NOT_FOUND, () -> controller.get(as(HOLDER), ticket));
  }

  @Test
  void whoOnlyWaitsHasNothingToRenew() {
    // given
    String holder = held("busy");
    String waiting = held("busy");

    // when
    ThrowingCallable renewing = () -> controller.renew(as(HOLDER), waiting, AS_BEFORE);

    // then
    refused(ErrorCode.LOCK_NOT_HELD, renewing);
    refused(
        ErrorCode.INVALID_REQUEST, () -> controller.renew(as(HOLDER), holder, new Renewal("P3D")));
  }

  private static void refused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private String held(String name) {
    var id = TaskId.next();
    var submit =
        new SubmitTask(
            id,
            TaskQueue.CRITICAL,
            new LockHold(name, Duration.ofHours(1)),
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
            new Actor(Actor.Kind.PERSON, HOLDER, null),
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
