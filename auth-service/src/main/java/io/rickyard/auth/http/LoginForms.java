package io.rickyard.auth.http;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.auth.login.AskedFrom;
import io.rickyard.auth.login.Grant;
import io.rickyard.auth.login.LoginClient;
import io.rickyard.auth.login.LoginRequest;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Logins of programs on the wire between the gateway and this service. */
final class LoginForms {

  private LoginForms() {}

  /**
   * An authorization request (RFC 6749, section 4.1.1, with RFC 7636), as the browser brings it.
   */
  @Introspected
  record BrowserLogin(
      @Nullable String responseType,
      @Nullable String clientId,
      @Nullable String redirectUri,
      @Nullable String codeChallenge,
      @Nullable String codeChallengeMethod,
      @Nullable String state,
      @Nullable String host) {}

  /** A device authorization request (RFC 8628, section 3.1). */
  @Introspected
  record DeviceLogin(@Nullable String clientId, @Nullable String host) {}

  /** A token request (RFC 6749, section 4.1.3; RFC 8628, section 3.4). */
  @Introspected
  record TokenRequest(
      @Nullable String grantType,
      @Nullable String clientId,
      @Nullable String code,
      @Nullable String redirectUri,
      @Nullable String codeVerifier,
      @Nullable String deviceCode) {
    @Override
    public String toString() {
      return "TokenRequest[" + grantType + "]";
    }
  }

  /** Where the browser goes on. */
  @Introspected
  record Location(@Nullable String location) {}

  /** A device authorization, or why there is none. */
  @Introspected
  record DeviceAnswer(
      @Nullable String deviceCode,
      @Nullable String userCode,
      @Nullable String verificationUri,
      @Nullable String verificationUriComplete,
      @Nullable Long expiresIn,
      @Nullable Long interval,
      @Nullable String error,
      @Nullable String errorDescription) {

    static DeviceAnswer error(String error, String description) {
      return new DeviceAnswer(null, null, null, null, null, null, error, description);
    }

    @Override
    public String toString() {
      return "DeviceAnswer[hidden]";
    }
  }

  /** A token, or why there is none. */
  @Introspected
  record TokenAnswer(
      @Nullable String accessToken,
      @Nullable String tokenType,
      @Nullable Long interval,
      @Nullable String error,
      @Nullable String errorDescription) {

    static TokenAnswer of(Grant grant) {
      return switch (grant) {
        case Grant.Token granted -> new TokenAnswer(granted.token(), "Bearer", null, null, null);
        case Grant.SlowDown slow ->
            new TokenAnswer(null, null, slow.interval().toSeconds(), slow.error(), null);
        case Grant.Pending _, Grant.Denied _, Grant.Expired _, Grant.Invalid _ ->
            error(String.valueOf(grant.error()), null);
      };
    }

    static TokenAnswer error(String error, @Nullable String description) {
      return new TokenAnswer(null, null, null, error, description);
    }

    @Override
    public String toString() {
      return "TokenAnswer[" + error + "]";
    }
  }

  /** A request, as the page shows it to who decides. */
  @Introspected
  record ShownLogin(
      UUID id,
      String client,
      String host,
      @Nullable String address,
      String place,
      @Nullable String agent,
      String kind,
      Instant askedAt,
      Instant expiresAt,
      boolean decided) {

    static ShownLogin of(LoginRequest request, @Nullable String own) {
      return new ShownLogin(
          request.id(),
          LoginClient.of(request.client()).map(LoginClient::title).orElse(request.client()),
          request.host(),
          request.origin(),
          AskedFrom.of(request.origin(), own).name().toLowerCase(Locale.ROOT),
          request.agent(),
          request.callback() == null ? "device" : "browser",
          request.createdAt(),
          request.expiresAt(),
          request.decided());
    }
  }
}
