package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StackStateTest {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant DEADLINE = AT.plusSeconds(900);
  private static final TaskId TASK = TaskId.next();
  private static final Reason OLD = new Reason("old", "It was so");
  private static final Reason NEW = new Reason("new", "It is so");

  /**
   * What each event makes of each state. '=' leaves it as it is; the other signs are explained by
   * {@link #meaning}. A stack that stands still, changes or could not be changed is not judged by
   * what is seen of it; after a restart, repair, resize or change of settings that failed, it is.
   */
  private static final String TABLE =
      """
      state          Provisioning Activated PauseStarted Paused ResumeStarted RestartStarted RepairStarted ResizeStarted ConfigureStarted RemovalStarted Removed Healthy Unhealthy ObservationLost ChangeFailed
      Absent         +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       =       =         =               F
      Changing       +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       =       =         =               F
      Active         +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Unhealthy      +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Unknown        +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Paused         +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       =       =         =               F
      Failed         +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       =       =         =               F
      Failed:restart +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Failed:repair  +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Failed:resize  +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Failed:conf    +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       A       H         U               F
      Removed        +prov        A         +paus        P      +resu         +rest          +repa         +resi         +conf            +remo          R       =       =         =               F
      """;

  private static final Map<String, StackState> STATES =
      Map.ofEntries(
          Map.entry("Absent", new StackState.Absent()),
          Map.entry("Changing", new StackState.Changing(StackChange.PAUSE, TASK, DEADLINE)),
          Map.entry("Active", new StackState.Active()),
          Map.entry("Unhealthy", new StackState.Unhealthy(OLD)),
          Map.entry("Unknown", new StackState.Unknown(OLD)),
          Map.entry("Paused", new StackState.Paused()),
          Map.entry("Failed", new StackState.Failed(StackChange.REMOVE, OLD)),
          Map.entry("Failed:restart", new StackState.Failed(StackChange.RESTART, OLD)),
          Map.entry("Failed:repair", new StackState.Failed(StackChange.REPAIR, OLD)),
          Map.entry("Failed:resize", new StackState.Failed(StackChange.RESIZE, OLD)),
          Map.entry("Failed:conf", new StackState.Failed(StackChange.CONFIGURE, OLD)),
          Map.entry("Removed", new StackState.Removed()));

  private static final Map<String, StackEvent> EVENTS =
      Map.ofEntries(
          Map.entry("Provisioning", new StackEvent.StackProvisioningStarted(AT, TASK, DEADLINE)),
          Map.entry(
              "Activated",
              new StackEvent.StackActivated(
                  AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17"))),
          Map.entry("PauseStarted", new StackEvent.StackPauseStarted(AT, TASK, DEADLINE)),
          Map.entry("Paused", new StackEvent.StackPaused(AT)),
          Map.entry("ResumeStarted", new StackEvent.StackResumeStarted(AT, TASK, DEADLINE)),
          Map.entry("RestartStarted", new StackEvent.StackRestartStarted(AT, TASK, DEADLINE)),
          Map.entry("RepairStarted", new StackEvent.StackRepairStarted(AT, TASK, DEADLINE)),
          Map.entry("ResizeStarted", new StackEvent.StackResizeStarted(AT, TASK, DEADLINE)),
          Map.entry("ConfigureStarted", new StackEvent.StackConfigureStarted(AT, TASK, DEADLINE)),
          Map.entry("RemovalStarted", new StackEvent.StackRemovalStarted(AT, TASK, DEADLINE)),
          Map.entry("Removed", new StackEvent.StackRemoved(AT)),
          Map.entry("Healthy", new StackEvent.StackHealthObserved(AT, true, List.of(), null)),
          Map.entry("Unhealthy", new StackEvent.StackHealthObserved(AT, false, List.of(), NEW)),
          Map.entry("ObservationLost", new StackEvent.StackObservationLost(AT, NEW)),
          Map.entry(
              "ChangeFailed", new StackEvent.StackChangeFailed(AT, StackChange.PAUSE, TASK, NEW)));

  record Pair(String state, String event, String sign) {}

  private static List<List<String>> rows() {
    return TABLE.lines().map(line -> List.of(line.trim().split(" +"))).toList();
  }

  static Stream<Pair> pairs() {
    var events = rows().getFirst();
    return rows().stream()
        .skip(1)
        .flatMap(row ->
            events.stream()
                .skip(1)
                .map(event -> new Pair(row.getFirst(), event, row.get(events.indexOf(event)))));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void anEventMakesOfAStateWhatTheTableSays(Pair pair) {
    // given
    var state = requireNonNull(STATES.get(pair.state()));
    var event = requireNonNull(EVENTS.get(pair.event()));

    // when
    var next = StackState.evolve(state, event);

    // then
    assertThat(next).isEqualTo(meaning(pair.sign(), state));
  }

  private static StackState meaning(String sign, StackState before) {
    return switch (sign) {
      case "=" -> before;
      case "A" -> new StackState.Active();
      case "H" -> new StackState.Unhealthy(NEW);
      case "U" -> new StackState.Unknown(NEW);
      case "P" -> new StackState.Paused();
      case "R" -> new StackState.Removed();
      case "F" -> new StackState.Failed(StackChange.PAUSE, NEW);
      case "+prov" -> new StackState.Changing(StackChange.PROVISION, TASK, DEADLINE);
      case "+paus" -> new StackState.Changing(StackChange.PAUSE, TASK, DEADLINE);
      case "+resu" -> new StackState.Changing(StackChange.RESUME, TASK, DEADLINE);
      case "+rest" -> new StackState.Changing(StackChange.RESTART, TASK, DEADLINE);
      case "+repa" -> new StackState.Changing(StackChange.REPAIR, TASK, DEADLINE);
      case "+resi" -> new StackState.Changing(StackChange.RESIZE, TASK, DEADLINE);
      case "+conf" -> new StackState.Changing(StackChange.CONFIGURE, TASK, DEADLINE);
      case "+remo" -> new StackState.Changing(StackChange.REMOVE, TASK, DEADLINE);
      default -> throw new AssertionError("The table's sign " + sign + " means nothing");
    };
  }

  @Test
  void theTableHasEveryPair() {
    var events = rows().getFirst().stream().skip(1).toList();
    var states = rows().stream().skip(1).map(List::getFirst).toList();

    assertThat(states).containsExactlyInAnyOrderElementsOf(STATES.keySet());
    assertThat(events).containsExactlyInAnyOrderElementsOf(EVENTS.keySet());
    assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(events.size() + 1));
    assertThat(STATES.values())
        .extracting(Object::getClass)
        .containsOnly(StackState.class.getPermittedSubclasses());
    assertThat(EVENTS.values())
        .extracting(Object::getClass)
        .containsOnly(StackEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource(StackChange.class)
  void onlyAfterARestartOrARepairWhatIsSeenDecidesAgain(StackChange change) {
    assertThat(new StackState.Failed(change, OLD).watched())
        .isEqualTo(
            Set.of(
                    StackChange.RESTART,
                    StackChange.REPAIR,
                    StackChange.RESIZE,
                    StackChange.CONFIGURE)
                .contains(change));
  }

  /** The projector gives the same names; its own test holds the same table. */
  @Test
  void everyStateHasTheHostedPlatformsName() {
    assertThat(
            Arrays.stream(StackChange.values())
                .collect(
                    toMap(
                        identity(),
                        change -> new StackState.Changing(change, TASK, DEADLINE).status())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                StackChange.PROVISION, StackStatus.COMING_UP,
                StackChange.PAUSE, StackStatus.PAUSING,
                StackChange.RESUME, StackStatus.RESTORING,
                StackChange.RESTART, StackStatus.RESTARTING,
                StackChange.REPAIR, StackStatus.RESTARTING,
                StackChange.RESIZE, StackStatus.RESIZING,
                StackChange.CONFIGURE, StackStatus.RESTARTING,
                StackChange.REMOVE, StackStatus.GOING_DOWN));
    assertThat(
            Arrays.stream(StackChange.values())
                .collect(toMap(identity(), change -> new StackState.Failed(change, OLD).status())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                StackChange.PROVISION, StackStatus.INIT_FAILED,
                StackChange.PAUSE, StackStatus.PAUSE_FAILED,
                StackChange.RESUME, StackStatus.RESTORE_FAILED,
                StackChange.RESTART, StackStatus.ACTIVE_UNHEALTHY,
                StackChange.REPAIR, StackStatus.ACTIVE_UNHEALTHY,
                StackChange.RESIZE, StackStatus.ACTIVE_UNHEALTHY,
                StackChange.CONFIGURE, StackStatus.ACTIVE_UNHEALTHY,
                StackChange.REMOVE, StackStatus.UNKNOWN));
    assertThat(new StackState.Absent().status()).isEqualTo(StackStatus.COMING_UP);
    assertThat(new StackState.Active().status()).isEqualTo(StackStatus.ACTIVE_HEALTHY);
    assertThat(new StackState.Unhealthy(OLD).status()).isEqualTo(StackStatus.ACTIVE_UNHEALTHY);
    assertThat(new StackState.Unknown(OLD).status()).isEqualTo(StackStatus.UNKNOWN);
    assertThat(new StackState.Paused().status()).isEqualTo(StackStatus.INACTIVE);
    assertThat(new StackState.Removed().status()).isEqualTo(StackStatus.REMOVED);
  }
}
