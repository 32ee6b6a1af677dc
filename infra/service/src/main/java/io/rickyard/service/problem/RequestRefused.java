package io.rickyard.service.problem;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is not carried out. Its message goes to the caller and so holds no secret. */
public final class RequestRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable Duration retryAfter;
  private final @Nullable String organization;
  private final @Nullable String person;

  /** Refuses with a code and what was wrong this time. */
  public RequestRefused(ErrorCode code, String detail) {
    this(code, detail, null, null, null, null);
  }

  /** Refuses because of something that went wrong underneath; the cause is for our log only. */
  public RequestRefused(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, null, null, null, cause);
  }

  /** Refuses for now: trying again after this long may work. */
  public RequestRefused(ErrorCode code, String detail, Duration retryAfter) {
    this(code, detail, retryAfter, null, null, null);
  }

  private RequestRefused(
      ErrorCode code,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable String organization,
      @Nullable String person,
      @Nullable Throwable cause) {
    super(requireNonNull(detail, "detail"), cause);
    this.code = requireNonNull(code, "code");
    this.retryAfter = retryAfter;
    this.organization = organization;
    this.person = person;
  }

  /** The same about something of an organization that the caller is known to belong to. */
  public RequestRefused within(OrganizationId known) {
    return new RequestRefused(code, words(), retryAfter, known.value(), person, getCause());
  }

  /** The same to somebody who is known, although the request does not get as far as saying so. */
  public RequestRefused to(String known) {
    return new RequestRefused(code, words(), retryAfter, organization, known, getCause());
  }

  private String words() {
    return requireNonNull(getMessage(), "detail");
  }

  /** In whose audit it belongs, where that is known. */
  public @Nullable String organization() {
    return organization;
  }

  /** Who is refused, where the request itself does not tell. */
  public @Nullable String person() {
    return person;
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
