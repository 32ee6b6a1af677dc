package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import java.util.Map;

/**
 * A task about other tasks, which travel sealed beside it.
 *
 * @param input what it does
 * @param organization whose tasks these are
 * @param sealed the tasks, by field
 * @param asked what the caller wrote: a repetition under the same idempotency key is known by it,
 *     although the filter may find other tasks by then
 */
public record BulkSubmission(
    TaskInput input, OrganizationId organization, Map<String, SealedSecret> sealed, Object asked) {

  /** Checks that nothing is missing. */
  public BulkSubmission {
    requireNonNull(input, "input");
    requireNonNull(organization, "organization");
    requireNonNull(asked, "asked");
    sealed = Map.copyOf(sealed);
  }

  /** The same as an ordinary submission, which knows nothing of what is sealed. */
  public Submission submission() {
    return new Submission(
        input, organization, null, Map.of(), null, null, null, TaskOptions.USUAL, null);
  }
}
