package io.rickyard.auth.http;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.auth.key.RotatedTooSoon;
import io.rickyard.auth.key.SigningKey;
import io.rickyard.auth.key.SigningKeys;
import io.rickyard.auth.key.UnknownKey;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The keys that sign tokens, for administrators of the installation. */
@Controller("/internal/signing-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
final class SigningKeyController {

  private final SigningKeys keys;
  private final KeyRing ring;
  private final Administrators administrators;
  private final RequestCause causes;

  SigningKeyController(
      SigningKeys keys, KeyRing ring, Administrators administrators, RequestCause causes) {
    this.keys = keys;
    this.ring = ring;
    this.administrators = administrators;
    this.causes = causes;
  }

  @Get
  ShownKeys list(Authentication authentication) {
    administrators.require(Caller.of(authentication));
    return ShownKeys.of(keys.all());
  }

  @Post("/rotate")
  ShownKeys rotate(HttpRequest<?> request, Authentication authentication) {
    var cause = cause(request, authentication);
    try {
      var rotated = keys.rotate(cause);
      ring.forget();
      return ShownKeys.of(rotated);
    } catch (RotatedTooSoon e) {
      throw new RequestRefused(ErrorCode.CONFLICT, String.valueOf(e.getMessage()));
    }
  }

  @Delete("/{id}")
  ShownKeys revoke(HttpRequest<?> request, Authentication authentication, String id) {
    var cause = cause(request, authentication);
    try {
      var left = keys.revoke(id, cause);
      ring.forget();
      return ShownKeys.of(left);
    } catch (UnknownKey e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }

  private Cause cause(HttpRequest<?> request, Authentication authentication) {
    var caller = Caller.of(authentication);
    administrators.require(caller);
    return causes.of(request, caller.actor());
  }

  @Introspected
  record ShownKeys(List<ShownKey> data) {
    static ShownKeys of(List<SigningKey> keys) {
      return new ShownKeys(keys.stream().map(ShownKey::of).toList());
    }
  }

  @Introspected
  record ShownKey(String id, String role, Instant createdAt, Instant since) {
    static ShownKey of(SigningKey key) {
      return new ShownKey(
          key.id(), key.role().name().toLowerCase(Locale.ROOT), key.createdAt(), key.since());
    }
  }
}
