package io.rickyard.gateway.installation;

import static java.util.stream.Collectors.joining;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.identity.Administrators;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

/**
 * The gateway's own numbers. The other services show theirs on ports that only this machine
 * reaches; this port is open to everybody, so here they are for administrators.
 */
@Controller("/v1/metrics")
@Secured(SecurityRule.IS_AUTHENTICATED)
@Tag(name = "installation")
final class MetricsController {

  /** Asking for the whole makes its parts complete also before the first request was counted. */
  private final CompositeMeterRegistry registries;

  private final Administrators administrators;

  MetricsController(CompositeMeterRegistry registries, Administrators administrators) {
    this.registries = registries;
    this.administrators = administrators;
  }

  @Get(produces = MediaType.TEXT_PLAIN)
  @Operation(summary = "The gateway's metrics in Prometheus' text form, for administrators")
  HttpResponse<String> metrics(@Parameter(hidden = true) Call call) {
    administrators.require(call.identity().caller());
    return HttpResponse.ok(
        registries.getRegistries().stream()
            .filter(PrometheusMeterRegistry.class::isInstance)
            .map(registry -> ((PrometheusMeterRegistry) registry).scrape())
            .collect(joining()));
  }
}
