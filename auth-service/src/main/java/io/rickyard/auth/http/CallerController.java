package io.rickyard.auth.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.deed.RequestKeyReused;
import io.rickyard.auth.http.TokenForms.CreatedAccessToken;
import io.rickyard.auth.http.TokenForms.ListedAccessToken;
import io.rickyard.auth.http.TokenForms.NewAccessToken;
import io.rickyard.auth.http.TokenForms.RotatedAccessToken;
import io.rickyard.auth.http.TokenForms.Rotation;
import io.rickyard.auth.http.TokenForms.Ticket;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.PersonalAccessToken;
import io.rickyard.auth.token.PersonalAccessTokens;
import io.rickyard.auth.token.StreamTickets;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.MessageId;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;

/** What a signed-in caller has of its own: access tokens and stream tickets. */
@Controller("/internal")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class CallerController {

  private static final Duration TICKET = Duration.ofSeconds(30);
  private static final Duration USUAL_OVERLAP = Duration.ofHours(1);
  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);
  private static final String REPLAYED = "Rickyard-Replayed";

  private final PersonalAccessTokens tokens;
  private final StreamTickets tickets;
  private final RequestCause causes;
  private final SecureRandom random;
  private final Clock clock;

  CallerController(
      PersonalAccessTokens tokens,
      StreamTickets tickets,
      RequestCause causes,
      SecureRandom random,
      Clock clock) {
    this.tokens = tokens;
    this.tickets = tickets;
    this.causes = causes;
    this.random = random;
    this.clock = clock;
  }

  @Post("/stream-tickets")
  @Status(HttpStatus.CREATED)
  Ticket ticket(Authentication authentication) {
    var holder = Callers.person(Caller.of(authentication));
    var ticket = OpaqueToken.next(OpaqueToken.Kind.TICKET, random);
    tickets.add(ticket, holder, clock.instant().plus(TICKET));
    return new Ticket(ticket.value(), TICKET.toSeconds());
  }

  @Post("/access-tokens")
  HttpResponse<CreatedAccessToken> create(
      HttpRequest<?> request, Authentication authentication, @Body NewAccessToken wanted) {
    var caller = Caller.of(authentication);
    var user = Callers.user(caller);
    requireUnlimited(caller);
    var secret = OpaqueToken.next(OpaqueToken.Kind.PERSONAL, random);
    var token = token(user, wanted, secret);
    UUID standing;
    try {
      standing =
          tokens.add(token, secret, causes.of(request, caller.actor()), Callers.key(user, request));
    } catch (RequestKeyReused e) {
      throw new RequestRefused(
          ErrorCode.IDEMPOTENCY_KEY_REUSED, "The key was used with another body within 24 hours");
    }
    return standing.equals(token.id())
        ? HttpResponse.created(CreatedAccessToken.of(token, secret.value()))
        : HttpResponse.created(CreatedAccessToken.of(madeBefore(user, standing), null))
            .header(REPLAYED, "true");
  }

  /** Its value was shown once and is stored nowhere, so nobody can show it again. */
  private PersonalAccessToken madeBefore(UserId user, UUID id) {
    return tokens.of(user).stream()
        .filter(token -> token.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new RequestRefused(
                ErrorCode.CONFLICT, "The token that was made under this key has been revoked"));
  }

  @Get("/access-tokens")
  List<ListedAccessToken> list(Authentication authentication) {
    return tokens.of(Callers.user(Caller.of(authentication))).stream()
        .map(ListedAccessToken::of)
        .toList();
  }

  @Post("/access-tokens/{id}/rotate")
  HttpResponse<RotatedAccessToken> rotate(
      HttpRequest<?> request, Authentication authentication, UUID id, @Body Rotation how) {
    var caller = Caller.of(authentication);
    var user = Callers.user(caller);
    requireUnlimited(caller);
    var secret = OpaqueToken.next(OpaqueToken.Kind.PERSONAL, random);
    var until = clock.instant().plus(overlap(how));
    var cause = causes.of(request, caller.actor());
    try {
      boolean now =
          tokens
              .rotate(user, id, secret, until, cause, Callers.key(user, request))
              .orElseThrow(CallerController::unknown);
      var body = new RotatedAccessToken(id, now ? secret.value() : null, until);
      return now ? HttpResponse.ok(body) : HttpResponse.ok(body).header(REPLAYED, "true");
    } catch (RequestKeyReused e) {
      throw new RequestRefused(
          ErrorCode.IDEMPOTENCY_KEY_REUSED, "The key was used with another body within 24 hours");
    }
  }

  /** A limited token must not make itself an unlimited one. */
  private static void requireUnlimited(Caller caller) {
    if (!caller.scopes().isEmpty()) {
      throw new RequestRefused(
          ErrorCode.FORBIDDEN, "A token that is limited to scopes makes no tokens");
    }
  }

  private static Duration overlap(Rotation how) {
    try {
      var overlap = how.overlap() == null ? USUAL_OVERLAP : Duration.parse(how.overlap());
      if (!overlap.isNegative() && overlap.compareTo(LONGEST_OVERLAP) <= 0) {
        return overlap;
      }
    } catch (DateTimeParseException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "overlap is a duration such as PT1H", e);
    }
    throw new RequestRefused(
        ErrorCode.INVALID_REQUEST, "overlap lies between PT0S and " + LONGEST_OVERLAP);
  }

  private static RequestRefused unknown() {
    return new RequestRefused(ErrorCode.NOT_FOUND, "You have no access token of this id");
  }

  @Delete("/access-tokens/{id}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(HttpRequest<?> request, Authentication authentication, UUID id) {
    var caller = Caller.of(authentication);
    if (!tokens.revoke(Callers.user(caller), id, causes.of(request, caller.actor()))) {
      throw unknown();
    }
  }

  private PersonalAccessToken token(UserId user, NewAccessToken wanted, OpaqueToken secret) {
    try {
      return new PersonalAccessToken(
          MessageId.next().value(),
          user,
          wanted.name(),
          secret.hint(),
          wanted.scopes() == null ? List.of() : wanted.scopes(),
          clock.instant(),
          wanted.expiresAt(),
          null);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
