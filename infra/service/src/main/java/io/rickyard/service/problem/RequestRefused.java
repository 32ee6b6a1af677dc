package io.rickyard.service.problem;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out. Its message goes to the caller and so holds no secret. */
public final class RequestRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable Duration retryAfter;

  /** Refuses with a code and what was wrong this time. */
  public RequestRefused(ErrorCode code, String detail) {
    this(code, detail, null, null);
  }

  /** Refuses because of something that went wrong underneath; the cause is for our log only. */
  public RequestRefused(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, null, cause);
  }

  /** Refuses for now: trying again after this long may work. */
  public RequestRefused(ErrorCode code, String detail, Duration retryAfter) {
    this(code, detail, retryAfter, null);
  }

  private RequestRefused(
      ErrorCode code, String detail, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(requireNonNull(detail, "detail"), cause);
    this.code = requireNonNull(code, "code");
    this.retryAfter = retryAfter;
  }

  /** Why. */
  public ErrorCode code() {
    return code;
  }

  /** When to try again, where that may help. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** What the caller gets to see. */
  public Problem problem() {
    return Problem.of(code, getMessage());
  }
}
