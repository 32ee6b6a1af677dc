package io.rickyard.auth.http.gotrue;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.account.EmailTaken;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.contracts.Actor;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits whoever holds the installation's secret key. Without one set, nobody does. */
@Singleton
final class Administration {

  private static final String BEARER = "Bearer ";

  private final RequestCause causes;
  private final @Nullable String secretKey;

  Administration(
      RequestCause causes,
      @Nullable @Property(name = "rickyard.installation.secret-key") String secretKey) {
    this.causes = causes;
    this.secretKey = secretKey;
  }

  Cause admit(HttpRequest<?> request) {
    String authorization = request.getHeaders().get("Authorization");
    if (authorization == null || !authorization.startsWith(BEARER)) {
      throw new GoTrueRefusal(
          GoTrueError.NO_AUTHORIZATION, "This endpoint requires a valid Bearer token");
    }
    if (secretKey == null || !same(secretKey, authorization.substring(BEARER.length()).strip())) {
      throw new GoTrueRefusal(GoTrueError.NOT_ADMIN, "User not allowed");
    }
    return causes.of(request, new Actor(Actor.Kind.TOKEN, "installation-secret-key", null));
  }

  <T> T emailTaken(Supplier<T> work) {
    try {
      return work.get();
    } catch (EmailTaken e) {
      throw new GoTrueRefusal(GoTrueError.EMAIL_EXISTS, String.valueOf(e.getMessage()));
    }
  }

  static GoTrueRefusal unknown() {
    return new GoTrueRefusal(GoTrueError.USER_NOT_FOUND, "User not found");
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
