package io.rickyard.worker.http;

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
import org.junit.jupiter.api.TestInstance;

/** An engine that takes in who wants a lock, and members of two organizations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LocksAtAnEngine {

  static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  static final String STRANGER = "a-stranger";

  final Memberships memberships = new Memberships();
  final Transactions transactions;
  final Engine engine;

  private final TestDatabase database = TestDatabase.create();
  private final Outbox outbox;

  LocksAtAnEngine() {
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
    member(OTHER, STRANGER, Role.OWNER);
  }

  @AfterAll
  void close() {
    engine.close();
    outbox.close();
    database.close();
  }

  /** Takes a lock, or waits for it; its ticket. */
  String held(String lock, String by) {
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
            new Actor(Actor.Kind.PERSON, by, null),
            null,
            submit);
    transactions.run(transaction -> engine.intake().take(transaction, List.of(envelope)));
    return id.toString();
  }

  void member(OrganizationId organization, String user, Role role) {
    memberships.apply(
        new OrganizationEvents(
            organization, List.of(new OrganizationEvent.MemberAdded(Instant.EPOCH, user, role))));
  }

  static Authentication as(String user) {
    return Authentication.build(user, Map.of("kind", "session", "sid", "s"));
  }
}
