package io.rickyard.cli.command;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which branch migrations are about, and whether they are followed. */
final class BranchFlags {

  @Parameters(paramLabel = "BRANCH", description = "Its project's reference or name.")
  private String branch = "";

  @Option(
      names = {"-w", "--watch"},
      description = "Follow it to its end.")
  private boolean watch;

  String branch() {
    return branch;
  }

  boolean watch() {
    return watch;
  }
}
