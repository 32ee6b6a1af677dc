package io.rickyard.worker.stack;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.later;
import static io.rickyard.worker.stack.TestStacks.newest;
import static io.rickyard.worker.stack.TestStacks.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.ServiceHealth;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for whatever runs stacks: run on the fake and on each real adapter. */
public abstract class StackRuntimeContract {

  protected final ProjectRef project = TestStacks.project();
  protected final StackSpec stack = spec(project, 10);

  protected abstract StackRuntime runtime();

  @AfterEach
  void leaveNothing() throws Exception {
    runtime().remove(newest(stack), SILENT);
  }

  @Test
  void nothingIsThereBeforeItIsPrepared() throws Exception {
    assertThat(runtime().observe(stack).dataPresent()).isFalse();
    assertThat(runtime().observe(stack).running()).isFalse();
    assertThat(runtime().observe(stack).healthy()).isFalse();
    assertThat(runtime().inventory()).doesNotContain(project);
  }

  @Test
  void aStackThatIsBuiltIsHealthyAndSaysWhereItsDatabaseIs() throws Exception {
    // when
    build(runtime(), stack);

    // then
    var seen = runtime().observe(stack);
    assertThat(seen.healthy()).isTrue();
    assertThat(seen.services())
        .extracting(ServiceHealth::service)
        .containsExactly("db", "db_postgres_user");
    assertThat(seen.database()).isNotNull();
    assertThat(runtime().inventory()).contains(project);
  }

  @Test
  void aStackThatIsNotSetUpIsNotHealthy() throws Exception {
    // given
    runtime().prepare(stack, SILENT);
    runtime().initialize(stack, SILENT);

    // when
    runtime().start(stack, SILENT);

    // then
    assertThat(runtime().observe(stack).running()).isTrue();
    assertThat(runtime().observe(stack).healthy()).isFalse();
    assertThat(runtime().observe(stack).complaint()).isPresent();
  }

  @Test
  void everyActionMayBeRepeated() throws Exception {
    // given
    build(runtime(), stack);
    var before = runtime().observe(stack);

    // when
    build(runtime(), stack);
    build(runtime(), later(stack));

    // then
    var after = runtime().observe(stack);
    assertThat(after.healthy()).isTrue();
    assertThat(after.database()).isEqualTo(before.database());
  }

  @Test
  void aStoppedStackKeepsItsDataAndComesBackAtTheSamePlace() throws Exception {
    // given
    build(runtime(), stack);
    var before = runtime().observe(stack);

    // when
    runtime().stop(stack, SILENT);
    runtime().stop(stack, SILENT);

    // then
    var stopped = runtime().observe(stack);
    assertThat(stopped.dataPresent()).isTrue();
    assertThat(stopped.running()).isFalse();
    assertThat(stopped.healthy()).isFalse();
    runtime().start(later(stack), SILENT);
    assertThat(runtime().observe(stack).healthy()).isTrue();
    assertThat(runtime().observe(stack).database()).isEqualTo(before.database());
  }

  @Test
  void oneServiceIsRestartedByItsNameAndNoOtherName() throws Exception {
    // given
    build(runtime(), stack);
    var before = runtime().observe(stack);

    // when
    runtime().restart(later(stack), "db", SILENT);

    // then
    assertThat(runtime().observe(later(stack)).healthy()).isTrue();
    assertThat(runtime().observe(later(stack)).database()).isEqualTo(before.database());
    assertThatThrownBy(() -> runtime().restart(later(stack), "nobody", SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("service_unknown");
              assertThat(failure.retryable()).isFalse();
              assertThat(failure).hasMessageContaining("it has [db]");
            });
  }

  @Test
  void whatEndedBehindEverybodysBackIsDriftAndIsMended() throws Exception {
    // given
    build(runtime(), stack);
    assertThat(runtime().observe(stack).drifts()).isEmpty();

    // when
    runtime().stop(stack, SILENT);

    // then
    assertThat(runtime().observe(stack).drifts()).extracting(Drift::service).containsExactly("db");
    runtime().mend(stack, Set.of("db"), SILENT);
    assertThat(runtime().observe(stack).drifts()).isEmpty();
    assertThat(runtime().observe(stack).healthy()).isTrue();
  }

  @Test
  void whatIsRemovedIsGoneAndMayBeRemovedAgain() throws Exception {
    // given
    build(runtime(), stack);

    // when
    runtime().remove(stack, SILENT);
    runtime().remove(stack, SILENT);

    // then
    assertThat(runtime().observe(stack).dataPresent()).isFalse();
    assertThat(runtime().observe(stack).running()).isFalse();
    assertThat(runtime().inventory()).doesNotContain(project);
  }

  @Test
  void anOlderClaimIsFencedOff() throws Exception {
    // given
    build(runtime(), stack);
    runtime().start(later(stack), SILENT);

    // when
    assertThatThrownBy(() -> runtime().stop(stack, SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo("fenced_off");
              assertThat(failure.retryable()).isFalse();
            });
    assertThat(runtime().observe(stack).healthy()).isTrue();
  }

  @Test
  void anotherOrganizationsStackIsLeftAlone() throws Exception {
    // given
    build(runtime(), stack);
    var foreign =
        new StackSpec(
            project, TestStacks.OTHER, stack.generation(), 99, stack.profile(), stack.secrets());

    // when
    assertThatThrownBy(() -> runtime().remove(foreign, SILENT))
        // then
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.code()).isEqualTo("not_ours"));
    assertThat(runtime().observe(stack).healthy()).isTrue();
  }
}
