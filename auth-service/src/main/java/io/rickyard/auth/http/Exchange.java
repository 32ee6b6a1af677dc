package io.rickyard.auth.http;

import io.rickyard.auth.account.InstallationAdministrators;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.factor.Factor;
import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.jose.AccessTokens;
import io.rickyard.auth.jose.TokenRejected;
import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.token.BrowserHandles;
import io.rickyard.auth.token.Identity;
import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.token.PersonalAccessToken;
import io.rickyard.auth.token.PersonalAccessTokens;
import io.rickyard.auth.token.StreamTickets;
import io.rickyard.auth.user.User;
import io.rickyard.auth.user.UserId;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Finds out who is behind a token of any kind that the gateway or the bridge was shown. */
@Singleton
final class Exchange {

  private final AccessTokens accessTokens;
  private final Sessions sessions;
  private final Users users;
  private final PersonalAccessTokens personal;
  private final BrowserHandles handles;
  private final StreamTickets tickets;
  private final Factors factors;
  private final InstallationAdministrators administrators;
  private final Clock clock;

  Exchange(
      AccessTokens accessTokens,
      Sessions sessions,
      Users users,
      PersonalAccessTokens personal,
      BrowserHandles handles,
      StreamTickets tickets,
      Factors factors,
      InstallationAdministrators administrators,
      Clock clock) {
    this.administrators = administrators;
    this.accessTokens = accessTokens;
    this.sessions = sessions;
    this.users = users;
    this.personal = personal;
    this.handles = handles;
    this.tickets = tickets;
    this.factors = factors;
    this.clock = clock;
  }

  /** Who shows this token; throws {@link RequestRefused} when it proves nothing. */
  Identity identify(String token) {
    return OpaqueToken.parse(token).map(this::opaque).orElseGet(() -> signed(token));
  }

  /** The session and user of an access token. */
  Identity.InSession signed(String token) {
    try {
      var verified = accessTokens.verify(token);
      return alive(sessions.find(verified.session()).orElseThrow(Exchange::unknown));
    } catch (TokenRejected e) {
      throw e.expired() ? expired() : unknown();
    } catch (IllegalArgumentException _) {
      throw unknown();
    }
  }

  private Identity opaque(OpaqueToken token) {
    return switch (token.kind()) {
      case PERSONAL ->
          personal(personal.use(token, clock.instant()).orElseThrow(Exchange::unknown));
      case BROWSER -> alive(handles.find(token).orElseThrow(Exchange::unknown));
      case TICKET -> tickets.redeem(token, clock.instant()).orElseThrow(Exchange::unknown);
      case CODE, ONE_TIME, FLOW, LOGIN, DEVICE, GRANT, STATE, FLOW_BROWSER -> throw unknown();
    };
  }

  private Identity personal(PersonalAccessToken token) {
    if (token.expired(clock.instant())) {
      throw expired();
    }
    var user = user(token.user());
    return new Identity.WithToken(
        user.id(), token.id(), token.scopes(), user.email(), administrators.include(user.id()));
  }

  private Identity.InSession alive(Session session) {
    if (session.endedAt() != null) {
      throw unknown();
    }
    if (!session.alive(clock.instant())) {
      throw expired();
    }
    if (!session.hasTwoFactors()
        && factors.of(session.user()).stream().anyMatch(Factor::verified)) {
      throw new RequestRefused(
              ErrorCode.SECOND_FACTOR_NEEDED,
              "The account has a second factor; show its code as well")
          .to(session.user().toString());
    }
    sessions.use(session.id(), clock.instant());
    var user = user(session.user());
    return new Identity.InSession(
        user.id(), session.id(), user.email(), administrators.include(user.id()));
  }

  private User user(UserId id) {
    return users
        .find(id)
        .filter(user -> !user.banned(clock.instant()))
        .orElseThrow(Exchange::unknown);
  }

  private static RequestRefused unknown() {
    return new RequestRefused(ErrorCode.INVALID_TOKEN, "The token is not valid");
  }

  private static RequestRefused expired() {
    return new RequestRefused(ErrorCode.TOKEN_EXPIRED, "The token has expired");
  }
}
