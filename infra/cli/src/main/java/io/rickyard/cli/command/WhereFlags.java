package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A filter for something that is done to many tasks, and how far it may go. */
final class WhereFlags {

  @Option(
      names = "--where",
      paramLabel = "NAME=VALUE",
      description =
          "A filter: state, type, queue, project, organization, label, actor, parent, created_before,"
              + " q …; may be repeated.")
  private @Nullable List<String> where;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, the newest first (1000, at most 10000).")
  private @Nullable Integer limit;

  @Option(names = "--dry-run", description = "Only say how many there are.")
  private boolean dryRun;

  @Option(
      names = {"-w", "--watch"},
      description = "Follow it to its end.")
  private boolean watch;

  boolean isFilter() {
    return where != null;
  }

  boolean isWatched() {
    return watch;
  }

  /** Asks for it, and says what came of it. */
  int apply(Invocation invocation, Path path, ObjectNode body, String did)
      throws InterruptedException {
    var directory = new Directory(invocation);
    var filter = body.putObject("where");
    for (String condition : where == null ? List.<String>of() : where) {
      add(filter, condition, directory);
    }
    if (!filter.has("organization") && !filter.has("project")) {
      filter.put("organization", directory.organization(null));
    }
    if (limit != null) {
      body.put("limit", limit);
    }
    if (dryRun) {
      body.put("dry_run", true);
    }
    var answer = invocation.client().post(path, body);
    int matched = answer.body().path("matched").asInt();
    boolean more = answer.body().path("more").asBoolean();
    if (!answer.body().has("task")) {
      if (invocation.json()) {
        invocation.print(answer.body());
      } else {
        invocation.print(
            matched == 0
                ? "No task fits."
                : "%s%s fit.".formatted(tasks(matched), more ? " and more" : ""));
      }
      return ExitCode.OK.number();
    }
    var id = text(answer.body().path("task"), "id");
    if (more) {
      invocation.remark("More tasks fit than the limit takes: run it again afterwards.");
    }
    return new Following(invocation)
        .accepted(answer, "%s %s as task %s.".formatted(did, tasks(matched), id), did, watch, null);
  }

  private static void add(ObjectNode filter, String condition, Directory directory) {
    int sign = condition.indexOf('=');
    if (sign < 1) {
      throw new CommandRefused(
          ExitCode.USAGE, "'" + condition + "' is no filter.", "Write --where NAME=VALUE.");
    }
    String name = condition.substring(0, sign);
    String value = condition.substring(sign + 1);
    String meant =
        switch (name) {
          case "project" -> directory.project(value);
          case "organization" -> directory.organization(value);
          default -> value;
        };
    filter.withArray(name).add(meant);
  }

  private static String tasks(int number) {
    return number == 1 ? "1 task" : number + " tasks";
  }

  /** An empty body to fill in. */
  static ObjectNode body() {
    return RickyardClient.object();
  }
}
