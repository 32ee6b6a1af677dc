package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Who the token belongs to, and where it is used. */
@Command(name = "whoami", description = "Show who is signed in, and to which installation.")
public final class WhoAmI implements Callable<Integer> {
  private final Invocation invocation;

  /** A command that works with this invocation. */
  public WhoAmI(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var profile = invocation.client().get(Path.of("/v1/profile"));
    var configuration = invocation.configuration();
    if (invocation.json()) {
      var json = profile instanceof ObjectNode object ? object : RickyardClient.object();
      json.put("url", configuration.url().toString());
      json.put("organization", configuration.organization());
      invocation.credential().ifPresent(credential -> json.put("token_from", credential.place()));
      invocation.print(json);
      return ExitCode.OK.number();
    }
    invocation.print(text(profile, "primary_email"));
    invocation.print("  installation  " + configuration.url());
    if (configuration.organization() != null) {
      invocation.print("  organization  " + configuration.organization());
    }
    invocation
        .credential()
        .ifPresent(credential -> invocation.print("  token from    " + credential.place()));
    return ExitCode.OK.number();
  }
}
