package io.rickyard.cli;

import picocli.CommandLine;

/** The {@code rickyard} command. */
@CommandLine.Command(name = "rickyard")
public final class Rickyard {
  private Rickyard() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Rickyard()).execute(args));
  }
}
