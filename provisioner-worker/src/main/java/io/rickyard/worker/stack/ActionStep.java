package io.rickyard.worker.stack;

import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;

/**
 * A step made of what it does and how that is taken back.
 *
 * @param name for people
 * @param action does it; may run again
 * @param undoing takes it back; may run again
 */
record ActionStep(String name, Action action, Action undoing) implements Step {

  ActionStep(String name, Action action) {
    this(name, action, _ -> {});
  }

  /** Something a step does. */
  interface Action {
    void on(StepContext context) throws TaskFailure, InterruptedException;
  }

  @Override
  public void run(StepContext context) throws TaskFailure, InterruptedException {
    action.on(context);
  }

  @Override
  public void undo(StepContext context) throws TaskFailure, InterruptedException {
    undoing.on(context);
  }
}
