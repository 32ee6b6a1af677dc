package io.rickyard.auth.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import io.rickyard.auth.jose.InternalTokens;
import io.rickyard.auth.jose.TokenRejected;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Verifies internal tokens with the keys at hand; every other service does it with the published.
 */
@Singleton
final class InternalTokenValidator implements TokenValidator<HttpRequest<?>> {

  private final InternalTokens tokens;

  InternalTokenValidator(InternalTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Publisher<Authentication> validateToken(String token, @Nullable HttpRequest<?> request) {
    return Mono.defer(() -> {
      try {
        var claims = tokens.verify(token);
        return Mono.just(Authentication.build(String.valueOf(claims.get("sub")), claims));
      } catch (TokenRejected _) {
        return Mono.empty();
      }
    });
  }
}
