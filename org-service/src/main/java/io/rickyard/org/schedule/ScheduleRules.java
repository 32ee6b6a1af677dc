package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.time.Duration;
import java.time.Instant;

/**
 * Which schedules are made, and when an occurrence counts as missed.
 *
 * @param occurrences says when schedules are due
 * @param mostSchedules how many an organization may have, those that have ended not counted
 * @param grace how late an occurrence may be without being missed
 */
public record ScheduleRules(Occurrences occurrences, int mostSchedules, Duration grace) {

  /** Checks the ranges. */
  public ScheduleRules {
    requireNonNull(occurrences, "occurrences");
    if (mostSchedules < 1) {
      throw new IllegalArgumentException("rickyard.limits.schedules-per-organization starts at 1");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("rickyard.schedules.grace is negative");
    }
  }

  /** Makes one; refuses what is never due. */
  public Schedule make(
      NewSchedule wanted, OrganizationId organization, UserId principal, Instant at) {
    try {
      var _ = wanted.task().work(organization);
      wanted.overlap().check(wanted.task().input().taskType(), wanted.task().options());
      var first =
          occurrences
              .next(wanted.timing(), at)
              .orElseThrow(
                  () -> new Refused(Refusal.INVALID, "The schedule is never due from now"));
      return new Schedule(
          ScheduleId.next(),
          organization,
          wanted.name(),
          wanted.timing(),
          wanted.task(),
          wanted.missed(),
          wanted.overlap(),
          principal,
          ScheduleState.ACTIVE,
          null,
          first,
          at);
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  /** What is to be done about a schedule that is due. */
  public Due decide(Schedule schedule, Instant now) {
    return Due.decide(
        occurrences,
        schedule.timing(),
        requireNonNull(schedule.nextAt(), "A schedule that is due has a time"),
        now,
        schedule.missed(),
        grace);
  }
}
