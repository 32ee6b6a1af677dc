package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that is asked for again and again, or later.
 *
 * @param id its id
 * @param organization whose it is
 * @param name its name, for people
 * @param timing when it is due
 * @param task what each occurrence asks for
 * @param missed what becomes of missed occurrences
 * @param overlap what becomes of an occurrence while the task before runs
 * @param principal whose rights count, checked again at each occurrence
 * @param state whether its occurrences become tasks
 * @param reason why it is suspended, as a stable code
 * @param nextAt its first occurrence that nobody has acted on; none when it has ended
 * @param createdAt when it was made
 */
public record Schedule(
    ScheduleId id,
    OrganizationId organization,
    DisplayName name,
    Timing timing,
    ScheduledTask task,
    MissedRuns missed,
    Overlap overlap,
    UserId principal,
    ScheduleState state,
    @Nullable String reason,
    @Nullable Instant nextAt,
    Instant createdAt) {
  /** Checks that nothing required is missing. */
  public Schedule {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(name, "name");
    requireNonNull(timing, "timing");
    requireNonNull(task, "task");
    requireNonNull(missed, "missed");
    requireNonNull(overlap, "overlap");
    requireNonNull(principal, "principal");
    requireNonNull(state, "state");
    requireNonNull(createdAt, "createdAt");
  }

  /** The same in another state, with somebody's rights. */
  public Schedule become(ScheduleState next, UserId lender) {
    return moved(next, null, nextAt, lender);
  }

  /** The same after its occurrences up to another have been acted on. */
  public Schedule movedTo(@Nullable Instant next) {
    return moved(next == null ? ScheduleState.ENDED : state, reason, next, principal);
  }

  /** The same, waiting for somebody to look at it. */
  public Schedule suspended(String because) {
    return moved(ScheduleState.SUSPENDED, because, nextAt, principal);
  }

  private Schedule moved(
      ScheduleState next, @Nullable String because, @Nullable Instant at, UserId lender) {
    return new Schedule(
        id,
        organization,
        name,
        timing,
        task,
        missed,
        overlap,
        lender,
        next,
        because,
        at,
        createdAt);
  }
}
