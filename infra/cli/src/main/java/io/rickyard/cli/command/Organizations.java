package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Organizations: whom projects belong to. */
@Command(name = "orgs", aliases = "org", description = "List and create organizations.")
public final class Organizations implements Callable<Integer> {
  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Organizations(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", aliases = "ls", description = "List the organizations you belong to.")
  int list() {
    var all = invocation.client().get(Path.of("/v1/organizations"));
    if (invocation.json()) {
      invocation.print(all);
      return ExitCode.OK.number();
    }
    var chosen = invocation.configuration().organization();
    var table = new Table(invocation.out(), "NAME", "SLUG", "");
    all.forEach(one ->
        table.row(
            text(one, "name"),
            text(one, "slug"),
            text(one, "slug").equals(chosen) ? "default" : ""));
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "create", description = "Create an organization; you become its owner.")
  int create(@Parameters(paramLabel = "NAME", description = "What to call it.") String name) {
    var answer =
        invocation
            .client()
            .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", name));
    if (invocation.json()) {
      invocation.print(answer.body());
    } else {
      invocation.print("Created " + name + " (" + text(answer.body(), "slug") + ").");
    }
    return ExitCode.OK.number();
  }
}
