package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Keys that sign access tokens. */
@Command(
    name = "signing-keys",
    description = "See, rotate and revoke the keys that sign access tokens, as an administrator.")
public final class SigningKeys {
  private static final String KEYS = "/v1/signing-keys";

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public SigningKeys(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "List them: next, current and previous.")
  int list() {
    return shown(invocation.client().get(Path.of(KEYS)));
  }

  @Command(
      name = "rotate",
      description = "Let the next key sign. Refused while a valid token would be refused by it.")
  int rotate() {
    return shown(
        invocation.client().post(Path.of(KEYS).segment("rotate"), RickyardClient.object()).body());
  }

  @Command(
      name = "revoke",
      description = "Make void at once what a key signed; sessions fetch other access tokens.")
  int revoke(@Parameters(paramLabel = "ID", description = "Its id, from the list.") String id) {
    return shown(invocation.client().delete(Path.of(KEYS).segment(id)).body());
  }

  private int shown(JsonNode keys) {
    if (invocation.json()) {
      invocation.print(keys);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "ID", "ROLE", "SINCE");
    for (var key : elements(keys.path("data"))) {
      table.row(
          text(key, "id"),
          text(key, "role"),
          Spans.age(Instant.parse(text(key, "since")), invocation.now()));
    }
    table.print();
    return ExitCode.OK.number();
  }
}
