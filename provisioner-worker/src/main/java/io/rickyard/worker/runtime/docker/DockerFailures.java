package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.stack.StackFailure;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What went wrong, classified: may trying again help or not. */
final class DockerFailures {

  private static final int CONFLICT = 409;
  private static final int SERVER_ERROR = 500;

  private static final Pattern NO_SPACE =
      Pattern.compile("no space left on device|disk quota exceeded", Pattern.CASE_INSENSITIVE);

  /** PostgreSQL's word for it. */
  private static final String DISK_FULL = "53100";

  private DockerFailures() {}

  /** Something asked of the engine. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws StackFailure, InterruptedException;
  }

  /** Something done with the engine. */
  @FunctionalInterface
  interface Deed {
    void run() throws StackFailure, InterruptedException;
  }

  /** Does it; what the engine fails with is classified. */
  static void classified(Deed deed) throws StackFailure, InterruptedException {
    var _ =
        classified(() -> {
          deed.run();
          return deed;
        });
  }

  /** Asks it; what the engine fails with is classified. */
  static <T> T classified(Question<T> question) throws StackFailure, InterruptedException {
    try {
      return question.ask();
    } catch (EngineUnavailable e) {
      throw away(e);
    } catch (DockerException e) {
      throw of(e);
    }
  }

  static StackFailure of(DockerException e) {
    if (noSpace(e.getMessage())) {
      return diskFull(words(e), e);
    }
    // Of two networks of one name the next attempt leaves one.
    var again =
        e.getHttpStatus() >= SERVER_ERROR
            || e.getHttpStatus() == CONFLICT
            || words(e).contains("is ambiguous");
    return failure("runtime_failed", "The engine refused: " + e.getMessage(), again, e);
  }

  private static StackFailure diskFull(String said, @Nullable Exception e) {
    return failure(
        "disk_full", "There is no space left where the engine keeps its data: " + said, true, e);
  }

  /** Whether these words, of whatever program, say that a disk is full. */
  static boolean noSpace(@Nullable String words) {
    return words != null && NO_SPACE.matcher(words).find();
  }

  static StackFailure away(EngineUnavailable e) {
    return failure("runtime_unavailable", words(e), true, e);
  }

  static StackFailure controlDatabase(SQLException e) {
    return failure("control_database_unavailable", "The stack's table can't be reached.", true, e);
  }

  static StackFailure projectDatabase(SQLException e) {
    if (DISK_FULL.equals(e.getSQLState())) {
      return diskFull("the project's database says so", e);
    }
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
    if (noSpace(e.getMessage())) {
      return diskFull(words(e), e);
    }
    return failure(
        "image_not_available",
        "The image %s is not on the engine and can't be pulled: %s".formatted(image, words(e)),
        again,
        e);
  }

  /** A service whose last words were that the disk is full. */
  static StackFailure endedForSpace(String service) {
    return diskFull(service + " ended for want of it", null);
  }

  static StackFailure ended(String service, long code, String error) {
    if (noSpace(error)) {
      return endedForSpace(service);
    }
    return failure(
        StackFailure.SERVICE_FAILED,
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
