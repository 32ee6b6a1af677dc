package io.rickyard.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A data directory worked on without a server: nobody can connect meanwhile. */
final class SingleUser {

  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final PostgresBinaries binaries;
  private final RunAs runAs;
  private final Path data;

  SingleUser(PostgresBinaries binaries, RunAs runAs, Path data) {
    this.binaries = binaries;
    this.runAs = runAs;
    this.data = data;
  }

  /** Sets a role's password; durable when this returns. */
  void password(String role, ScramVerifier verifier) {
    var statement =
        "alter role \"%s\" password '%s'\n".formatted(role.replace("\"", "\"\""), verifier.text());
    var outcome = Program.run(runAs.command(command()), TIMEOUT, statement);
    // It goes on after an error, and ends as if there had been none.
    if (!outcome.succeeded() || outcome.output().contains("ERROR:")) {
      throw new PostgresException(
          "The password of %s in %s could not be set: %s"
              .formatted(role, data, outcome.output().replace(verifier.text(), "...")));
    }
  }

  private List<String> command() {
    return List.of(
        binaries.postgres().toString(),
        "--single",
        "-D",
        data.toString(),
        "-c",
        "log_min_error_statement=panic",
        "-c",
        "shared_buffers=1MB",
        "postgres");
  }
}
