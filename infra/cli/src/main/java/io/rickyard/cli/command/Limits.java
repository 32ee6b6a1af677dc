package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How much may go on at once, and whose share is how large. */
@Command(
    name = "limits",
    aliases = "limit",
    description = "Limit queues, task types, organizations and workers.")
public final class Limits {
  private static final Path ALL = Path.of("/v1/limits");
  private static final String SCOPE =
      "queue:NAME, type:NAME, organization:SLUG or worker:ID; * as the name means each.";

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Limits(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "Show all limits.")
  int list() {
    var rules = invocation.client().get(ALL);
    if (invocation.json()) {
      invocation.print(rules);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "SCOPE", "RUNNING", "RATE", "WEIGHT");
    for (var limit : elements(rules.path("limits"))) {
      var rate = limit.path("rate");
      table.row(
          text(limit, "scope"),
          text(limit, "running"),
          rate.isObject() ? text(rate, "tasks") + " per " + text(rate, "per") : "",
          text(limit, "weight"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "set", description = "Limit a scope, in the place of its former limit.")
  int set(
      @Parameters(paramLabel = "SCOPE", description = SCOPE) String scope,
      @Option(names = "--running", description = "How many tasks may run at once.")
          @Nullable Integer running,
      @Option(
              names = "--rate",
              paramLabel = "TASKS/TIME",
              description = "How many may start in a time, such as 100/PT1M.")
          @Nullable String rate,
      @Option(
              names = "--weight",
              description = "An organization's share in per cent of the usual one.")
          @Nullable Integer weight) {
    var body = RickyardClient.object();
    if (running != null) {
      body.put("running", running);
    }
    if (rate != null) {
      int slash = rate.indexOf('/');
      if (slash < 1 || !rate.substring(0, slash).chars().allMatch(Character::isDigit)) {
        throw new CommandRefused(
            ExitCode.USAGE, "Write a rate as TASKS/TIME, such as 100/PT1M", null);
      }
      body.putObject("rate")
          .put("tasks", Long.parseLong(rate.substring(0, slash)))
          .put("per", rate.substring(slash + 1));
    }
    if (weight != null) {
      body.put("weight", weight);
    }
    var answer = invocation.client().put(ALL.segment(scope), body).body();
    return told(invocation, answer, scope + " is limited.");
  }

  @Command(name = "remove", aliases = "rm", description = "Take the limit of a scope away.")
  int remove(@Parameters(paramLabel = "SCOPE", description = SCOPE) String scope) {
    var answer = invocation.client().delete(ALL.segment(scope)).body();
    return told(invocation, answer, scope + " is not limited any more.");
  }

  static int told(Invocation invocation, JsonNode answer, String line) {
    if (invocation.json()) {
      invocation.print(answer);
    } else {
      invocation.print(line);
    }
    return ExitCode.OK.number();
  }
}
