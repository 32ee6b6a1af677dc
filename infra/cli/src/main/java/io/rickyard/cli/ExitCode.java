package io.rickyard.cli;

import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.RequestRefused;

/** How a command ended, for scripts. The numbers are part of the command line's interface. */
public enum ExitCode {
  /** It did what was asked. */
  OK(0, "Done."),
  /** The operation was carried out and failed, or was refused. */
  FAILED(1, "The operation failed or was refused."),
  /** The command was not understood, or a value in it is not accepted. */
  USAGE(2, "The command line or a value in it is wrong."),
  /** There is no valid token. */
  NOT_SIGNED_IN(3, "Not signed in, or the token is no longer valid."),
  /** What was named is not there, or not the caller's to see. */
  NOT_FOUND(4, "What was named does not exist, or is not yours to see."),
  /** It contradicts what is there. */
  CONFLICT(5, "It contradicts the current state."),
  /** The installation can't be reached or can't answer now. */
  UNAVAILABLE(6, "The installation does not answer, or asks to try again later.");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** What the process ends with. */
  public int number() {
    return number;
  }

  /** What it says to a person. */
  public String meaning() {
    return meaning;
  }

  /** What a request that got no good answer means for the command. */
  static ExitCode of(ApiFailure failure) {
    return switch (failure) {
      case InstallationUnreachable _ -> UNAVAILABLE;
      case RequestRefused refused ->
          switch (refused.status()) {
            case 400, 413, 422 -> USAGE;
            case 401 -> NOT_SIGNED_IN;
            case 404 -> NOT_FOUND;
            case 409 -> CONFLICT;
            case 429, 502, 503, 504, 507 -> UNAVAILABLE;
            default -> FAILED;
          };
    };
  }
}
