package io.rickyard.cli.command;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The script that lets a shell complete our commands. */
@Command(
    name = "completion",
    description = {
      "Print a completion script.",
      "bash: source <(rickyard completion bash)",
      "zsh:  source <(rickyard completion zsh)"
    })
public final class Completion implements Callable<Integer> {
  /** The shells it is made for. */
  enum Shell {
    bash,
    zsh
  }

  private final Invocation invocation;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A command that works with this invocation. */
  public Completion(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (shell == Shell.zsh) {
      invocation.print("autoload -Uz compinit bashcompinit && compinit -i && bashcompinit");
    }
    invocation.print(AutoComplete.bash("rickyard", spec.root().commandLine()));
    return ExitCode.OK.number();
  }
}
