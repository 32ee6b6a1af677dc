package io.rickyard.worker.stack;

import static io.rickyard.worker.stack.TestStacks.ORGANIZATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.worker.task.TaskEnd;
import io.rickyard.worker.task.TaskFailure;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stack that is there becomes a project, or stays what it was. */
class AdoptionTaskTest {

  private static final TaskInput ADOPT = new TaskInput.StackAdopt("Old shop", "local", "old-shop");

  private final StackRig rig = new StackRig();
  private final Adopted adoption = new Adopted();
  private final AdoptionTask task =
      new AdoptionTask(rig.runtime, adoption, rig.vault, rig.ledger, rig.clock);

  /** Remembers which project is which stack. */
  private static final class Adopted implements StackAdoption {
    private final Map<ProjectRef, String> stacks = new HashMap<>();

    @Override
    public Map<String, String> adopt(
        ProjectRef project, OrganizationId organization, String composeProject)
        throws StackFailure {
      if (!organization.equals(ORGANIZATION)) {
        throw new StackFailure("adoption_not_allowed", "Not yours", false, null);
      }
      stacks.put(project, composeProject);
      return TestStacks.secrets().byName();
    }

    @Override
    public void release(ProjectRef project) {
      stacks.remove(project);
    }
  }

  @BeforeEach
  void somebodyElseHasMadeTheStack() throws Exception {
    TestStacks.build(rig.runtime, TestStacks.spec(rig.project, 1));
  }

  @Test
  void aStackThatWorksIsAdoptedAndNothingOfItIsStartedOrMade() throws Exception {
    // given
    var started = rig.runtime.started().size();
    var created = rig.runtime.created().size();

    // when
    rig.attempt(task, rig.accept(ADOPT));

    // then
    assertThat(rig.record().state().status()).isEqualTo(StackStatus.ACTIVE_HEALTHY);
    assertThat(rig.record().runtime()).isEqualTo(StackAdoption.RUNTIME);
    assertThat(rig.record().profile()).isEqualTo(StackProfile.FULL);
    assertThat(adoption.stacks).containsEntry(rig.project, "old-shop");
    assertThat(rig.vault.open(rig.project)).contains(TestStacks.secrets());
    assertThat(rig.runtime.started()).hasSize(started);
    assertThat(rig.runtime.created()).hasSize(created);
  }

  @Test
  void theSameAdoptionTwiceIsOne() throws Exception {
    // given
    var run = rig.accept(ADOPT);
    rig.attempt(task, run);

    // when
    rig.attempt(task, run);

    // then
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
    assertThat(adoption.stacks).hasSize(1);
  }

  @Test
  void aStackWhoseDatabaseDoesNotAnswerIsLetGoOfAndStaysAsItIs() throws Exception {
    // given
    rig.runtime.kill(rig.project);
    var run = rig.accept(ADOPT);

    // when
    assertThatThrownBy(() -> rig.attempt(task, run))
        .isInstanceOf(TaskFailure.class)
        .hasMessageContaining("does not answer");
    rig.undo(task, run);
    task.ended(run, new TaskEnd.Cancelled(new Reason("asked", "No longer needed")));

    // then
    assertThat(rig.record().state().status()).isEqualTo(StackStatus.INIT_FAILED);
    assertThat(adoption.stacks).isEmpty();
    assertThat(rig.vault.open(rig.project)).isEmpty();
    assertThat(rig.look().dataPresent()).isTrue();
  }

  @Test
  void oneThatWasCancelledBeforeItBeganIsToldToHaveFailed() {
    // given
    var run = rig.accept(ADOPT);

    // when
    task.ended(run, new TaskEnd.Expired());

    // then
    assertThat(rig.record().state())
        .isInstanceOfSatisfying(
            StackState.Failed.class,
            failed -> {
              assertThat(failed.change()).isEqualTo(StackChange.PROVISION);
              assertThat(failed.reason().code()).isEqualTo("adoption_failed");
            });
  }

  @Test
  void whatWasAdoptedIsNotLetGoOfByALateEnd() throws Exception {
    // given
    var run = rig.accept(ADOPT);
    rig.attempt(task, run);

    // when
    task.ended(run, new TaskEnd.Cancelled(new Reason("asked", "Too late")));

    // then
    assertThat(adoption.stacks).containsKey(rig.project);
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }
}
