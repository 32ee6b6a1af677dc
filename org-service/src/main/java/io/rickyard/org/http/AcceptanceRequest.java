package io.rickyard.org.http;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.organization.IdempotencyKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to accept work, on the wire. */
record AcceptanceRequest(
    TaskType type,
    @Nullable String organization,
    @Nullable String project,
    @Nullable JsonNode input,
    Map<String, String> labels,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    Map<String, SealedSecret> secrets,
    @Nullable String retryOf,
    @Nullable TaskOptions options,
    @Nullable Idempotency idempotency,
    @Nullable String origin,
    @Nullable String correlationId) {

  /** An idempotency key on the wire. */
  record Idempotency(String key, String scope, String fingerprint) {
    Idempotency {
      requireNonNull(key, "idempotency.key");
      requireNonNull(scope, "idempotency.scope");
      requireNonNull(fingerprint, "idempotency.fingerprint");
    }

    IdempotencyKey read() {
      return Reading.of(() -> new IdempotencyKey(scope, key, fingerprint));
    }
  }

  AcceptanceRequest {
    requireNonNull(type, "type");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
  }

  WorkOrder order(Authentication authentication, @Nullable TraceContext trace, Inputs inputs) {
    return new WorkOrder(
        Callers.deed(authentication, correlationId, trace, origin),
        work(inputs),
        terms(inputs.terms(type)),
        idempotency == null ? null : idempotency.read());
  }

  private Work work(Inputs inputs) {
    var read = inputs.read(type, input);
    return Reading.of(() -> Work.of(read, organizationId(), projectRef()));
  }

  private @Nullable OrganizationId organizationId() {
    return organization == null ? null : Reading.organization(organization);
  }

  private @Nullable ProjectRef projectRef() {
    return project == null ? null : Reading.project(project);
  }

  private TaskTerms terms(TypeTerms held) {
    return Reading.of(() ->
        new TaskTerms(
            labels,
            secrets,
            queue,
            runAt,
            retryOf == null ? null : TaskId.parse(retryOf),
            options == null ? TaskOptions.USUAL : options.checkedFor(type, held)));
  }
}
