package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.stack.Crashes.Crash;
import io.rickyard.worker.stack.StackRig.Outcome;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StackTaskTest {

  private static Outcome undisturbed(StackRig like, StackChange change) {
    var rig = StackRig.before(change, like.project);
    rig.bring(change);
    return rig.outcome();
  }

  @ParameterizedTest
  @EnumSource(StackChange.class)
  void aChangeThatIsCutShortAnywhereAndRunAgainComesToTheSameEnd(StackChange change)
      throws Exception {
    var like = new StackRig();
    var expected = undisturbed(like, change);
    for (int point = 0; ; point++) {
      // given
      var rig = StackRig.before(change, like.project);
      var task = rig.accept(change);
      rig.crashes.at(point);
      boolean crashed = crashes(rig, change, task);
      rig.crashes.never();

      // when
      if (crashed) {
        rig.attempt(change, task);
      }

      // then
      assertThat(rig.outcome()).as("cut short at point %d", point).isEqualTo(expected);
      if (!crashed) {
        assertThat(point).as("points that were tried").isGreaterThan(4);
        return;
      }
    }
  }

  private static boolean crashes(StackRig rig, StackChange change, TaskRun task)
      throws TaskFailure {
    try {
      rig.attempt(change, task);
      return false;
    } catch (Crash _) {
      return true;
    }
  }

  static Stream<Arguments> everyStepOfEveryPlan() {
    return Stream.of(StackChange.values())
        .flatMap(change -> {
          var rig = new StackRig();
          return rig.handler(change).plan(rig.accept(change)).stream()
              .map(Step::name)
              .map(step -> Arguments.of(change, step));
        });
  }

  @ParameterizedTest
  @MethodSource("everyStepOfEveryPlan")
  void aStepThatFailsOnceIsMadeUpForByTheNextAttempt(StackChange change, String step)
      throws Exception {
    // given
    var rig = StackRig.before(change, new StackRig().project);
    var task = rig.accept(change);
    var names = rig.handler(change).plan(task).stream().map(Step::name).toList();
    boolean touchesRuntime =
        names.indexOf(step) > 0
            && !Set.of("forget its secrets", "note the new size", "note the new settings")
                .contains(step);
    assertThat(rig.failsAt(change, task, names.indexOf(step))).isEqualTo(touchesRuntime);

    // when
    rig.attempt(change, task);

    // then
    assertThat(rig.outcome()).isEqualTo(undisturbed(rig, change));
  }

  static Stream<TaskEnd> unsuccessful() {
    return Stream.of(
        new TaskEnd.Failed(new TaskError("broken", "The disk is full", false)),
        new TaskEnd.Cancelled(new Reason("asked", "No longer needed.")),
        new TaskEnd.Expired(),
        new TaskEnd.Superseded(TaskId.next()));
  }

  static Stream<Arguments> everyUnsuccessfulEndOfEveryChange() {
    return Stream.of(StackChange.values())
        .flatMap(change -> unsuccessful().map(end -> Arguments.of(change, end)));
  }

  @ParameterizedTest
  @MethodSource("everyUnsuccessfulEndOfEveryChange")
  void aChangeThatDoesNotSucceedLeavesItsReasonAndAWayOut(StackChange change, TaskEnd end)
      throws Exception {
    // given
    var rig = StackRig.before(change, new StackRig().project);
    var task = rig.accept(change);
    rig.begin(change, task, 2);

    // when
    rig.end(change, task, end);
    rig.end(change, task, end);

    // then
    assertThat(rig.record().state()).isInstanceOf(StackState.Failed.class);
    assertThat(rig.record().state().status().transitional()).isFalse();
    assertThat(rig.ledger.told(rig.project))
        .last()
        .isInstanceOfSatisfying(
            StackEvent.StackChangeFailed.class,
            failed -> {
              assertThat(failed.change()).isEqualTo(change);
              assertThat(failed.task()).isEqualTo(task.taskId());
              assertThat(failed.reason().code())
                  .isIn("broken", "cancelled", "expired", "superseded");
              assertThat(failed.reason().message())
                  .containsPattern(
                      "\\. (Repair the project, or delete it|Delete the project again)\\.$")
                  .doesNotContain("..");
            });
    assertThat(rig.ledger.told(rig.project))
        .filteredOn(StackEvent.StackChangeFailed.class::isInstance)
        .hasSize(1);
  }

  @Test
  void aChangeThatNeverBeganLeavesTheStackAsItIs() {
    // given
    var rig = StackRig.before(StackChange.PAUSE, new StackRig().project);
    var told = rig.ledger.told(rig.project);

    // when
    rig.cancel(StackChange.PAUSE, rig.accept(StackChange.PAUSE));

    // then
    assertThat(rig.ledger.told(rig.project)).isEqualTo(told);
  }

  @Test
  void anEndThatIsHeardLateSaysNothingOfTheNextTasksChange() throws Exception {
    // given
    var rig = StackRig.before(StackChange.PAUSE, new StackRig().project);
    var late = rig.accept(StackChange.PAUSE);
    rig.begin(StackChange.PAUSE, late, 1);
    var next = rig.accept(StackChange.RESTART);
    rig.begin(StackChange.RESTART, next, 1);

    // when
    rig.cancel(StackChange.PAUSE, late);

    // then
    assertThat(rig.record().changedBy(next.taskId())).isTrue();
  }

  @Test
  void aProvisioningThatIsCancelledBeforeItRanIsSeenToHaveFailed() {
    // given
    var rig = new StackRig();

    // when
    rig.cancel(StackChange.PROVISION, rig.accept(StackChange.PROVISION));

    // then
    assertThat(rig.record().state().status()).isEqualTo(StackStatus.INIT_FAILED);
  }

  @Test
  void aProvisioningThatIsGivenUpIsUndoneAndLeavesNothing() throws Exception {
    for (int steps = 1; steps < 6; steps++) {
      // given
      var rig = new StackRig();
      var task = rig.accept(StackChange.PROVISION);
      rig.begin(StackChange.PROVISION, task, steps);

      // when
      rig.undo(StackChange.PROVISION, task);
      rig.end(
          StackChange.PROVISION,
          task,
          new TaskEnd.Failed(new TaskError("broken", "The disk is full", false)));

      // then
      assertThat(rig.runtime.inventory()).isEmpty();
      assertThat(rig.record().state().status()).isEqualTo(StackStatus.INIT_FAILED);
    }
  }

  @Test
  void aProvisioningThatEndedBetweenItsAttemptsLeavesNothingEither() throws Exception {
    // given
    var rig = new StackRig();
    var task = rig.accept(StackChange.PROVISION);
    rig.begin(StackChange.PROVISION, task, 4);

    // when
    rig.cancel(StackChange.PROVISION, task);

    // then
    assertThat(rig.runtime.inventory()).isEmpty();
    assertThat(rig.record().state().status()).isEqualTo(StackStatus.INIT_FAILED);
  }

  @Test
  void whatCannotBeClearedUpIsStillSeenToHaveFailed() throws Exception {
    // given
    var rig = new StackRig();
    var task = rig.accept(StackChange.PROVISION);
    rig.begin(StackChange.PROVISION, task, 4);
    rig.runtime.broken(true);

    // when
    rig.cancel(StackChange.PROVISION, task);

    // then
    rig.runtime.broken(false);
    assertThat(rig.record().state().status()).isEqualTo(StackStatus.INIT_FAILED);
    rig.bring(StackChange.REMOVE);
    assertThat(rig.runtime.inventory()).isEmpty();
  }

  @Test
  void whatWasSeenToWorkIsNotUndone() throws Exception {
    // given
    var rig = new StackRig();
    var task = rig.accept(StackChange.PROVISION);
    rig.attempt(StackChange.PROVISION, task);
    rig.begin(StackChange.PROVISION, task, 2); // its worker was lost before the end was told

    // when
    rig.undo(StackChange.PROVISION, task);
    rig.cancel(StackChange.PROVISION, task);

    // then
    assertThat(rig.look().dataPresent()).isTrue();
  }

  @Test
  void aProvisioningThatFailedCanBeRepaired() {
    // given
    var rig = new StackRig();
    rig.cancel(StackChange.PROVISION, rig.accept(StackChange.PROVISION));

    // when
    rig.bring(StackChange.REPAIR);

    // then
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }

  @ParameterizedTest
  @EnumSource(
      value = StackChange.class,
      names = {"RESUME", "RESTART", "REPAIR", "PROVISION"})
  void noEmptyDatabaseTakesThePlaceOfLostData(StackChange change) throws Exception {
    // given
    var rig = StackRig.before(StackChange.REPAIR, new StackRig().project);
    var task = rig.accept(change);
    rig.runtime.loseData(rig.project);

    // when
    assertThatThrownBy(() -> rig.attempt(change, task))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("data_missing");
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(rig.runtime.created()).hasSize(1);
    assertThat(rig.look().running()).isFalse();
  }

  @Test
  void aDeletedProjectsSecretsAreForgottenLast() throws Exception {
    // given
    var rig = StackRig.before(StackChange.REMOVE, new StackRig().project);
    var task = rig.accept(StackChange.REMOVE);
    rig.begin(StackChange.REMOVE, task, 2);
    assertThat(rig.vault.open(rig.project)).isPresent();

    // when
    rig.attempt(StackChange.REMOVE, task);

    // then
    assertThat(rig.outcome())
        .isEqualTo(
            new Outcome(
                StackStatus.REMOVED,
                true,
                rig.record().database(),
                false,
                false,
                false,
                List.of()));
  }

  @Test
  void aProjectWhoseProvisioningNeverBeganIsDeletedAllTheSame() {
    // given
    var rig = new StackRig();
    rig.accept(StackChange.PROVISION);

    // when
    rig.bring(StackChange.REMOVE);

    // then
    assertThat(rig.record().state()).isEqualTo(new StackState.Removed());
    assertThat(rig.vault.open(rig.project)).isEmpty();
  }

  @Test
  void aDeletionThatIsRunAgainAfterItsSuccessSaysNothingNew() throws Exception {
    // given
    var rig = StackRig.before(StackChange.REMOVE, new StackRig().project);
    var task = rig.accept(StackChange.REMOVE);
    rig.attempt(StackChange.REMOVE, task);
    var told = rig.ledger.told(rig.project);

    // when
    rig.attempt(StackChange.REMOVE, task);

    // then
    assertThat(rig.ledger.told(rig.project)).isEqualTo(told);
    assertThat(rig.vault.open(rig.project)).isEmpty();
  }

  @Test
  void aDeletedProjectIsNotBroughtBack() {
    // given
    var rig = StackRig.before(StackChange.REMOVE, new StackRig().project);
    rig.bring(StackChange.REMOVE);

    // when
    assertThatThrownBy(() -> rig.attempt(StackChange.REPAIR, rig.accept(StackChange.REPAIR)))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo("stack_removed"));
    assertThat(rig.record().state()).isEqualTo(new StackState.Removed());
  }

  @Test
  void aRestartOfOneServiceKeepsWhatWasMadeForTheOthers() throws Exception {
    // given
    var rig = StackRig.before(StackChange.RESTART, TestStacks.project());
    var built = rig.record().generation();

    // when
    rig.attempt(StackChange.RESTART, rig.accept(new TaskInput.StackRestart("db")));

    // then
    assertThat(rig.record().generation()).isEqualTo(built.next());
    assertThat(rig.record().keptFrom()).isEqualTo(built);
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
    rig.bring(StackChange.RESTART);
    assertThat(rig.record().keptFrom()).isEqualTo(rig.record().generation());
  }

  @Test
  void aResizeIsWhatEverythingAfterItIsAbout() throws Exception {
    // given
    var rig = StackRig.before(StackChange.RESIZE, TestStacks.project());
    var built = rig.record().generation();

    // when
    rig.bring(StackChange.RESIZE);

    // then
    var small = new StackSize(StackProfile.DATABASE, Map.of("db", new ServiceLimits(512, null)));
    assertThat(rig.record().size()).isEqualTo(small);
    assertThat(rig.record().keptFrom()).isEqualTo(built);
    assertThat(rig.runtime.sizes()).containsExactly(small);
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void aResizeThatIsGivenUpIsTakenBack() throws Exception {
    // given
    var rig = StackRig.before(StackChange.RESIZE, TestStacks.project());
    var before = rig.record().size();
    var task = rig.accept(StackChange.RESIZE);
    rig.begin(StackChange.RESIZE, task, 5);

    // when
    rig.undo(StackChange.RESIZE, task);
    rig.end(
        StackChange.RESIZE,
        task,
        new TaskEnd.Failed(new TaskError("no_room", "There is no room", false)));

    // then
    assertThat(rig.record().size()).isEqualTo(before);
    assertThat(rig.runtime.sizes()).last().isEqualTo(before);
    assertThat(rig.record().state())
        .isInstanceOfSatisfying(
            StackState.Failed.class,
            failed ->
                assertThat(failed.reason().message())
                    .isEqualTo(
                        "There is no room. It keeps the size it had. Repair the project, or"
                            + " delete it."));
  }

  @Test
  void aResizeThatEndedBetweenItsAttemptsIsNotGoneOnWith() throws Exception {
    // given
    var rig = StackRig.before(StackChange.RESIZE, TestStacks.project());
    var before = rig.record().size();
    var task = rig.accept(StackChange.RESIZE);
    rig.begin(StackChange.RESIZE, task, 4);

    // when
    rig.cancel(StackChange.RESIZE, task);

    // then
    assertThat(rig.record().size()).isEqualTo(before);
  }

  @Test
  void changedSettingsAreWhatEverythingAfterThemIsAbout() {
    // given
    var rig = StackRig.before(StackChange.CONFIGURE, TestStacks.project());
    var built = rig.record().generation();

    // when
    rig.bring(StackChange.CONFIGURE);

    // then
    var changed = new StackSettings(Map.of(SettingSection.POSTGRES, Map.of("work_mem", "8MB")));
    assertThat(rig.runtime.applied()).containsExactly(changed);
    assertThat(rig.vault.open(rig.project).orElseThrow().settings()).isEqualTo(changed);
    assertThat(rig.record().keptFrom()).isEqualTo(built);
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void aChangeOfSettingsThatIsGivenUpIsTakenBack() throws Exception {
    // given
    var rig = StackRig.before(StackChange.CONFIGURE, TestStacks.project());
    rig.bring(StackChange.CONFIGURE);
    var before = rig.vault.open(rig.project).orElseThrow().settings();
    var task = rig.accept(TestStacks.workMemory("64MB"));
    rig.begin(StackChange.CONFIGURE, task, 4);
    rig.begin(StackChange.CONFIGURE, task, 4);

    // when
    rig.undo(StackChange.CONFIGURE, task);
    rig.end(
        StackChange.CONFIGURE,
        task,
        new TaskEnd.Failed(new TaskError("settings_refused", "It does not start", false)));

    // then
    assertThat(rig.vault.open(rig.project).orElseThrow().settings()).isEqualTo(before);
    assertThat(rig.runtime.applied()).last().isEqualTo(before);
    assertThat(rig.record().state())
        .isInstanceOfSatisfying(
            StackState.Failed.class,
            failed ->
                assertThat(failed.reason().message())
                    .isEqualTo(
                        "It does not start. It keeps the settings it had. Repair the project, or"
                            + " delete it."));
  }

  @Test
  void aChangeOfSettingsThatEndedBetweenItsAttemptsIsNotGoneOnWith() throws Exception {
    // given
    var rig = StackRig.before(StackChange.CONFIGURE, TestStacks.project());
    var task = rig.accept(StackChange.CONFIGURE);
    rig.begin(StackChange.CONFIGURE, task, 4);

    // when
    rig.cancel(StackChange.CONFIGURE, task);

    // then
    assertThat(rig.vault.open(rig.project).orElseThrow().settings().of(SettingSection.POSTGRES))
        .isEmpty();
  }

  @Test
  void aServiceThatDoesNotStartWithItsSettingsIsNoReasonToTryAgain() {
    // given
    var rig = StackRig.before(StackChange.CONFIGURE, TestStacks.project());
    var task = rig.accept(StackChange.CONFIGURE);
    rig.runtime.failNext(
        new StackFailure(StackFailure.SERVICE_FAILED, "PostgreSQL did not start", true, null));

    // when
    assertThatThrownBy(() -> rig.attempt(StackChange.CONFIGURE, task))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("settings_refused");
              assertThat(failure.retryable()).isFalse();
              assertThat(failure).hasMessageEndingWith("PostgreSQL did not start");
            });
  }

  @Test
  void aServiceThatIsNotThereIsNotRestartedAndThatIsFinal() {
    // given
    var rig = StackRig.before(StackChange.RESTART, TestStacks.project());
    var task = rig.accept(new TaskInput.StackRestart("studio"));

    // when
    assertThatThrownBy(() -> rig.attempt(StackChange.RESTART, task))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("service_unknown");
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(rig.look().running()).isTrue();
  }

  @Test
  void aLostClaimCannotBeginAgain() throws Exception {
    // given
    var rig = StackRig.before(StackChange.PAUSE, new StackRig().project);
    var slow = rig.accept(StackChange.PAUSE);
    rig.bring(StackChange.RESTART);

    // when
    assertThatThrownBy(() -> rig.attempt(StackChange.PAUSE, slow, 1))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo("fenced_off"));
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }

  @Test
  void anUnknownStackIsNotChangedAndGetsNoSecrets() {
    // given
    var rig = new StackRig();

    // when
    assertThatThrownBy(() -> rig.attempt(StackChange.RESTART, rig.accept(StackChange.RESTART)))
        // then
        .isInstanceOfSatisfying(
            TaskFailure.class, failure -> assertThat(failure.code()).isEqualTo("stack_unknown"));
    assertThat(rig.vault.open(rig.project)).isEmpty();
  }
}
