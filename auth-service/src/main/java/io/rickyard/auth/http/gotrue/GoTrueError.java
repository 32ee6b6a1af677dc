package io.rickyard.auth.http.gotrue;

import java.util.Locale;

/** The error codes of GoTrue that this service gives, each with its HTTP status. */
enum GoTrueError {
  BAD_JSON(400),
  VALIDATION_FAILED(400),
  INVALID_CREDENTIALS(400),
  USER_BANNED(400),
  REFRESH_TOKEN_NOT_FOUND(400),
  REFRESH_TOKEN_ALREADY_USED(400),
  SESSION_EXPIRED(400),
  NO_AUTHORIZATION(401),
  BAD_JWT(403),
  SESSION_NOT_FOUND(403),
  OTP_EXPIRED(403),
  NOT_ADMIN(403),
  USER_NOT_FOUND(404),
  EMAIL_EXISTS(422),
  WEAK_PASSWORD(422),
  SAME_PASSWORD(422),
  SIGNUP_DISABLED(422),
  OVER_REQUEST_RATE_LIMIT(429),
  REQUEST_TIMEOUT(503);

  private final int status;

  GoTrueError(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
