package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import java.io.Console;
import java.util.Optional;

/** Asks the person at the terminal. */
final class Prompt {
  private Prompt() {}

  static String line(String question) {
    return answered(console().readLine("%s: ", question));
  }

  static String secret(String question) {
    var typed = console().readPassword("%s: ", question);
    return answered(typed == null ? "" : new String(typed));
  }

  private static Console console() {
    return Optional.ofNullable(System.console())
        .orElseThrow(() ->
            new CommandRefused(
                ExitCode.USAGE,
                "This asks for something, and there is no terminal to ask on.",
                "Give it as an option or on standard input; see --help."));
  }

  private static String answered(String typed) {
    if (typed == null || typed.isBlank()) {
      throw new CommandRefused(ExitCode.USAGE, "Nothing was typed.", null);
    }
    return typed.strip();
  }
}
