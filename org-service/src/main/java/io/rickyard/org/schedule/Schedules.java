package io.rickyard.org.schedule;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The schedules. Changing one needs the role of a developer, seeing one that of a member; others do
 * not exist: {@link io.rickyard.org.refusal.Refused}.
 */
public interface Schedules {

  /** Makes one, which acts with the rights of whoever makes it; the same one under the same key. */
  Schedule create(Deed deed, NewSchedule wanted, @Nullable IdempotencyKey key);

  /** The schedules of one organization or of all of the user's, the oldest first. */
  List<Schedule> of(
      UserId user, Optional<OrganizationId> organization, Optional<ScheduleId> after, int limit);

  /** One of them. */
  Schedule get(UserId user, ScheduleId id);

  /** What became of its occurrences, the newest first. */
  List<ScheduleRun> runs(UserId user, ScheduleId id, int limit);

  /** Pauses or resumes it. Whoever resumes a suspended one lends it their rights from then on. */
  Schedule change(Deed deed, ScheduleId id, ScheduleState.Change change);

  /** Asks for its task now, with the caller's own rights; its occurrences stay what they are. */
  Acceptance runNow(Deed deed, ScheduleId id, @Nullable IdempotencyKey key);

  /** Removes it with the record of its runs; tasks that it asked for go on. */
  void delete(Deed deed, ScheduleId id);
}
