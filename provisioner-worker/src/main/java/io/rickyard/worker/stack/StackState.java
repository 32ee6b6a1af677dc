package io.rickyard.worker.stack;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;

/** Where a stack stands, as its events tell it. */
public sealed interface StackState {

  /** Nothing has happened to it yet. */
  record Absent() implements StackState {}

  /**
   * A task changes it.
   *
   * @param change what is done
   * @param task by whom
   * @param deadline when somebody has to look
   */
  record Changing(StackChange change, TaskId task, Instant deadline) implements StackState {}

  /** It was seen to work. */
  record Active() implements StackState {}

  /**
   * It was seen not to work.
   *
   * @param reason why
   */
  record Unhealthy(Reason reason) implements StackState {}

  /**
   * Nobody can see it.
   *
   * @param reason why
   */
  record Unknown(Reason reason) implements StackState {}

  /** It stands still and keeps its data. */
  record Paused() implements StackState {}

  /**
   * A change was given up.
   *
   * @param change which one
   * @param reason why
   */
  record Failed(StackChange change, Reason reason) implements StackState {}

  /** Nothing of it is left. */
  record Removed() implements StackState {}

  /** Whether it was seen to run when it was last looked at, well or not. */
  default boolean runs() {
    return switch (this) {
      case Active _, Unhealthy _ -> true;
      case Absent _, Changing _, Unknown _, Paused _, Failed _, Removed _ -> false;
    };
  }

  /**
   * The state after one more event. An observation says nothing about a stack that stands still or
   * changes.
   */
  static StackState evolve(StackState state, StackEvent event) {
    return switch (event) {
      case StackEvent.StackProvisioningStarted e ->
          new Changing(StackChange.PROVISION, e.task(), e.deadline());
      case StackEvent.StackPauseStarted e ->
          new Changing(StackChange.PAUSE, e.task(), e.deadline());
      case StackEvent.StackResumeStarted e ->
          new Changing(StackChange.RESUME, e.task(), e.deadline());
      case StackEvent.StackRestartStarted e ->
          new Changing(StackChange.RESTART, e.task(), e.deadline());
      case StackEvent.StackRepairStarted e ->
          new Changing(StackChange.REPAIR, e.task(), e.deadline());
      case StackEvent.StackResizeStarted e ->
          new Changing(StackChange.RESIZE, e.task(), e.deadline());
      case StackEvent.StackConfigureStarted e ->
          new Changing(StackChange.CONFIGURE, e.task(), e.deadline());
      case StackEvent.StackRemovalStarted e ->
          new Changing(StackChange.REMOVE, e.task(), e.deadline());
      case StackEvent.StackActivated _ -> new Active();
      case StackEvent.StackPaused _ -> new Paused();
      case StackEvent.StackRemoved _ -> new Removed();
      case StackEvent.StackChangeFailed e -> new Failed(e.change(), e.reason());
      case StackEvent.StackHealthObserved e -> state.watched() ? health(e) : state;
      case StackEvent.StackObservationLost e -> state.watched() ? new Unknown(e.reason()) : state;
    };
  }

  private static StackState health(StackEvent.StackHealthObserved event) {
    Reason reason = event.reason();
    return event.healthy()
        ? new Active()
        : new Unhealthy(
            reason == null ? new Reason("unhealthy", "A service does not work") : reason);
  }

  /**
   * Whether what is seen of it decides where it stands: it should run, and no task changes it. A
   * restart, a resize, a repair or a change of settings that failed says nothing of how the stack
   * fares a minute later.
   */
  default boolean watched() {
    return switch (this) {
      case Active _, Unhealthy _, Unknown _ -> true;
      case Failed failed ->
          switch (failed.change()) {
            case RESTART, REPAIR, RESIZE, CONFIGURE -> true;
            case PROVISION, PAUSE, RESUME, REMOVE -> false;
          };
      case Absent _, Changing _, Paused _, Removed _ -> false;
    };
  }

  /** The hosted platform's name for it. */
  default StackStatus status() {
    return switch (this) {
      case Absent _ -> StackStatus.COMING_UP;
      case Changing changing -> under(changing.change());
      case Active _ -> StackStatus.ACTIVE_HEALTHY;
      case Unhealthy _ -> StackStatus.ACTIVE_UNHEALTHY;
      case Unknown _ -> StackStatus.UNKNOWN;
      case Paused _ -> StackStatus.INACTIVE;
      case Failed failed -> after(failed.change());
      case Removed _ -> StackStatus.REMOVED;
    };
  }

  private static StackStatus under(StackChange change) {
    return switch (change) {
      case PROVISION -> StackStatus.COMING_UP;
      case PAUSE -> StackStatus.PAUSING;
      case RESUME -> StackStatus.RESTORING;
      case RESTART, REPAIR, CONFIGURE -> StackStatus.RESTARTING;
      case RESIZE -> StackStatus.RESIZING;
      case REMOVE -> StackStatus.GOING_DOWN;
    };
  }

  private static StackStatus after(StackChange failed) {
    return switch (failed) {
      case PROVISION -> StackStatus.INIT_FAILED;
      case PAUSE -> StackStatus.PAUSE_FAILED;
      case RESUME -> StackStatus.RESTORE_FAILED;
      case RESTART, REPAIR, RESIZE, CONFIGURE -> StackStatus.ACTIVE_UNHEALTHY;
      case REMOVE -> StackStatus.UNKNOWN;
    };
  }
}
