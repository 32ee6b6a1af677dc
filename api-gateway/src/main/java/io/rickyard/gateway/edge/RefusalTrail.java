package io.rickyard.gateway.edge;

import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.audit.Refusal;
import io.rickyard.gateway.audit.RefusedRequests;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.call.RefusedCaller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.Problem;
import io.rickyard.service.problem.RefusalHeaders;
import io.rickyard.service.trace.RequestTrace;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that whoever is known and is refused for lack of a right, a scope or a second factor
 * stands in the audit; and takes off what the services say for that.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
final class RefusalTrail implements Ordered {

  private static final Set<String> TOLD =
      Set.of(ErrorCode.FORBIDDEN.wireName(), ErrorCode.SECOND_FACTOR_NEEDED.wireName());

  private final RefusedRequests refusals;
  private final CallerAddress addresses;

  RefusalTrail(RefusedRequests refusals, CallerAddress addresses) {
    this.refusals = refusals;
    this.addresses = addresses;
  }

  @Override
  public int getOrder() {
    return Edge.REFUSAL_TRAIL;
  }

  @ResponseFilter
  void follow(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String organization = taken(response, RefusalHeaders.ORGANIZATION);
    String person = taken(response, RefusalHeaders.PERSON);
    if (response.body() instanceof Problem problem && TOLD.contains(problem.code())) {
      String words = problem.detail() == null ? problem.title() : problem.detail();
      actor(request, person)
          .ifPresent(actor ->
              refusals.refused(
                  refusal(request, actor, organization), request.getMethodName() + ": " + words));
    }
  }

  private Refusal refusal(HttpRequest<?> request, Actor actor, @Nullable String organization) {
    return new Refusal(
        Instant.now(),
        actor,
        request.getPath(),
        organization == null ? null : new OrganizationId(organization),
        addresses.of(request),
        CallHeaders.correlation(request.getHeaders()),
        RequestTrace.of(request));
  }

  private static Optional<Actor> actor(HttpRequest<?> request, @Nullable String person) {
    return RefusedCaller.of(request)
        .map(identity -> identity.caller().actor())
        .or(() -> Optional.ofNullable(person).map(id -> new Actor(Actor.Kind.PERSON, id, null)));
  }

  private static @Nullable String taken(MutableHttpResponse<?> response, String header) {
    String value = response.getHeaders().get(header);
    if (value != null) {
      response.getHeaders().remove(header);
    }
    return value;
  }
}
