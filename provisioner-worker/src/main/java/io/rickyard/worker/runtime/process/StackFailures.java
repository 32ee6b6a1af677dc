package io.rickyard.worker.runtime.process;

import io.rickyard.postgres.DirectoryInUseException;
import io.rickyard.postgres.IncompatibleDataException;
import io.rickyard.postgres.PortInUseException;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.ServerFailedException;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.stack.StackFailure;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What went wrong, classified: may trying again help or not. */
final class StackFailures {

  private StackFailures() {}

  static StackFailure of(PostgresException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw interrupted(e);
    }
    return switch (e) {
      case DirectoryInUseException _ ->
          failure("stack_busy", "Another worker acts on this project's directory.", true, e);
      case IncompatibleDataException _ -> failure("data_incompatible", words(e), false, e);
      case ServerFailedException _ -> failure(StackFailure.SERVICE_FAILED, words(e), true, e);
      case PortInUseException _ -> failure("port_in_use", words(e), true, e);
      default -> failure("runtime_failed", words(e), true, e);
    };
  }

  static StackFailure files(IOException e) {
    return failure("runtime_failed", "The project's directory can't be used: " + words(e), true, e);
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

  static StackFailure sharedTrust() {
    return failure(
        "runtime_not_isolated",
        "Projects of several organizations can't be kept apart on this host; start Rickyard as root"
            + " in a directory other users can enter, or set"
            + " rickyard.runtime.process.shared-trust=true.",
        false,
        null);
  }

  private static InterruptedException interrupted(PostgresException e) {
    var interruption = new InterruptedException(words(e));
    interruption.initCause(e);
    return interruption;
  }

  private static StackFailure failure(
      String code, String message, boolean retryable, @Nullable Exception cause) {
    return new StackFailure(code, message, retryable, cause);
  }

  private static String words(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
