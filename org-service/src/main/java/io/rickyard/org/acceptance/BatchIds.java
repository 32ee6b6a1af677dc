package io.rickyard.org.acceptance;

import io.rickyard.contracts.TaskId;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.UserId;

/** Which id a batch has that is submitted under an idempotency key. */
public interface BatchIds {

  /**
   * The id under this key: made at the first time, the same from then on. The ids of the batch's
   * tasks follow from it, see {@link TaskId#inBatch}, so that the same batch asks for the same
   * tasks.
   *
   * @throws io.rickyard.org.refusal.Refused when the key was used with another body
   */
  TaskId batch(UserId principal, IdempotencyKey key);
}
