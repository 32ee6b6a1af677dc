package io.rickyard.org.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.org.flow.FlowChanges;
import io.rickyard.org.flow.FlowDesk;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Pauses and limits, for the administrators of the installation. */
@Controller("/flow")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class FlowController {

  private final FlowDesk desk;
  private final Administrators administrators;
  private final Clock clock;

  FlowController(FlowDesk desk, Administrators administrators, Clock clock) {
    this.desk = desk;
    this.administrators = administrators;
    this.clock = clock;
  }

  /** Why something is paused. */
  record Pausing(@Nullable String reason) {}

  /** How much of a scope may go on. */
  record Limiting(@Nullable Integer running, @Nullable StartRate rate, @Nullable Integer weight) {}

  @Get
  FlowRules get(Authentication authentication) {
    administrators.require(Caller.of(authentication));
    return desk.current().rules();
  }

  @Put("/pauses/{scope}")
  FlowRules pause(
      Authentication authentication,
      HttpRequest<?> request,
      String scope,
      @Body @Nullable Pausing body) {
    var caller = Caller.of(authentication);
    String email = caller.email();
    var pause =
        Reading.of(() ->
            new FlowPause(
                FlowScope.parse(scope),
                email == null ? caller.subject() : email,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                body == null ? null : body.reason()));
    return change(authentication, request, "flow.pause", pause.scope(), FlowChanges.pause(pause));
  }

  @Delete("/pauses/{scope}")
  FlowRules resume(Authentication authentication, HttpRequest<?> request, String scope) {
    var read = Reading.of(() -> FlowScope.parse(scope));
    return change(authentication, request, "flow.resume", read, FlowChanges.resume(read));
  }

  @Put("/limits/{scope}")
  FlowRules limit(
      Authentication authentication, HttpRequest<?> request, String scope, @Body Limiting body) {
    var limit =
        Reading.of(() ->
            new FlowLimit(FlowScope.parse(scope), body.running(), body.rate(), body.weight()));
    return change(authentication, request, "flow.limit", limit.scope(), FlowChanges.limit(limit));
  }

  @Delete("/limits/{scope}")
  FlowRules unlimited(Authentication authentication, HttpRequest<?> request, String scope) {
    var read = Reading.of(() -> FlowScope.parse(scope));
    return change(authentication, request, "flow.unlimit", read, FlowChanges.unlimited(read));
  }

  private FlowRules change(
      Authentication authentication,
      HttpRequest<?> request,
      String action,
      FlowScope scope,
      UnaryOperator<FlowRules> change) {
    administrators.require(Caller.of(authentication));
    var deed = Callers.deed(authentication, request);
    return desk.change(deed, action, scope.toString(), change).rules();
  }
}
