package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskDescription;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.projector.fold.Inapplicable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TaskProjectionTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static final TaskId ID = TaskId.next();
  private static final TaskIdentity IDENTITY =
      new TaskIdentity(ID, new OrganizationId("orgorgorgorgorgorgor"), null, null);
  private static final TaskInput PROBE =
      new TaskInput.PlatformProbe(2, Duration.ZERO, 0, 1, true, 3, 0);
  private static final TaskDescription DESCRIPTION =
      new TaskDescription(
          TaskQueue.NORMAL, PROBE, Map.of("team", "a"), null, TaskOptions.USUAL, AT);
  private static final TaskError ERROR = new TaskError("port_in_use", "Port 5433 is taken", true);
  private static final Reason REASON = new Reason("asked", "Nobody needs it");
  private static final WorkerId WORKER = new WorkerId("worker-1");
  private static final Instant LATER = AT.plusSeconds(60);

  /** One event of every kind. */
  private static final List<TaskEvent> EVENTS =
      List.of(
          new TaskEvent.TaskScheduled(AT, DESCRIPTION, LATER),
          new TaskEvent.TaskQueued(AT, DESCRIPTION),
          new TaskEvent.TaskDue(AT),
          started(1),
          new TaskEvent.StepStarted(AT, Attempt.FIRST, 1, "one"),
          new TaskEvent.StepCompleted(AT, Attempt.FIRST, 1, false),
          new TaskEvent.StepFailed(AT, Attempt.FIRST, 1, ERROR),
          new TaskEvent.StepUndone(AT, Attempt.FIRST, 1),
          new TaskEvent.TaskRetryScheduled(AT, Attempt.FIRST, ERROR, LATER),
          new TaskEvent.TaskWorkerLost(AT, Attempt.FIRST, WORKER),
          new TaskEvent.TaskPreempted(AT, Attempt.FIRST, 1),
          new TaskEvent.TaskCancelRequested(AT, REASON, LATER),
          new TaskEvent.TaskSucceeded(AT, Map.of("steps", "2")),
          new TaskEvent.TaskFailed(AT, ERROR),
          new TaskEvent.TaskCancelled(AT, REASON),
          new TaskEvent.TaskExpired(AT),
          new TaskEvent.TaskSuperseded(AT, TaskId.next()));

  /** What each event makes of each state; "-" where it cannot follow. */
  private static final Map<String, Map<Start, String>> TABLE = table();

  private static Map<String, Map<Start, String>> table() {
    Map<String, Map<Start, String>> table = new LinkedHashMap<>();
    //                           absent       scheduled    queued       running      retrying
    // ended
    row(
        table,
        "TaskScheduled",
        "scheduled",
        "scheduled",
        "scheduled",
        "scheduled",
        "scheduled",
        "-");
    row(table, "TaskQueued", "queued", "queued", "queued", "queued", "queued", "-");
    row(table, "TaskDue", "-", "queued", "queued", "queued", "queued", "-");
    row(table, "TaskStarted", "-", "running", "running", "running", "running", "-");
    row(table, "StepStarted", "-", "-", "-", "running", "retrying", "succeeded");
    row(table, "StepCompleted", "-", "-", "-", "running", "retrying", "succeeded");
    row(table, "StepFailed", "-", "-", "-", "running", "retrying", "succeeded");
    row(table, "StepUndone", "-", "-", "-", "running", "retrying", "succeeded");
    row(table, "TaskRetryScheduled", "-", "retrying", "retrying", "retrying", "retrying", "-");
    row(table, "TaskWorkerLost", "-", "queued", "queued", "queued", "queued", "-");
    row(table, "TaskPreempted", "-", "queued", "queued", "queued", "queued", "-");
    row(table, "TaskCancelRequested", "-", "scheduled", "queued", "running", "retrying", "-");
    row(table, "TaskSucceeded", "-", "succeeded", "succeeded", "succeeded", "succeeded", "-");
    row(table, "TaskFailed", "failed", "failed", "failed", "failed", "failed", "-");
    row(table, "TaskCancelled", "-", "cancelled", "cancelled", "cancelled", "cancelled", "-");
    row(table, "TaskExpired", "-", "expired", "expired", "expired", "expired", "-");
    row(table, "TaskSuperseded", "-", "superseded", "superseded", "superseded", "superseded", "-");
    return table;
  }

  private static void row(Map<String, Map<Start, String>> table, String event, String... states) {
    Map<Start, String> byStart = new EnumMap<>(Start.class);
    Iterator<String> next = List.of(states).iterator();
    for (Start start : Start.values()) {
      byStart.put(start, next.next());
    }
    table.put(event, byStart);
  }

  static Stream<Arguments> pairs() {
    return EVENTS.stream()
        .flatMap(event -> Arrays.stream(Start.values()).map(start -> Arguments.of(start, event)));
  }

  private enum Start {
    ABSENT,
    SCHEDULED,
    QUEUED,
    RUNNING,
    RETRYING,
    ENDED;

    @Nullable TaskView task() {
      return switch (this) {
        case ABSENT -> null;
        case SCHEDULED -> fold(null, EVENTS.getFirst());
        case QUEUED -> fold(null, EVENTS.get(1));
        case RUNNING -> fold(null, EVENTS.get(1), started(1));
        case RETRYING ->
            fold(
                null,
                EVENTS.get(1),
                started(1),
                new TaskEvent.TaskRetryScheduled(AT, Attempt.FIRST, ERROR, LATER));
        case ENDED ->
            fold(null, EVENTS.get(1), started(1), new TaskEvent.TaskSucceeded(AT, Map.of()));
      };
    }
  }

  @Test
  void tableHasEveryEvent() {
    assertThat(TABLE.keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(TaskEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .toList());
    assertThat(EVENTS).hasSize(TABLE.size());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyEventOnEveryStateDoesWhatTheTableSays(Start start, TaskEvent event) {
    // given
    TaskView before = start.task();
    String expected =
        requireNonNull(requireNonNull(TABLE.get(event.getClass().getSimpleName())).get(start));

    // when
    if (expected.equals("-")) {
      assertThatThrownBy(() -> TaskProjection.evolve(before, event, IDENTITY))
          // then
          .isInstanceOf(Inapplicable.class);
    } else {
      TaskView after = TaskProjection.evolve(before, event, IDENTITY);
      // then
      assertThat(after.course().state()).isEqualTo(TaskStatus.named(expected));
      Version previous = before == null ? Version.NONE : before.version();
      assertThat(after.version()).isEqualTo(previous.next());
      assertThat(after.course().endedAt() != null).isEqualTo(after.course().state().ended());
    }
  }

  @Test
  void acceptedTaskStandsAtVersionZero() {
    // given
    var submit =
        new SubmitTask(
            ID,
            TaskQueue.NORMAL,
            PROBE,
            Map.of("team", "a"),
            Map.of(),
            null,
            null,
            TaskOptions.USUAL,
            AT);

    // when
    var task = TaskProjection.accepted(IDENTITY, submit);

    // then
    assertThat(task)
        .isEqualTo(
            new TaskView(
                TaskOrder.of(IDENTITY, DESCRIPTION),
                TaskOptions.USUAL,
                TaskCourse.accepted(TaskStatus.QUEUED, null, Version.NONE),
                new TreeMap<>()));
  }

  @Test
  void acceptedTaskThatIsDueLaterIsScheduled() {
    // given
    var submit =
        new SubmitTask(
            ID, TaskQueue.NORMAL, PROBE, Map.of(), Map.of(), LATER, null, TaskOptions.USUAL, AT);

    // when
    var task = TaskProjection.accepted(IDENTITY, submit);

    // then
    assertThat(task.course().state()).isEqualTo(TaskStatus.SCHEDULED);
    assertThat(task.course().runAt()).isEqualTo(LATER);
  }

  @Test
  void progressFollowsTheStepsOfTheCurrentAttempt() {
    // when
    var task =
        fold(
            Start.RUNNING.task(),
            new TaskEvent.StepStarted(AT, Attempt.FIRST, 1, "one"),
            new TaskEvent.StepCompleted(AT, Attempt.FIRST, 1, true),
            new TaskEvent.StepStarted(AT, Attempt.FIRST, 2, "two"));

    // then
    assertThat(task.course().progress()).isEqualTo(new TaskProgress(1, 2, "two"));
    assertThat(attempt(task, 1).steps())
        .extracting(StepView::state)
        .containsExactly(StepStatus.SKIPPED, StepStatus.RUNNING);
  }

  @Test
  void nextAttemptStartsAfreshAndKeepsTheFirstOnesEnd() {
    // when
    var task = fold(Start.RETRYING.task(), started(2));

    // then
    assertThat(task.course().attempt()).isEqualTo(2);
    assertThat(task.course().error()).isNull();
    assertThat(task.course().startedAt()).isEqualTo(AT);
    assertThat(task.course().progress()).isEqualTo(new TaskProgress(0, 2, null));
    assertThat(attempt(task, 1).outcome()).isEqualTo(AttemptOutcome.FAILED);
    assertThat(attempt(task, 2).outcome()).isNull();
  }

  @Test
  void stepsThatAreTakenBackAfterTheEndDoNotChangeHowItEnded() {
    // given
    var failed =
        fold(
            Start.RUNNING.task(),
            new TaskEvent.StepCompleted(AT, Attempt.FIRST, 1, false),
            new TaskEvent.TaskFailed(AT, ERROR));

    // when
    var task = fold(failed, new TaskEvent.StepUndone(AT, Attempt.FIRST, 1));

    // then
    assertThat(task.course().state()).isEqualTo(TaskStatus.FAILED);
    assertThat(task.course().progress()).isEqualTo(new TaskProgress(1, 2, null));
    assertThat(attempt(task, 1).steps().getFirst().state()).isEqualTo(StepStatus.UNDONE);
  }

  @Test
  void lostWorkerEndsItsAttempt() {
    // when
    var task = fold(Start.RUNNING.task(), new TaskEvent.TaskWorkerLost(AT, Attempt.FIRST, WORKER));

    // then
    assertThat(attempt(task, 1).outcome()).isEqualTo(AttemptOutcome.LOST);
    assertThat(task.course().state()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void preemptedTaskWaitsAgainAndItsAttemptSaysWhy() {
    // when
    var task = fold(Start.RUNNING.task(), new TaskEvent.TaskPreempted(AT, Attempt.FIRST, 1));

    // then
    assertThat(attempt(task, 1).outcome()).isEqualTo(AttemptOutcome.PREEMPTED);
    assertThat(task.course().state()).isEqualTo(TaskStatus.QUEUED);
  }

  @Test
  void taskWhoseCommandNobodyCouldReadIsShownAsFailed() {
    // when
    var task = fold(null, new TaskEvent.TaskFailed(AT, ERROR));

    // then
    assertThat(task.order().type()).isEqualTo("unknown");
    assertThat(task.order().organization()).isEqualTo(IDENTITY.organization());
    assertThat(task.course().error()).isEqualTo(ERROR);
  }

  @Test
  void cancelRequestIsShownUntilTheEnd() {
    // when
    var task = fold(Start.RUNNING.task(), new TaskEvent.TaskCancelRequested(AT, REASON, LATER));

    // then
    assertThat(task.course().cancelRequested()).isEqualTo(new CancelRequest(AT, REASON, LATER));
  }

  private static AttemptView attempt(TaskView task, long number) {
    return requireNonNull(task.attempts().get(number));
  }

  private static TaskEvent.TaskStarted started(long attempt) {
    return new TaskEvent.TaskStarted(AT, new Attempt(attempt), WORKER, List.of("one", "two"));
  }

  private static TaskView fold(@Nullable TaskView task, TaskEvent... events) {
    TaskView current = task;
    for (TaskEvent event : events) {
      current = TaskProjection.evolve(current, event, IDENTITY);
    }
    return requireNonNull(current);
  }
}
