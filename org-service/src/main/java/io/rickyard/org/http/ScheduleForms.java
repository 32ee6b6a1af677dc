package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.MissedRuns;
import io.rickyard.org.schedule.NewSchedule;
import io.rickyard.org.schedule.Overlap;
import io.rickyard.org.schedule.Schedule;
import io.rickyard.org.schedule.ScheduleRun;
import io.rickyard.org.schedule.ScheduledTask;
import io.rickyard.org.schedule.Timing;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schedules on the wire. */
final class ScheduleForms {

  private ScheduleForms() {}

  /** A schedule's task, with the names that a task has when it is submitted. */
  record TaskForm(
      TaskType type,
      @Nullable String organization,
      @Nullable String project,
      @Nullable JsonNode input,
      @Nullable Map<String, String> labels,
      @Nullable TaskQueue queue,
      @Nullable Integer priority,
      @Nullable Duration queueTimeout,
      @Nullable Duration runTimeout,
      @Nullable Duration silenceTimeout,
      @Nullable Duration budget,
      @Nullable RetryOptions retry,
      @Nullable Concurrency concurrency,
      @Nullable Map<String, String> workerLabels) {
    TaskForm {
      requireNonNull(type, "task.type");
    }

    ScheduledTask read(Inputs inputs) {
      var parsed = inputs.read(type, input);
      return Reading.of(() ->
          new ScheduledTask(
                  parsed,
                  project == null ? null : Reading.project(project),
                  labels == null ? Map.of() : labels,
                  queue,
                  options())
              .checkedFor(inputs.terms(type)));
    }

    private TaskOptions options() {
      return TaskOptions.of(
          priority,
          queueTimeout,
          runTimeout,
          silenceTimeout,
          budget,
          retry,
          concurrency,
          workerLabels,
          null);
    }

    static TaskForm of(Schedule schedule) {
      var task = schedule.task();
      var project = task.project();
      var options = task.options();
      return new TaskForm(
          task.input().taskType(),
          schedule.organization().value(),
          project == null ? null : project.value(),
          Inputs.write(task.input()),
          task.labels(),
          task.queue(),
          options.priority() == 0 ? null : options.priority(),
          options.queueTimeout(),
          options.runTimeout(),
          options.silenceTimeout(),
          options.budget(),
          options.retry(),
          options.concurrency(),
          options.workerLabels().isEmpty() ? null : options.workerLabels());
    }
  }

  /** A schedule to be made; it says exactly one of at, every and cron. */
  record NewScheduleForm(
      String name,
      @Nullable Instant at,
      @Nullable Duration every,
      @Nullable Instant from,
      @Nullable String cron,
      @Nullable String zone,
      @Nullable String missed,
      @Nullable String overlap,
      TaskForm task,
      AcceptanceRequest.@Nullable Idempotency idempotency) {
    NewScheduleForm {
      requireNonNull(name, "name");
      requireNonNull(task, "task");
    }

    NewSchedule read(Inputs inputs, Instant now) {
      var wanted = task.read(inputs);
      var usual = inputs.terms(task.type()).queue();
      var organization = task.organization();
      return Reading.of(() ->
          new NewSchedule(
              organization == null ? null : Reading.organization(organization),
              new DisplayName(name),
              timing(now),
              wanted,
              wanted.needsAdministrator(usual),
              missed == null ? MissedRuns.ONCE : MissedRuns.named(missed),
              overlap == null ? Overlap.ALLOW : Overlap.named(overlap)));
    }

    private Timing timing(Instant now) {
      if (Stream.of(at, every, cron).filter(one -> one != null).count() != 1) {
        throw new Refused(Refusal.INVALID, "A schedule says exactly one of at, every and cron");
      }
      if ((from != null && every == null) || (zone != null && cron == null)) {
        throw new Refused(Refusal.INVALID, "from goes with every, and zone goes with cron");
      }
      if (at != null) {
        return new Timing.Once(at.truncatedTo(ChronoUnit.MICROS));
      }
      if (every != null) {
        var first = from == null ? now.plus(every) : from;
        return new Timing.Interval(every, first.truncatedTo(ChronoUnit.MICROS));
      }
      return new Timing.Cron(requireNonNull(cron, "cron"), zoneOrUtc());
    }

    private ZoneId zoneOrUtc() {
      try {
        return ZoneId.of(zone == null ? "UTC" : zone);
      } catch (DateTimeException e) {
        throw new Refused(Refusal.INVALID, "zone is no time zone such as Europe/Berlin", e);
      }
    }
  }

  /** A schedule; its next and last runs only where it is shown alone. */
  record ScheduleForm(
      String id,
      String organization,
      String name,
      @Nullable Instant at,
      @Nullable Duration every,
      @Nullable Instant from,
      @Nullable String cron,
      @Nullable String zone,
      String missed,
      String overlap,
      TaskForm task,
      String createdBy,
      String state,
      @Nullable String reason,
      @Nullable Instant nextAt,
      Instant createdAt,
      @Nullable List<Instant> nextRuns,
      @Nullable List<RunForm> lastRuns) {

    static ScheduleForm of(Schedule schedule) {
      return of(schedule, null, null);
    }

    static ScheduleForm of(
        Schedule schedule, @Nullable List<Instant> next, @Nullable List<RunForm> last) {
      var timing = schedule.timing();
      var interval = timing instanceof Timing.Interval every ? every : null;
      var cron = timing instanceof Timing.Cron expression ? expression : null;
      return new ScheduleForm(
          schedule.id().toString(),
          schedule.organization().value(),
          schedule.name().value(),
          timing instanceof Timing.Once(Instant once) ? once : null,
          interval == null ? null : interval.every(),
          interval == null ? null : interval.from(),
          cron == null ? null : cron.expression(),
          cron == null ? null : cron.zone().getId(),
          schedule.missed().wireName(),
          schedule.overlap().wireName(),
          TaskForm.of(schedule),
          schedule.principal().toString(),
          schedule.state().wireName(),
          schedule.reason(),
          schedule.nextAt(),
          schedule.createdAt(),
          next,
          last);
    }
  }

  /** What became of an occurrence. */
  record RunForm(
      Instant occurrence,
      boolean manual,
      String outcome,
      @Nullable String reason,
      @Nullable TaskId task,
      Instant decidedAt) {
    static RunForm of(ScheduleRun run) {
      return new RunForm(
          run.occurrence(),
          run.manual(),
          run.outcome().name().toLowerCase(Locale.ROOT),
          run.reason(),
          run.task(),
          run.decidedAt());
    }
  }

  /** Asks for a run out of turn. */
  record RunNowForm(AcceptanceRequest.@Nullable Idempotency idempotency) {}
}
