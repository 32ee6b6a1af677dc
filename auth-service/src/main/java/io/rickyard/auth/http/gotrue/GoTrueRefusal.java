package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.password.Complaint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request at GoTrue's endpoints that is not carried out. Its message goes to the caller. */
final class GoTrueRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final GoTrueError error;
  private final @Nullable Duration retryAfter;
  private final transient List<String> weaknesses;

  GoTrueRefusal(GoTrueError error, String message) {
    this(error, message, null, List.of(), null);
  }

  private GoTrueRefusal(
      GoTrueError error,
      String message,
      @Nullable Duration retryAfter,
      List<String> weaknesses,
      @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
    this.retryAfter = retryAfter;
    this.weaknesses = weaknesses;
  }

  static GoTrueRefusal rateLimited(Duration retryAfter) {
    return new GoTrueRefusal(
        GoTrueError.OVER_REQUEST_RATE_LIMIT,
        "Request rate limit reached",
        retryAfter,
        List.of(),
        null);
  }

  static GoTrueRefusal busy(Duration retryAfter, Throwable cause) {
    return new GoTrueRefusal(
        GoTrueError.REQUEST_TIMEOUT,
        "Too many sign-ins at the moment, please try again",
        retryAfter,
        List.of(),
        cause);
  }

  static GoTrueRefusal mailLimited(Duration retryAfter) {
    return new GoTrueRefusal(
        GoTrueError.OVER_EMAIL_SEND_RATE_LIMIT,
        "For security purposes, you can only request this after "
            + Math.max(1, retryAfter.toSeconds())
            + " seconds.",
        retryAfter,
        List.of(),
        null);
  }

  static GoTrueRefusal weakPassword(List<Complaint> complaints) {
    return new GoTrueRefusal(
        GoTrueError.WEAK_PASSWORD,
        String.join(" ", complaints.stream().map(Complaint::text).toList()),
        null,
        complaints.stream().map(complaint -> complaint.reason().wireName()).distinct().toList(),
        null);
  }

  GoTrueError error() {
    return error;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  List<String> weaknesses() {
    return weaknesses;
  }
}
