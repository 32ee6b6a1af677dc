package io.rickyard.worker.bulk;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.worker.task.TaskFailure;

/** Opens what was sealed to this worker. */
@FunctionalInterface
public interface Unsealing {

  /**
   * The value of a field.
   *
   * @throws TaskFailure final, when it was sealed for somebody or something else
   */
  String open(SealedSecret sealed, OrganizationId organization, String field) throws TaskFailure;
}
