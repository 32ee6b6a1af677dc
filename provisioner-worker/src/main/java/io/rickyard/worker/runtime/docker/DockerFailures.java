package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.stack.StackFailure;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What went wrong, classified: may trying again help or not. */
final class DockerFailures {

  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private DockerFailures() {}

  static StackFailure of(DockerException e) {
    var again = e.getHttpStatus() >= SERVER_ERROR || e.getHttpStatus() == CONFLICT;
    return failure("runtime_failed", "The engine refused: " + e.getMessage(), again, e);
  }

  static StackFailure away(EngineUnavailable e) {
    return failure("runtime_unavailable", words(e), true, e);
  }

  static StackFailure controlDatabase(SQLException e) {
    return failure("control_database_unavailable", "The stack's table can't be reached.", true, e);
  }

  static StackFailure projectDatabase(SQLException e) {
    return failure(
        "database_failed",
        "The project's database refused a step of its setup: " + words(e),
        true,
        e);
  }

  static StackFailure fencedOff(@Nullable FencedOffException e) {
    return failure("fenced_off", "A newer task has taken this project.", false, e);
  }

  static StackFailure notOurs(String what) {
    return failure("not_ours", what, false, null);
  }

  static StackFailure dataMissing(String volume) {
    return failure(
        "data_missing",
        "The volume %s of the project is gone; restore it from a backup".formatted(volume),
        false,
        null);
  }

  static StackFailure noImage(String image, boolean again, RuntimeException e) {
    return failure(
        "image_not_available",
        "The image %s is not on the engine and can't be pulled: %s".formatted(image, words(e)),
        again,
        e);
  }

  static StackFailure ended(String service, long code, String error) {
    return failure(
        "service_failed",
        "%s ended with %d%s; its log says why"
            .formatted(service, code, error.isEmpty() ? "" : " (" + error + ")"),
        true,
        null);
  }

  static StackFailure late(String what) {
    return failure("not_healthy_in_time", what, true, null);
  }

  static StackFailure failure(
      String code, String message, boolean retryable, @Nullable Exception cause) {
    return new StackFailure(code, message, retryable, cause);
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
