package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of one organization with the same key never run at the same time. For a task about a
 * project the key counts within that project, whose tasks run one after the other anyway.
 *
 * @param key 1 to 200 characters, the caller's own
 * @param policy what happens when there is an older one; queue when left out
 */
public record Concurrency(String key, Policy policy) {

  private static final int LONGEST_KEY = 200;

  /** What a newcomer does when an older task with its key has not ended. */
  public enum Policy {
    /** It waits for its turn. */
    @JsonProperty("queue")
    QUEUE,
    /** It ends at once, failed. */
    @JsonProperty("reject")
    REJECT,
    /** It takes the place of those that have not begun, and waits for the one that has. */
    @JsonProperty("replace_queued")
    REPLACE_QUEUED,
    /** As before, and the one that has begun is asked to stop. */
    @JsonProperty("cancel_running")
    CANCEL_RUNNING
  }

  /** Checks the key. */
  public Concurrency {
    requireNonNull(key, "concurrency.key");
    requireNonNull(policy, "concurrency.policy");
    if (key.isBlank()
        || key.length() > LONGEST_KEY
        || key.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "key has 1 to " + LONGEST_KEY + " characters and no control characters");
    }
  }

  /** Takes what came over the wire. */
  @JsonCreator
  public static Concurrency of(
      @JsonProperty("key") String key, @JsonProperty("policy") @Nullable Policy policy) {
    return new Concurrency(key, requireNonNullElse(policy, Policy.QUEUE));
  }
}
