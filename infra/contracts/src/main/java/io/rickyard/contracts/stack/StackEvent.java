package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a stack. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(
      value = StackEvent.StackProvisioningStarted.class,
      name = "provisioning_started"),
  @JsonSubTypes.Type(value = StackEvent.StackActivated.class, name = "activated"),
  @JsonSubTypes.Type(value = StackEvent.StackPauseStarted.class, name = "pause_started"),
  @JsonSubTypes.Type(value = StackEvent.StackPaused.class, name = "paused"),
  @JsonSubTypes.Type(value = StackEvent.StackResumeStarted.class, name = "resume_started"),
  @JsonSubTypes.Type(value = StackEvent.StackRestartStarted.class, name = "restart_started"),
  @JsonSubTypes.Type(value = StackEvent.StackRepairStarted.class, name = "repair_started"),
  @JsonSubTypes.Type(value = StackEvent.StackResizeStarted.class, name = "resize_started"),
  @JsonSubTypes.Type(value = StackEvent.StackConfigureStarted.class, name = "configure_started"),
  @JsonSubTypes.Type(value = StackEvent.StackRemovalStarted.class, name = "removal_started"),
  @JsonSubTypes.Type(value = StackEvent.StackRemoved.class, name = "removed"),
  @JsonSubTypes.Type(value = StackEvent.StackHealthObserved.class, name = "health_observed"),
  @JsonSubTypes.Type(value = StackEvent.StackObservationLost.class, name = "observation_lost"),
  @JsonSubTypes.Type(value = StackEvent.StackChangeFailed.class, name = "change_failed")
})
public sealed interface StackEvent {

  /** When it happened. */
  Instant at();

  /**
   * Its building began.
   *
   * @param at when it happened
   * @param task the task that builds it
   * @param deadline when somebody has to look
   */
  record StackProvisioningStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackProvisioningStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * It was seen to work.
   *
   * @param at when it happened
   * @param services what was seen of each service
   * @param database where its database listens
   */
  record StackActivated(Instant at, List<ServiceHealth> services, DatabaseEndpoint database)
      implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackActivated {
      requireNonNull(at, "at");
      services = List.copyOf(services);
      requireNonNull(database, "database");
    }
  }

  /**
   * Its stopping began.
   *
   * @param at when it happened
   * @param task the task that stops it
   * @param deadline when somebody has to look
   */
  record StackPauseStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackPauseStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * It was seen to have stopped; its data is kept.
   *
   * @param at when it happened
   */
  record StackPaused(Instant at) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackPaused {
      requireNonNull(at, "at");
    }
  }

  /**
   * Its return began.
   *
   * @param at when it happened
   * @param task the task that brings it back
   * @param deadline when somebody has to look
   */
  record StackResumeStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackResumeStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * Its restart began.
   *
   * @param at when it happened
   * @param task the task that restarts it
   * @param deadline when somebody has to look
   */
  record StackRestartStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackRestartStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * Its repair began.
   *
   * @param at when it happened
   * @param task the task that repairs it
   * @param deadline when somebody has to look
   */
  record StackRepairStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackRepairStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * Its change to other services or limits began.
   *
   * @param at when it happened
   * @param task the task that brings it about
   * @param deadline when somebody has to look
   */
  record StackResizeStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackResizeStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * A change of its services' settings began.
   *
   * @param at when it happened
   * @param task the task that brings it about
   * @param deadline when somebody has to look
   */
  record StackConfigureStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackConfigureStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * Its removal began.
   *
   * @param at when it happened
   * @param task the task that removes it
   * @param deadline when somebody has to look
   */
  record StackRemovalStarted(Instant at, TaskId task, Instant deadline) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackRemovalStarted {
      requireNonNull(at, "at");
      requireNonNull(task, "task");
      requireNonNull(deadline, "deadline");
    }
  }

  /**
   * Nothing of it is left.
   *
   * @param at when it happened
   */
  record StackRemoved(Instant at) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackRemoved {
      requireNonNull(at, "at");
    }
  }

  /**
   * Its health was seen to have changed.
   *
   * @param at when it happened
   * @param healthy whether all services work
   * @param services what was seen of each service
   * @param reason why it is not healthy
   */
  record StackHealthObserved(
      Instant at, boolean healthy, List<ServiceHealth> services, @Nullable Reason reason)
      implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackHealthObserved {
      requireNonNull(at, "at");
      services = List.copyOf(services);
    }
  }

  /**
   * Nobody can see it any more.
   *
   * @param at when it happened
   * @param reason why
   */
  record StackObservationLost(Instant at, Reason reason) implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackObservationLost {
      requireNonNull(at, "at");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * A change was given up.
   *
   * @param at when it happened
   * @param change which one
   * @param task the task that tried it
   * @param reason why, and what to do
   */
  record StackChangeFailed(Instant at, StackChange change, TaskId task, Reason reason)
      implements StackEvent {
    /** Checks that nothing required is missing. */
    public StackChangeFailed {
      requireNonNull(at, "at");
      requireNonNull(change, "change");
      requireNonNull(task, "task");
      requireNonNull(reason, "reason");
    }
  }
}
