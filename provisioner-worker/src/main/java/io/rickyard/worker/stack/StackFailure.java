package io.rickyard.worker.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A runtime could not bring a stack to where it should be. */
public final class StackFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** The code of a service that ended as soon as it was started. */
  public static final String SERVICE_FAILED = "service_failed";

  /** The code of a value that a service does not take. */
  public static final String SETTING_REFUSED = "setting_refused";

  private final String code;
  private final boolean retryable;

  /**
   * A failure, classified where it was seen.
   *
   * @param code stable, snake_case
   * @param message for the person who asked; holds no secret
   * @param retryable whether trying again may help
   */
  public StackFailure(String code, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.retryable = retryable;
  }

  /** The stack has no service of that name. */
  public static StackFailure noService(String service, List<String> has) {
    return new StackFailure(
        "service_unknown",
        "The project has no service '%s'; it has %s".formatted(service, has),
        false,
        null);
  }

  /** The code. */
  public String code() {
    return code;
  }

  /** Whether trying again may help. */
  public boolean retryable() {
    return retryable;
  }
}
