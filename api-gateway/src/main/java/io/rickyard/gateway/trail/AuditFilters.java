package io.rickyard.gateway.trail;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a search of the audit takes, as the description of the API shows it. {@link AuditQuery}
 * reads the query as it came: it refuses what is not among these.
 *
 * @param request the request whose query it is
 */
@Introspected
record AuditFilters(
    @Parameter(hidden = true) HttpRequest<?> request,
    @QueryValue("actor_kind") @Nullable String actorKind,
    @QueryValue @Nullable String actor,
    @QueryValue @Nullable String action,
    @QueryValue @Nullable String target,
    @QueryValue @Nullable String project,
    @QueryValue @Nullable String outcome,
    @QueryValue @Nullable String origin,
    @QueryValue("correlation_id") @Nullable String correlationId,
    @QueryValue @Nullable String from,
    @QueryValue @Nullable String to,
    @QueryValue @Schema(type = "integer") @Nullable String limit,
    @QueryValue @Nullable String after) {

  /** As they came. */
  HttpParameters query() {
    return request.getParameters();
  }
}
