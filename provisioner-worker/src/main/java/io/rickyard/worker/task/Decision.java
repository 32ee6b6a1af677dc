package io.rickyard.worker.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.task.TaskCommand;

/** What a command does to a task. */
public sealed interface Decision {

  /** It is taken in. */
  record Take() implements Decision {}

  /**
   * It is taken in and cancelled at once: the cancel came first.
   *
   * @param reason why
   */
  record TakeCancelled(Reason reason) implements Decision {}

  /** Nothing happens: it was here before, or came too late. */
  record Unchanged() implements Decision {}

  /**
   * It ends without having to stop anything.
   *
   * @param reason why
   */
  record Cancel(Reason reason) implements Decision {}

  /**
   * Whoever runs it is asked to stop.
   *
   * @param reason why
   * @param force whether without waiting for it
   */
  record RequestCancel(Reason reason, boolean force) implements Decision {}

  /**
   * The cancel is kept for the submit that it overtook.
   *
   * @param reason why
   */
  record LeaveTombstone(Reason reason) implements Decision {}

  /** Decides; pure and total. */
  static Decision decide(TaskState state, TaskCommand command) {
    requireNonNull(state, "state");
    return switch (command) {
      case TaskCommand.SubmitTask _ ->
          switch (state) {
            case TaskState.Absent _ -> new Take();
            case TaskState.Tombstone tombstone -> new TakeCancelled(tombstone.reason());
            case TaskState.Scheduled _,
                TaskState.Queued _,
                TaskState.Retrying _,
                TaskState.Held _,
                TaskState.Running _,
                TaskState.Ended _ ->
                new Unchanged();
          };
      case TaskCommand.CancelTask cancel ->
          switch (state) {
            case TaskState.Absent _ -> new LeaveTombstone(cancel.reason());
            case TaskState.Scheduled _,
                TaskState.Queued _,
                TaskState.Retrying _,
                TaskState.Held _ ->
                new Cancel(cancel.reason());
            case TaskState.Running running ->
                running.cancelRequested() && !cancel.force()
                    ? new Unchanged()
                    : new RequestCancel(cancel.reason(), cancel.force());
            case TaskState.Tombstone _, TaskState.Ended _ -> new Unchanged();
          };
    };
  }
}
