package io.rickyard.projector.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StackProjectionTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static final Instant NOW = AT.plusSeconds(10);
  private static final Instant DEADLINE = AT.plusSeconds(300);
  private static final TaskId TASK = TaskId.next();
  private static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");
  private static final OrganizationId ORGANIZATION = new OrganizationId("orgorgorgorgorgorgor");
  private static final StackIdentity IDENTITY =
      new StackIdentity(PROJECT, ORGANIZATION, Generation.FIRST);
  private static final Reason REASON = new Reason("no_answer", "The database does not answer");
  private static final DatabaseEndpoint DATABASE =
      new DatabaseEndpoint("127.0.0.1", 20001, "postgres", "17");
  private static final List<ServiceHealth> WELL =
      List.of(new ServiceHealth("db", true, NOW, "17", null));
  private static final List<ServiceHealth> ILL =
      List.of(new ServiceHealth("db", false, NOW, null, "connection refused"));

  /** Events that say themselves how the stack is, whatever it was. */
  private static final Map<StackEvent, StackStatus> PLAIN =
      Map.ofEntries(
          Map.entry(
              new StackEvent.StackProvisioningStarted(NOW, TASK, DEADLINE), StackStatus.COMING_UP),
          Map.entry(new StackEvent.StackActivated(NOW, WELL, DATABASE), StackStatus.ACTIVE_HEALTHY),
          Map.entry(new StackEvent.StackPauseStarted(NOW, TASK, DEADLINE), StackStatus.PAUSING),
          Map.entry(new StackEvent.StackPaused(NOW), StackStatus.INACTIVE),
          Map.entry(new StackEvent.StackResumeStarted(NOW, TASK, DEADLINE), StackStatus.RESTORING),
          Map.entry(
              new StackEvent.StackRestartStarted(NOW, TASK, DEADLINE), StackStatus.RESTARTING),
          Map.entry(new StackEvent.StackRepairStarted(NOW, TASK, DEADLINE), StackStatus.RESTARTING),
          Map.entry(new StackEvent.StackResizeStarted(NOW, TASK, DEADLINE), StackStatus.RESIZING),
          Map.entry(
              new StackEvent.StackConfigureStarted(NOW, TASK, DEADLINE), StackStatus.RESTARTING),
          Map.entry(
              new StackEvent.StackRemovalStarted(NOW, TASK, DEADLINE), StackStatus.GOING_DOWN),
          Map.entry(new StackEvent.StackRemoved(NOW), StackStatus.REMOVED),
          Map.entry(failed(StackChange.PROVISION), StackStatus.INIT_FAILED),
          Map.entry(failed(StackChange.PAUSE), StackStatus.PAUSE_FAILED),
          Map.entry(failed(StackChange.RESUME), StackStatus.RESTORE_FAILED),
          Map.entry(failed(StackChange.RESTART), StackStatus.ACTIVE_UNHEALTHY),
          Map.entry(failed(StackChange.RESIZE), StackStatus.ACTIVE_UNHEALTHY),
          Map.entry(failed(StackChange.CONFIGURE), StackStatus.ACTIVE_UNHEALTHY),
          Map.entry(failed(StackChange.REPAIR), StackStatus.ACTIVE_UNHEALTHY),
          Map.entry(failed(StackChange.REMOVE), StackStatus.UNKNOWN));

  /** Statuses that an observation may change. */
  private static final Set<StackStatus> WATCHED =
      Set.of(StackStatus.ACTIVE_HEALTHY, StackStatus.ACTIVE_UNHEALTHY, StackStatus.UNKNOWN);

  static Stream<Arguments> plain() {
    return PLAIN.entrySet().stream()
        .flatMap(entry ->
            Arrays.stream(StackStatus.values())
                .map(status -> Arguments.of(status, entry.getKey(), entry.getValue())));
  }

  @Test
  void everyEventIsInTheTableOrAnObservation() {
    // given
    Set<Class<?>> observed =
        Set.of(StackEvent.StackHealthObserved.class, StackEvent.StackObservationLost.class);

    // when
    Set<Class<?>> inTable =
        PLAIN.keySet().stream().map(Object::getClass).collect(Collectors.toSet());

    // then
    assertThat(StackEvent.class.getPermittedSubclasses())
        .allMatch(type -> observed.contains(type) || inTable.contains(type));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void statusFollowsFromTheEventWhateverItWas(
      StackStatus before, StackEvent event, StackStatus expected) {
    // when
    StackView after = StackProjection.evolve(stack(before), event, IDENTITY);

    // then
    assertThat(after.status()).isEqualTo(expected);
    assertThat(after.version()).isEqualTo(new Version(8));
    assertThat(after.deadline() != null).isEqualTo(expected.transitional());
    assertThat(after.generation()).isEqualTo(Generation.FIRST);
  }

  @ParameterizedTest
  @EnumSource(StackStatus.class)
  void onlyARunningStackIsChangedByWhatIsSeenOfIt(StackStatus before) {
    // given
    Function<StackEvent, StackStatus> after =
        event -> StackProjection.evolve(stack(before), event, IDENTITY).status();
    boolean watched = WATCHED.contains(before);

    // then
    assertThat(after.apply(new StackEvent.StackHealthObserved(NOW, true, WELL, null)))
        .isEqualTo(watched ? StackStatus.ACTIVE_HEALTHY : before);
    assertThat(after.apply(new StackEvent.StackHealthObserved(NOW, false, ILL, REASON)))
        .isEqualTo(watched ? StackStatus.ACTIVE_UNHEALTHY : before);
    assertThat(after.apply(new StackEvent.StackObservationLost(NOW, REASON)))
        .isEqualTo(watched ? StackStatus.UNKNOWN : before);
  }

  @Test
  void healthThatStaysTheSameKeepsSinceWhen() {
    // when
    var after =
        StackProjection.evolve(
            stack(StackStatus.ACTIVE_HEALTHY),
            new StackEvent.StackHealthObserved(NOW, true, WELL, null),
            IDENTITY);

    // then
    assertThat(after.since()).isEqualTo(AT);
    assertThat(after.observedAt()).isEqualTo(NOW);
    assertThat(after.services()).isEqualTo(WELL);
  }

  @Test
  void acceptedProjectIsComingUpAtVersionZero() {
    // when
    var stack = StackProjection.accepted(PROJECT, ORGANIZATION, AT);

    // then
    assertThat(stack.status()).isEqualTo(StackStatus.COMING_UP);
    assertThat(stack.version()).isEqualTo(Version.NONE);
  }

  @Test
  void removedStackListensNowhere() {
    // when
    var after =
        StackProjection.evolve(
            stack(StackStatus.GOING_DOWN), new StackEvent.StackRemoved(NOW), IDENTITY);

    // then
    assertThat(after.database()).isNull();
    assertThat(after.services()).isEmpty();
  }

  private static StackEvent failed(StackChange change) {
    return new StackEvent.StackChangeFailed(NOW, change, TASK, REASON);
  }

  private static StackView stack(StackStatus status) {
    return new StackView(
        PROJECT,
        ORGANIZATION,
        status,
        null,
        AT,
        null,
        List.of(),
        DATABASE,
        null,
        TASK,
        AT,
        new Version(7));
  }
}
