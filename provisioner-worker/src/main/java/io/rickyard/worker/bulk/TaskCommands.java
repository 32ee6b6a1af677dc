package io.rickyard.worker.bulk;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskState;
import java.util.List;
import java.util.Map;

/** Where a task's own commands go: into the engine, as if they had come in from outside. */
public interface TaskCommands {

  /**
   * Takes commands in, all or none; handing one in twice has one effect.
   *
   * @return where the tasks stand afterwards
   * @throws TaskFailure retryable, when they cannot be taken now
   */
  Map<TaskId, TaskState> take(List<? extends Envelope<? extends TaskCommand>> commands)
      throws TaskFailure;

  /** Writes a deed down for good. */
  void record(Envelope<AuditRecord> deed) throws TaskFailure;
}
