package io.rickyard.org.schedule;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The schedules that are due, as the clock asks for them. */
public interface DueSchedules {

  /**
   * A schedule that was due when somebody looked.
   *
   * @param id which
   * @param organization whose it is
   * @param principal whose rights count
   */
  record Waiting(ScheduleId id, OrganizationId organization, UserId principal) {}

  /** When the next of all schedules is due. */
  Optional<Instant> nextDue();

  /** Those that are due, the longest waiting first. */
  List<Waiting> due(Instant now, int limit);

  /**
   * Acts on one occurrence: in one transaction the schedule moves on and the task is accepted. Of
   * several instances that try at once, one does it.
   *
   * @return whether it was done here
   */
  boolean run(Waiting waiting, Instant now);

  /** Suspends one that cannot be acted on because of a fault of ours, for somebody to look at. */
  void setAside(Waiting waiting, Instant now);
}
