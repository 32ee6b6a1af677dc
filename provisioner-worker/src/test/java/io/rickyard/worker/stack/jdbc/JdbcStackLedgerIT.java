package io.rickyard.worker.stack.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcStackLedgerIT {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final Actor PERSON = new Actor(Actor.Kind.PERSON, "a-person", null);
  private static final Reason REASON = new Reason("not_running", "Its server does not run");
  private static final DatabaseEndpoint DATABASE =
      new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17");
  private static final StackEvent ACTIVATED =
      new StackEvent.StackActivated(AT, List.of(), DATABASE);

  private final TestDatabase database = TestDatabase.create();
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final Transactions transactions;
  private final Outbox outbox;
  private final JdbcStackLedger ledger;
  private final ProjectRef project = TestStacks.project();

  JdbcStackLedgerIT() {
    database.migrate("provisioner", "io/rickyard/worker/changelog.xml");
    transactions = new Transactions(database.dataSource("provisioner"));
    outbox = Outbox.start(transactions, publisher, OutboxSettings.of("test-ledger"));
    ledger = new JdbcStackLedger(transactions, outbox);
  }

  @AfterAll
  void close() {
    outbox.close();
    database.close();
  }

  private void open(ProjectRef stack) {
    ledger.open(stack, TestStacks.ORGANIZATION, StackProfile.DATABASE, "process", Generation.FIRST);
  }

  private void tell(ProjectRef stack, StackEvent event) {
    ledger.append(stack, PERSON, _ -> Optional.of(event));
  }

  private StackRecord found(ProjectRef stack) {
    return ledger.find(stack).orElseThrow();
  }

  private List<Envelope<?>> published(ProjectRef stack) {
    return publisher.envelopes(Topic.EVENTS).stream()
        .filter(envelope -> stack.equals(envelope.project()))
        .toList();
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aStackThatWasAcceptedIsThereAndOpenedOnce() {
    // given
    open(project);
    tell(project, ACTIVATED);

    // when
    open(project);

    // then
    assertThat(found(project).state()).isEqualTo(new StackState.Active());
    assertThat(ledger.all()).extracting(StackRecord::project).contains(project);
  }

  @Test
  void aSizeCanBeTakenBackUntilTheNextDesiredStateIsActedOn() {
    // given
    var stack = TestStacks.project();
    open(stack);
    var before = found(stack).size();
    var first = new StackSize(StackProfile.CORE, Map.of("db", new ServiceLimits(512, 0.5)));
    var second = StackSize.of(StackProfile.FULL);
    ledger.claim(stack, Generation.FIRST, 7);

    // when
    assertThat(ledger.resize(stack, 6, first)).isFalse();
    assertThat(ledger.resize(stack, 7, first)).isTrue();
    ledger.claimInPart(stack, Generation.FIRST, 8);
    assertThat(ledger.resize(stack, 8, second)).isTrue();

    // then
    assertThat(found(stack).size()).isEqualTo(second);
    assertThat(ledger.resizeBack(stack, 8)).isTrue();
    assertThat(found(stack).size()).isEqualTo(before);
    assertThat(ledger.resizeBack(stack, 8)).isTrue();
    ledger.resize(stack, 8, first);
    ledger.claimInPart(stack, Generation.FIRST.next(), 9);
    assertThat(ledger.resizeBack(stack, 9)).isFalse();
    assertThat(found(stack).size()).isEqualTo(first);
    assertThat(found(stack).keptFrom()).isEqualTo(Generation.FIRST);
  }

  @Test
  void repairsCountUntilATaskTakesTheStack() {
    // given
    var stack = TestStacks.project();
    open(stack);
    ledger.claim(stack, Generation.FIRST, 7);

    // when
    assertThat(ledger.repairing(stack, 7, AT)).isTrue();
    assertThat(ledger.repairing(stack, 7, AT.plusSeconds(1))).isTrue();
    assertThat(ledger.repairing(stack, 6, AT.plusSeconds(2))).isFalse();
    ledger.repairsGivenUp(stack, 7);

    // then
    assertThat(ledger.repairs(stack)).isEqualTo(new Repairs(List.of(AT.plusSeconds(1), AT), true));
    ledger.claim(stack, Generation.FIRST.next(), 8);
    assertThat(ledger.repairs(stack)).isEqualTo(Repairs.NONE);
  }

  @Test
  void whatIsRememberedComesBackAsItWas() {
    var task = TaskId.next();
    for (StackEvent event :
        List.of(
            new StackEvent.StackProvisioningStarted(AT, task, AT.plusSeconds(900)),
            ACTIVATED,
            new StackEvent.StackHealthObserved(AT, false, List.of(), REASON),
            new StackEvent.StackObservationLost(AT, REASON),
            new StackEvent.StackPaused(AT),
            new StackEvent.StackChangeFailed(AT, StackChange.RESUME, task, REASON),
            new StackEvent.StackRemoved(AT))) {
      // given
      var stack = TestStacks.project();
      open(stack);
      tell(stack, ACTIVATED);
      var before = found(stack);

      // when
      tell(stack, event);

      // then
      assertThat(found(stack)).isEqualTo(before.after(event));
    }
  }

  @Test
  void changesFromManySidesAreNumberedWithoutGaps() throws Exception {
    // given
    var contested = TestStacks.project();
    open(contested);
    int sides = 6;
    long each = 20;
    var work = new ArrayList<Callable<Boolean>>();
    for (int side = 0; side < sides; side++) {
      work.add(() -> {
        for (int i = 0; i < each; i++) {
          ledger.append(contested, PERSON, JdbcStackLedgerIT::flipped);
        }
        return true;
      });
    }

    // when
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var done : executor.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    }

    // then
    Eventually.until(() -> published(contested).size() == sides * each);
    assertThat(published(contested))
        .extracting(envelope -> envelope.version().value())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, sides * each).boxed().toList());
    StackState state = new StackState.Absent();
    for (Envelope<?> envelope : published(contested)) {
      for (StackEvent event : ((StackEvents) envelope.body()).events()) {
        state = StackState.evolve(state, event);
      }
    }
    assertThat(found(contested).state()).isEqualTo(state);
  }

  /** Decides from what is remembered: two that saw the same would tell the same twice. */
  private static Optional<StackEvent> flipped(StackRecord stack) {
    return Optional.of(
        stack.state() instanceof StackState.Active
            ? new StackEvent.StackHealthObserved(AT, false, List.of(), REASON)
            : ACTIVATED);
  }

  @Test
  void aChangeWhoseEventCannotBeWrittenDidNotHappen() throws Exception {
    // given
    var stack = TestStacks.project();
    open(stack);
    tell(stack, ACTIVATED);
    var before = found(stack);
    execute("alter table provisioner.outbox rename to outbox_away");

    // when
    assertThatThrownBy(() -> tell(stack, new StackEvent.StackPaused(AT)))
        // then
        .isInstanceOf(RuntimeException.class);
    execute("alter table provisioner.outbox_away rename to outbox");
    assertThat(found(stack)).isEqualTo(before);
    tell(stack, new StackEvent.StackPaused(AT));
    Eventually.until(() -> published(stack).size() == 2);
    assertThat(published(stack))
        .extracting(envelope -> envelope.version().value())
        .containsExactly(1L, 2L);
  }

  @Test
  void aDecisionThatFailsTellsNothing() {
    // given
    var stack = TestStacks.project();
    open(stack);

    // when
    assertThatThrownBy(() ->
            ledger.append(
                stack,
                PERSON,
                _ -> {
                  throw new IllegalStateException("no decision");
                }))
        // then
        .hasMessage("no decision");
    assertThat(found(stack).state()).isEqualTo(new StackState.Absent());
  }

  @Test
  void anEventSaysWhoseStackItIsAndWhoCausedIt() {
    // given
    var stack = TestStacks.project();
    open(stack);
    assertThat(ledger.claim(stack, new Generation(3), 7)).isTrue();

    // when
    tell(stack, ACTIVATED);

    // then
    Eventually.until(() -> published(stack).size() == 1);
    assertThat(published(stack).getFirst())
        .satisfies(envelope -> {
          assertThat(envelope.organization()).isEqualTo(TestStacks.ORGANIZATION);
          assertThat(envelope.generation()).isEqualTo(new Generation(3));
          assertThat(envelope.actor()).isEqualTo(PERSON);
          assertThat(envelope.body()).isEqualTo(new StackEvents(stack, List.of(ACTIVATED)));
        });
  }

  @Test
  void onlyANewerClaimTakesAStack() {
    // given
    var stack = TestStacks.project();
    assertThat(ledger.claim(stack, Generation.FIRST, 5)).isFalse();
    open(stack);
    assertThat(ledger.claim(stack, new Generation(2), 5)).isTrue();

    // when
    var older =
        List.of(
            ledger.claim(stack, Generation.FIRST, 6), ledger.claim(stack, new Generation(2), 4));

    // then
    assertThat(older).containsOnly(false);
    assertThat(ledger.claim(stack, new Generation(2), 5)).isTrue();
    assertThat(found(stack).token()).isEqualTo(5);
  }

  @Test
  void aRemovedStackIsKnownAndNotListed() {
    // given
    var stack = TestStacks.project();
    open(stack);

    // when
    tell(stack, new StackEvent.StackRemoved(AT));

    // then
    assertThat(found(stack).state()).isEqualTo(new StackState.Removed());
    assertThat(ledger.all()).extracting(StackRecord::project).doesNotContain(stack);
  }

  @Test
  void lookingAtAStackIsRememberedAndToldToNobody() {
    // given
    var stack = TestStacks.project();
    open(stack);

    // when
    ledger.observed(List.of(stack), AT);

    // then
    assertThat(found(stack).observedAt()).isEqualTo(AT);
    assertThat(published(stack)).isEmpty();
  }
}
