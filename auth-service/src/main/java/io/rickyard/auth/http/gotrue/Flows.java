package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.onetime.Challenge;
import io.rickyard.auth.onetime.Flow;
import io.rickyard.auth.redirect.RedirectTargets;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads where a flow is to lead, and PKCE's challenge. */
@Singleton
final class Flows {

  private final RedirectTargets targets;

  Flows(RedirectTargets targets) {
    this.targets = targets;
  }

  Flow of(HttpRequest<?> request, ObjectNode form) {
    return new Flow(targets.orHome(request.getParameters().get("redirect_to")), challenge(form));
  }

  /** The same, where all of it stands in the address. */
  Flow of(HttpRequest<?> request) {
    var parameters = request.getParameters();
    return new Flow(
        targets.orHome(parameters.get("redirect_to")),
        challenge(
            orEmpty(parameters.get("code_challenge")),
            orEmpty(parameters.get("code_challenge_method"))));
  }

  private static @Nullable Challenge challenge(ObjectNode form) {
    return challenge(
        orEmpty(GoTrueJson.text(form, "code_challenge")),
        orEmpty(GoTrueJson.text(form, "code_challenge_method")));
  }

  /** Both of its fields, or none: a challenge without a method would be a weaker one. */
  private static @Nullable Challenge challenge(String value, String method) {
    if (value.isEmpty() && method.isEmpty()) {
      return null;
    }
    if (value.isEmpty() || method.isEmpty()) {
      throw new GoTrueRefusal(
          GoTrueError.VALIDATION_FAILED,
          "PKCE flow requires code_challenge_method and code_challenge");
    }
    try {
      return new Challenge(Challenge.Method.named(method), value);
    } catch (IllegalArgumentException e) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
