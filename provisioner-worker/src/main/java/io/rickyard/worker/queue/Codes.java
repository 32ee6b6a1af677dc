package io.rickyard.worker.queue;

import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import java.sql.SQLException;
import java.util.Arrays;

/** The small numbers under which queues and ends stand in the tables; they never change. */
final class Codes {

  private Codes() {}

  static int of(TaskQueue queue) {
    return switch (queue) {
      case CRITICAL -> 0;
      case NORMAL -> 1;
      case BATCH -> 2;
    };
  }

  static TaskQueue queue(int code) throws SQLException {
    return Arrays.stream(TaskQueue.values())
        .filter(queue -> of(queue) == code)
        .findFirst()
        .orElseThrow(() -> new SQLException("No queue has the code " + code));
  }

  static int of(TaskStatus status) {
    return switch (status) {
      case SCHEDULED -> 0;
      case QUEUED -> 1;
      case RUNNING -> 2;
      case RETRYING -> 3;
      case SUCCEEDED -> 4;
      case FAILED -> 5;
      case CANCELLED -> 6;
      case EXPIRED -> 7;
      case SUPERSEDED -> 8;
    };
  }

  static TaskStatus status(int code) throws SQLException {
    return Arrays.stream(TaskStatus.values())
        .filter(status -> of(status) == code)
        .findFirst()
        .orElseThrow(() -> new SQLException("No state has the code " + code));
  }
}
