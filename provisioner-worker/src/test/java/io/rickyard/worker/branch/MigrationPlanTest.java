package io.rickyard.worker.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.worker.sql.MigrationTransfer.Applied;
import io.rickyard.worker.task.TaskFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationPlanTest {

  private static final List<Applied> PARENT = history("1", "2");

  @Test
  void branchGetsWhatItLacksAndKeepsItsOwn() throws TaskFailure {
    assertThat(plan(MigrationCourse.PUSH, history("1", "2", "4"), history("1", "3")))
        .containsExactly("2", "4");
  }

  @Test
  void parentGetsWhatItLacks() throws TaskFailure {
    assertThat(plan(MigrationCourse.MERGE, history("1", "2", "3"), PARENT)).containsExactly("3");
  }

  @Test
  void nothingGoesOntoAParentThatWentOnByItself() {
    assertThatThrownBy(() -> plan(MigrationCourse.MERGE, history("1", "3"), history("1", "2", "4")))
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("histories_diverged"))
        .hasMessageContaining("2, 4");
  }

  @ParameterizedTest
  @EnumSource(
      value = MigrationCourse.class,
      names = {"PUSH", "MERGE"})
  void otherSqlUnderOneVersionIsToldAndNothingGoes(MigrationCourse course) {
    assertThatThrownBy(
            () -> plan(course, List.of(new Applied("1", "other"), new Applied("2", "2")), PARENT))
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo("migrations_differ"))
        .hasMessageEndingWith(": 1");
  }

  @Test
  void resetTakesAllWhateverTheBranchHad() throws TaskFailure {
    assertThat(plan(MigrationCourse.RESET, PARENT, history("1", "9"))).containsExactly("1", "2");
  }

  @ParameterizedTest
  @EnumSource(MigrationCourse.class)
  void itEndsWithTheVersionThatWasAskedFor(MigrationCourse course) throws TaskFailure {
    assertThat(MigrationPlan.of(course, history("3", "1", "2"), List.of(), "2").versions())
        .containsExactly("1", "2");
  }

  @ParameterizedTest
  @EnumSource(MigrationCourse.class)
  void versionThatIsNotThereIsRefused(MigrationCourse course) {
    assertThatThrownBy(() -> MigrationPlan.of(course, PARENT, List.of(), "7"))
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> assertThat(failure.code()).isEqualTo("migration_unknown"));
  }

  /** Whatever two people do to a branch and its parent: nothing is lost, doubled or overwritten. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomWorkOnBothSidesComesTogether(long seed) throws TaskFailure {
    // given
    var random = new Random(seed);
    var parent = new TreeMap<String, String>();
    var branch = new TreeMap<String, String>();
    int made = 0;

    for (int i = 0; i < 300; i++) {
      var before = new TreeMap<>(parent);
      switch (random.nextInt(5)) {
        case 0 -> parent.put("p%04d".formatted(++made), "parent's");
        case 1, 2 -> branch.put("b%04d".formatted(++made), "branch's");
        case 3 -> {
          // when
          var plan = plan(MigrationCourse.PUSH, history(parent), history(branch));
          // then
          assertThat(branch).doesNotContainKeys(plan.toArray(String[]::new));
          plan.forEach(version -> branch.put(version, parent.get(version)));
          assertThat(branch).containsAllEntriesOf(parent);
        }
        default -> {
          if (branch.keySet().containsAll(parent.keySet())) {
            // when
            var plan = plan(MigrationCourse.MERGE, history(branch), history(parent));
            // then
            assertThat(parent).doesNotContainKeys(plan.toArray(String[]::new));
            plan.forEach(version -> parent.put(version, branch.get(version)));
            assertThat(parent).isEqualTo(branch);
          } else {
            assertThatThrownBy(() -> plan(MigrationCourse.MERGE, history(branch), history(parent)))
                .isInstanceOf(TaskFailure.class);
          }
        }
      }
      assertThat(parent).containsAllEntriesOf(before);
    }
  }

  private static List<String> plan(
      MigrationCourse course, List<Applied> source, List<Applied> target) throws TaskFailure {
    return MigrationPlan.of(course, source, target, null).versions();
  }

  private static List<Applied> history(String... versions) {
    return Stream.of(versions).map(version -> new Applied(version, version)).toList();
  }

  private static List<Applied> history(SortedMap<String, String> side) {
    var all = new ArrayList<Applied>();
    side.forEach((version, sql) -> all.add(new Applied(version, sql)));
    return all;
  }
}
