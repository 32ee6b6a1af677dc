package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What org-service is asked to promise.
 *
 * @param type what the task does
 * @param organization whose it is, where no project says so
 * @param project the project meant
 * @param input the task's input
 * @param labels the caller's own
 * @param queue where it waits, if not where its type usually does
 * @param runAt not before
 * @param secrets sealed, by field
 * @param retryOf the task repeated by hand
 * @param options how it is run, where that is not as usual
 * @param idempotency under which a repetition is recognized
 * @param origin the address the request came from
 * @param correlationId what the request set in motion
 */
public record AcceptanceRequest(
    TaskType type,
    @Nullable String organization,
    @Nullable String project,
    JsonNode input,
    Map<String, String> labels,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    Map<String, SealedSecret> secrets,
    @Nullable String retryOf,
    TaskOptions options,
    @Nullable Idempotency idempotency,
    String origin,
    String correlationId) {

  /** Checks that nothing required is missing. */
  public AcceptanceRequest {
    requireNonNull(type, "type");
    requireNonNull(input, "input");
    requireNonNull(options, "options");
    requireNonNull(origin, "origin");
    requireNonNull(correlationId, "correlation_id");
    labels = Map.copyOf(labels);
    secrets = Map.copyOf(secrets);
  }

  /**
   * How a repetition is recognized.
   *
   * @param key the caller's
   * @param scope the method and path within which it counts
   * @param fingerprint tells another body without revealing it
   */
  public record Idempotency(String key, String scope, String fingerprint) {
    /** Checks that nothing is missing. */
    public Idempotency {
      requireNonNull(key, "key");
      requireNonNull(scope, "scope");
      requireNonNull(fingerprint, "fingerprint");
    }
  }
}
