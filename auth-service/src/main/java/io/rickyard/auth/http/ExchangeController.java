package io.rickyard.auth.http;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.http.TokenForms.BrowserSession;
import io.rickyard.auth.http.TokenForms.BrowserSessionRequest;
import io.rickyard.auth.http.TokenForms.ExchangeRequest;
import io.rickyard.auth.http.TokenForms.Exchanged;
import io.rickyard.auth.http.TokenForms.ServiceTokenRequest;
import io.rickyard.auth.jose.InternalTokens;
import io.rickyard.auth.jose.PublishedKeys;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.token.BrowserHandles;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.token.OpaqueToken;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/** Where tokens are exchanged; what is shown is itself the proof, so no other is asked for. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class ExchangeController {

  private final Exchange exchange;
  private final InternalTokens tokens;
  private final ServiceSecrets services;
  private final BrowserHandles handles;
  private final Sessions sessions;
  private final PublishedKeys keys;
  private final SecureRandom random;
  private final Clock clock;

  ExchangeController(
      Exchange exchange,
      InternalTokens tokens,
      ServiceSecrets services,
      BrowserHandles handles,
      Sessions sessions,
      PublishedKeys keys,
      SecureRandom random,
      Clock clock) {
    this.exchange = exchange;
    this.tokens = tokens;
    this.services = services;
    this.handles = handles;
    this.sessions = sessions;
    this.keys = keys;
    this.random = random;
    this.clock = clock;
  }

  @Post("/internal/exchange")
  Exchanged exchange(@Body ExchangeRequest request) {
    return issued(exchange.identify(request.token()));
  }

  @Post("/internal/service-token")
  Exchanged serviceToken(@Body ServiceTokenRequest request) {
    return issued(services.identify(request.service(), request.secret()));
  }

  @Post("/internal/browser-sessions")
  @Status(HttpStatus.CREATED)
  BrowserSession browserSession(@Body BrowserSessionRequest request) {
    var identity = exchange.signed(request.accessToken());
    var session = sessions.find(identity.session()).orElseThrow();
    var handle = OpaqueToken.next(OpaqueToken.Kind.BROWSER, random);
    handles.add(handle, session.id(), clock.instant());
    return new BrowserSession(
        handle.value(), session.id().toString(), session.expiresAt(), identity.administrator());
  }

  @Get("/.well-known/jwks.json")
  Map<String, Object> keys() {
    return keys.asJson();
  }

  private Exchanged issued(Identity identity) {
    return Exchanged.of(identity, tokens.issue(identity));
  }
}
