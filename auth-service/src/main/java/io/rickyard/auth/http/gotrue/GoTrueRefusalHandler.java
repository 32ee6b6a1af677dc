package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.rickyard.auth.password.HashingBusy;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers in GoTrue's two error forms: {code (a number), error_code, msg}, and, for clients that
 * name an API version of 2024 or later, {code (the name), message}.
 */
@Singleton
final class GoTrueRefusalHandler implements ExceptionHandler<GoTrueRefusal, HttpResponse<?>> {

  static final String VERSION_HEADER = "X-Supabase-Api-Version";
  private static final String VERSION = "2024-01-01";

  @Override
  @SuppressWarnings("rawtypes") // Micronaut's own signature
  public HttpResponse<?> handle(HttpRequest request, GoTrueRefusal refusal) {
    var error = refusal.error();
    var body = new LinkedHashMap<String, Object>();
    var response = HttpResponse.<Map<String, Object>>status(error.status(), error.wireName());
    if (isVersioned(request)) {
      body.put("code", error.wireName());
      body.put("message", refusal.getMessage());
      response.header(VERSION_HEADER, VERSION);
    } else {
      body.put("code", error.status());
      body.put("error_code", error.wireName());
      body.put("msg", refusal.getMessage());
    }
    if (!refusal.weaknesses().isEmpty()) {
      body.put("weak_password", Map.of("reasons", refusal.weaknesses()));
    }
    var retryAfter = refusal.retryAfter();
    if (retryAfter != null) {
      response.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    return response.body(body).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  private static boolean isVersioned(HttpRequest<?> request) {
    String version = request.getHeaders().get(VERSION_HEADER);
    return version != null && version.compareTo(VERSION) >= 0;
  }

  /** Hashing that is busy, wherever it was asked for, is answered in the same form. */
  @Singleton
  static final class Busy implements ExceptionHandler<HashingBusy, HttpResponse<?>> {

    private final GoTrueRefusalHandler handler;

    Busy(GoTrueRefusalHandler handler) {
      this.handler = handler;
    }

    @Override
    @SuppressWarnings("rawtypes") // Micronaut's own signature
    public HttpResponse<?> handle(HttpRequest request, HashingBusy busy) {
      return handler.handle(request, GoTrueRefusal.busy(busy.retryAfter(), busy));
    }
  }
}
