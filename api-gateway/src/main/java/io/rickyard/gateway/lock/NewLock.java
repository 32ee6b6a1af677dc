package io.rickyard.gateway.lock;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.gateway.acceptance.Submission;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a lock.
 *
 * @param name the lock's name within the organization
 * @param organization whose it is, by slug
 * @param longestWait how long to wait for it; as long as it takes when left out
 * @param lease how long it is held without being renewed, from 1 s to 24 h; a minute when left out
 */
record NewLock(
    String name,
    OrganizationId organization,
    @JsonProperty("wait") @Nullable Duration longestWait,
    @Nullable Duration lease) {

  NewLock {
    requireNonNull(name, "name");
    requireNonNull(organization, "organization");
  }

  Submission submission() {
    return new Submission(
        new LockHold(name, requireNonNullElse(lease, LockHold.USUAL_LEASE)),
        organization,
        null,
        Map.of(),
        null,
        null,
        null,
        new TaskOptions(0, longestWait, null, null, null, null, null, Map.of(), null),
        null);
  }
}
