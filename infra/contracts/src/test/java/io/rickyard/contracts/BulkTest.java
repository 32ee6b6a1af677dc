package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.contracts.task.BulkOutcome.Result;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");

  @Test
  void targetsAreReadAsTheyWerePacked() {
    // given
    var targets =
        new BulkTargets(
            List.of(
                new Target(TaskId.next(), new ProjectRef("abcdefghijklmnopqrst"), null, null),
                new Target(TaskId.next(), null, again(), null),
                new Target(TaskId.next(), null, null, "not_repeatable")));

    // then
    assertThat(BulkTargets.unpacked(targets.packed())).isEqualTo(targets);
  }

  @Test
  void asManyTasksAsThereMayBeFitIntoOneMessage() {
    // given
    var targets =
        new BulkTargets(
            IntStream.range(0, BulkTargets.MOST)
                .mapToObj(_ -> new Target(TaskId.next(), null, again(), null))
                .toList());

    // then
    assertThat(targets.packed()).hasSizeLessThan(700_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64"})
  void whatIsNoListOfTargetsIsRefused(String text) {
    assertThatThrownBy(() -> BulkTargets.unpacked(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource(Result.class)
  void outcomeIsReadFromItsLine(Result result) {
    // given
    var plain = new BulkOutcome(TaskId.next(), result, null);
    var detailed = new BulkOutcome(TaskId.next(), result, TaskId.next().toString());

    // then
    assertThat(BulkOutcome.parse(plain.line())).contains(plain);
    assertThat(BulkOutcome.parse(detailed.line())).contains(detailed);
  }

  @Test
  void otherLinesOfALogAreNoOutcome() {
    assertThat(BulkOutcome.parse("3 tasks were asked to stop")).isEmpty();
    assertThat(BulkOutcome.parse(TaskId.next() + " vanished")).isEmpty();
  }

  @Test
  void tasksOfABatchHaveTheSameIdsEachTimeInTheirOrder() {
    // given
    var batch = TaskId.next();

    // then
    assertThat(IntStream.rangeClosed(1, 10_000).mapToObj(batch::inBatch).toList())
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> a.toString().compareTo(b.toString()))
        .allSatisfy(id -> assertThat(id.value().version()).isEqualTo(7));
    assertThat(batch.inBatch(7)).isEqualTo(batch.inBatch(7));
  }

  @Test
  void replayHasOneIdThatIsItsOwn() {
    // given
    var task = TaskId.next();

    // then
    assertThat(task.replay()).isEqualTo(task.replay()).isNotEqualTo(task);
    assertThat(task.replay().replay()).isNotEqualTo(task.replay());
    assertThat(task.replay().value().variant()).isEqualTo(2);
    assertThat(task.replay().value().version()).isEqualTo(7);
  }

  private static SubmitTask again() {
    return new SubmitTask(
        TaskId.next(),
        TaskQueue.NORMAL,
        Samples.probe(),
        Map.of("team", "a"),
        Map.of(),
        null,
        TaskId.next(),
        TaskOptions.USUAL,
        AT);
  }
}
