package io.rickyard.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.lane.Admission.Replaced;
import io.rickyard.worker.lane.Holder.Phase;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdmissionTest {

  private static Member member(TaskType type, long generation) {
    return new Member(TaskId.next(), type, new Generation(generation));
  }

  private static Member probe() {
    return new Member(TaskId.next(), BuiltInType.PLATFORM_PROBE, null);
  }

  private static Holder holder(TaskType type, Phase phase) {
    return new Holder(TaskId.next(), type, phase);
  }

  private static Lane lane(@Nullable Holder holder, long generation, Member... line) {
    return new Lane("project:a", holder, List.of(line), List.of(), generation, new TreeSet<>());
  }

  @Test
  void theFirstTaskHoldsAnEmptyLane() {
    // given
    var provision = member(BuiltInType.STACK_PROVISION, 1);

    // when
    var admission = Admission.of(Lane.empty("project:a"), provision);

    // then
    assertThat(admission.lane().holder())
        .isEqualTo(new Holder(provision.id(), BuiltInType.STACK_PROVISION, Phase.PENDING));
    assertThat(admission.lane().generation()).isOne();
  }

  @Test
  void othersWaitInTheirOrder() {
    // given
    var lane = lane(holder(BuiltInType.STACK_PROVISION, Phase.RUNNING), 1);
    var restart = member(BuiltInType.STACK_RESTART, 2);
    var probe = probe();

    // when
    var joined = Admission.of(Admission.of(lane, restart).lane(), probe).lane();

    // then
    assertThat(joined.line()).containsExactly(restart, probe);
  }

  @Test
  void anEarlyGenerationWaitsForItsPredecessor() {
    // given
    var lane = lane(null, 1);
    var third = member(BuiltInType.STACK_RESTART, 3);
    var second = member(BuiltInType.STACK_RESTART, 2);
    var early = Admission.of(lane, third);

    // when
    var closed = Admission.of(early.lane(), second);

    // then
    assertThat(early.waitsForEarlier(third.id())).isTrue();
    assertThat(early.lane().holder()).isNull();
    assertThat(closed.lane().generation()).isEqualTo(3);
    assertThat(closed.lane().early()).isEmpty();
    assertThat(closed.lane().line()).containsExactly(third);
    var head = closed.lane().holder();
    assertThat(head == null ? null : head.id()).isEqualTo(second.id());
  }

  @Test
  void anEarlyOneThatEndedIsNotWaitedForAgain() {
    // given
    var third = member(BuiltInType.STACK_RESTART, 3);
    var fourth = member(BuiltInType.STACK_REPAIR, 4);
    var cancelled = Admission.of(lane(null, 1), third).lane().without(third.id());
    var waiting = Admission.of(cancelled, fourth).lane();

    // when
    var closed = Admission.of(waiting, member(BuiltInType.STACK_RESTART, 2)).lane();

    // then
    assertThat(closed.generation()).isEqualTo(4);
    assertThat(closed.passed()).isEmpty();
    assertThat(closed.line()).containsExactly(fourth);
  }

  @Test
  void aPassedGenerationIsStale() {
    var admission = Admission.of(lane(null, 5), member(BuiltInType.STACK_PAUSE, 4));
    assertThat(admission.stale()).isTrue();
  }

  @Test
  void aGenerationThatNobodyCouldReadLetsTheNextGoOn() {
    // given
    var third = member(BuiltInType.STACK_RESTART, 3);
    var early = Admission.of(lane(null, 1), third).lane();

    // when
    var passed = Admission.passing(early, new Generation(2)).lane();

    // then
    var head = passed.holder();
    assertThat(head == null ? null : head.id()).isEqualTo(third.id());
    assertThat(passed.generation()).isEqualTo(3);
  }

  @Test
  void whatWaitedForALostGenerationGoesOnInItsOrder() {
    // given
    var fourth = member(BuiltInType.STACK_RESTART, 4);
    var sixth = member(BuiltInType.STACK_REPAIR, 6);
    var early = Admission.of(Admission.of(lane(null, 1), sixth).lane(), fourth).lane();

    // when
    var passed = Admission.overGap(early).lane();

    // then
    var head = passed.holder();
    assertThat(head == null ? null : head.id()).isEqualTo(fourth.id());
    assertThat(passed.generation()).isEqualTo(4);
    assertThat(passed.early()).containsExactly(sixth);
  }

  @Test
  void resumeTakesThePlaceOfAWaitingPause() {
    // given
    var pause = member(BuiltInType.STACK_PAUSE, 2);
    var restart = member(BuiltInType.STACK_RESTART, 3);
    var lane = lane(holder(BuiltInType.STACK_PROVISION, Phase.RUNNING), 3, pause, restart);
    var resume = member(BuiltInType.STACK_RESUME, 4);

    // when
    var admission = Admission.of(lane, resume);

    // then
    assertThat(admission.replaced()).containsExactly(new Replaced(pause.id(), resume.id()));
    assertThat(admission.lane().line()).containsExactly(restart, resume);
  }

  @Test
  void aPauseThatIsBeingRetriedIsNotPassedByResume() {
    // given
    var lane = lane(holder(BuiltInType.STACK_PAUSE, Phase.RETRYING), 2);

    // when
    var admission = Admission.of(lane, member(BuiltInType.STACK_RESUME, 3));

    // then
    assertThat(admission.replaced()).isEmpty();
    assertThat(admission.lane().line()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(BuiltInType.class)
  void deleteReplacesEverythingPending(TaskType type) {
    // given
    var waiting = type.changesStack() ? member(type, 3) : new Member(TaskId.next(), type, null);
    var retrying = holder(BuiltInType.STACK_PROVISION, Phase.RETRYING);
    var delete = member(BuiltInType.STACK_DELETE, 4);

    // when
    var admission = Admission.of(lane(retrying, 3, waiting), delete);

    // then
    assertThat(admission.replaced())
        .containsExactlyInAnyOrder(
            new Replaced(waiting.id(), delete.id()), new Replaced(retrying.id(), delete.id()));
    var head = admission.lane().holder();
    assertThat(head == null ? null : head.id()).isEqualTo(delete.id());
  }

  @Test
  void deleteAsksWhatRunsToStopAndWaitsForIt() {
    // given
    var running = holder(BuiltInType.STACK_PROVISION, Phase.RUNNING);
    var delete = member(BuiltInType.STACK_DELETE, 2);

    // when
    var admission = Admission.of(lane(running, 1), delete);

    // then
    assertThat(admission.stop()).contains(running.id());
    assertThat(admission.lane().line()).containsExactly(delete);
  }

  @ParameterizedTest
  @EnumSource(value = BuiltInType.class, names = "STACK_DELETE", mode = EnumSource.Mode.EXCLUDE)
  void provisionIsReplacedByNothingButDelete(TaskType newer) {
    assertThat(Replacement.replacesWaiting(newer, BuiltInType.STACK_PROVISION)).isFalse();
  }

  @Test
  void aLaneWhoseHolderIsEndingIsNotPassed() {
    // given
    var lane = lane(holder(BuiltInType.STACK_PROVISION, Phase.ENDING), 1);

    // when
    var admission = Admission.of(lane, member(BuiltInType.STACK_DELETE, 2));

    // then
    assertThat(admission.replaced()).isEmpty();
    assertThat(admission.stop()).isEmpty();
    assertThat(admission.lane().line()).hasSize(1);
  }
}
