package io.rickyard.org.idle;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What is wanted for projects that nobody uses. Seeing it needs the role of a member, changing it
 * that of a developer; others do not exist: {@link io.rickyard.org.refusal.Refused}.
 */
public interface IdleStops {

  /** What is wanted for a project. */
  IdleStop get(UserId user, ProjectRef project);

  /** Has a project paused when nobody used it for so long. */
  IdleStop set(Deed deed, ProjectRef project, Duration after);

  /** Lets a project run, used or not; one that is asleep stays paused until it is resumed. */
  void remove(Deed deed, ProjectRef project);

  /** Projects that shall run and have not been used for their time, as far as that was told. */
  List<ProjectRef> due(int limit);

  /** Somebody uses these projects. */
  void used(Collection<ProjectRef> projects);

  /**
   * Pauses a project that is still due.
   *
   * @return whether this call did it
   */
  boolean stop(ProjectRef project);

  /**
   * Resumes a project that was paused because nobody used it, once however often this is called.
   *
   * @return whether it is on its way up; not where somebody else paused it
   */
  boolean wake(ProjectRef project);
}
