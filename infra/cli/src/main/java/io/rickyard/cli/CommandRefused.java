package io.rickyard.cli;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The command can't be carried out as it was given, which we know without or after asking. */
public final class CommandRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final @Nullable String advice;

  /**
   * Refuses the command.
   *
   * @param exitCode how the process ends
   * @param message what is wrong
   * @param advice what to do about it, or null when the message says it
   */
  public CommandRefused(ExitCode exitCode, String message, @Nullable String advice) {
    super(message);
    this.exitCode = requireNonNull(exitCode, "exitCode");
    this.advice = advice;
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** What to do about it. */
  public Optional<String> advice() {
    return Optional.ofNullable(advice);
  }
}
