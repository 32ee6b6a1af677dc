package io.rickyard.gateway.task;

import io.rickyard.contracts.TaskId;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;

/** Reads task ids out of paths: what is no id names nothing, so it is 404 like an unknown one. */
public final class TaskPaths {

  private TaskPaths() {}

  /** The task that a path names. */
  public static TaskId task(String id) {
    try {
      return TaskId.parse(id);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such task");
    }
  }
}
