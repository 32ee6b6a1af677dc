package io.rickyard.org.project;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.org.project.ProjectChange.Decision;
import io.rickyard.org.refusal.Refusal;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectChangeTest {

  private record Pair(DesiredState state, ProjectChange change) {}

  private static final Map<Pair, Decision> MATRIX =
      Map.ofEntries(
          row(DesiredState.ACTIVE, ProjectChange.PAUSE, DesiredState.PAUSED),
          row(DesiredState.ACTIVE, ProjectChange.RESUME, Refusal.PROJECT_ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.RESTART, DesiredState.ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.REPAIR, DesiredState.ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.RESIZE, DesiredState.ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.CONFIGURE, DesiredState.ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.MIGRATE, DesiredState.ACTIVE),
          row(DesiredState.ACTIVE, ProjectChange.DELETE, DesiredState.DELETED),
          row(DesiredState.PAUSED, ProjectChange.PAUSE, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.RESUME, DesiredState.ACTIVE),
          row(DesiredState.PAUSED, ProjectChange.RESTART, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.REPAIR, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.RESIZE, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.CONFIGURE, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.MIGRATE, Refusal.PROJECT_PAUSED),
          row(DesiredState.PAUSED, ProjectChange.DELETE, DesiredState.DELETED),
          row(DesiredState.DELETED, ProjectChange.PAUSE, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.RESUME, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.RESTART, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.REPAIR, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.RESIZE, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.CONFIGURE, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.MIGRATE, Refusal.PROJECT_DELETED),
          row(DesiredState.DELETED, ProjectChange.DELETE, DesiredState.DELETED));

  @ParameterizedTest
  @MethodSource("pairs")
  void everyPairIsDecidedAsTheTableSays(Pair pair) {
    // when
    var decision = ProjectChange.decide(pair.state(), pair.change());

    // then
    assertThat(decision).isEqualTo(MATRIX.get(pair));
  }

  @Test
  void noPairIsMissingFromTheTable() {
    assertThat(MATRIX).containsOnlyKeys(pairs().toList());
  }

  private static Stream<Pair> pairs() {
    return Arrays.stream(DesiredState.values())
        .flatMap(
            state -> Arrays.stream(ProjectChange.values()).map(change -> new Pair(state, change)));
  }

  private static Map.Entry<Pair, Decision> row(
      DesiredState state, ProjectChange change, DesiredState next) {
    return Map.entry(new Pair(state, change), new Decision.Allowed(next));
  }

  private static Map.Entry<Pair, Decision> row(
      DesiredState state, ProjectChange change, Refusal refusal) {
    return Map.entry(new Pair(state, change), new Decision.Denied(refusal));
  }
}
