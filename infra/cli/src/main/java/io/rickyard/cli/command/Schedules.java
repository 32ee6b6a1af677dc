package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tasks that Rickyard asks for itself when their time comes. */
@Command(
    name = "schedules",
    aliases = "schedule",
    description = "Have tasks run at a time, in intervals or by a cron expression.")
public final class Schedules {
  private static final Path ALL = Path.of("/v1/schedules");

  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  /** Commands that work with this invocation. */
  public Schedules(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Command(
      name = "create",
      description =
          "Create a schedule, for example: schedules create nightly stack.restart --project shop"
              + " --cron '30 2 * * *' --zone Europe/Berlin")
  int create(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Parameters(paramLabel = "TYPE", description = "The task that it asks for.") String type,
      @Mixin ScheduleTimeFlags timing,
      @Option(names = "--project", paramLabel = "PROJECT", description = "The project it changes.")
          @Nullable String project,
      @Option(names = "--org", paramLabel = "ORG", description = "The organization it belongs to.")
          @Nullable String organization,
      @Option(
              names = {"-i", "--input"},
              paramLabel = "NAME=VALUE",
              description = "A value the task needs; may be repeated.")
          @Nullable Map<String, String> input,
      @Option(
              names = {"-l", "--label"},
              paramLabel = "NAME=VALUE",
              description = "A label of the task; may be repeated.")
          @Nullable Map<String, String> labels,
      @Option(names = "--queue", description = "Another queue than the type's own.")
          @Nullable String queue,
      @Mixin TaskOptionFlags options) {
    var body = RickyardClient.object().put("name", name);
    timing.put(body);
    var task = body.putObject("task").put("type", type);
    if (project != null) {
      task.put("project", directory.project(project));
    } else {
      task.put("organization", directory.organization(organization));
    }
    var values = task.putObject("input");
    Tasks.given(input).forEach((key, value) -> values.set(key, Tasks.jsonOrText(value)));
    var own = task.putObject("labels");
    Tasks.given(labels).forEach(own::put);
    if (queue != null) {
      task.put("queue", queue);
    }
    options.put(task);
    return shown(invocation.client().post(ALL, body).body(), "Created " + name + ".");
  }

  @Command(name = "list", aliases = "ls", description = "List schedules with their next runs.")
  int list(
      @Option(names = "--org", paramLabel = "ORG", description = "Only of this organization.")
          @Nullable String organization,
      @Option(
              names = "--limit",
              defaultValue = "50",
              description = "At most so many (${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--after",
              paramLabel = "CURSOR",
              description = "Go on after an earlier answer's 'next'.")
          @Nullable String after) {
    var page =
        invocation
            .client()
            .get(
                ALL.query(
                        "organization",
                        organization == null ? null : directory.organization(organization))
                    .query("limit", String.valueOf(limit))
                    .query("after", after));
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "NAME", "ID", "STATE", "TASK", "WHEN", "NEXT RUN");
    for (var schedule : elements(page.path("data"))) {
      table.row(
          text(schedule, "name"),
          text(schedule, "id"),
          text(schedule, "state"),
          text(schedule.path("task"), "type"),
          when(schedule),
          next(schedule));
    }
    table.print();
    if (!text(page, "next").isEmpty()) {
      invocation.remark("There are more: --after " + text(page, "next"));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show a schedule with its next five and its last runs.")
  int show(@Parameters(paramLabel = "SCHEDULE", description = "Its id.") String id) {
    return shown(invocation.client().get(schedule(id)), null);
  }

  @Command(name = "pause", description = "Let its occurrences pass until it is resumed.")
  int pause(@Parameters(paramLabel = "SCHEDULE", description = "Its id.") String id) {
    return asked(id, "pause", "Paused ");
  }

  @Command(
      name = "resume",
      description = "Act on its occurrences again; a suspended one runs with your rights then.")
  int resume(@Parameters(paramLabel = "SCHEDULE", description = "Its id.") String id) {
    return asked(id, "resume", "Resumed ");
  }

  @Command(name = "run", description = "Run its task now, out of turn.")
  int run(
      @Parameters(paramLabel = "SCHEDULE", description = "Its id.") String id,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch)
      throws InterruptedException {
    var answer = invocation.client().post(schedule(id).segment("run"), null);
    var task = answer.task().orElseGet(() -> text(answer.body(), "task_id"));
    return following.accepted(answer, "Accepted as " + task + ".", "run", watch, null);
  }

  @Command(name = "delete", aliases = "rm", description = "Delete a schedule; its tasks go on.")
  int delete(@Parameters(paramLabel = "SCHEDULE", description = "Its id.") String id) {
    invocation.client().delete(schedule(id));
    if (!invocation.json()) {
      invocation.print("Deleted " + id + ".");
    }
    return ExitCode.OK.number();
  }

  private int asked(String id, String verb, String said) {
    var schedule = invocation.client().post(schedule(id).segment(verb), null).body();
    return shown(schedule, said + text(schedule, "name") + ".");
  }

  private int shown(JsonNode schedule, @Nullable String said) {
    if (invocation.json()) {
      invocation.print(schedule);
      return ExitCode.OK.number();
    }
    if (said != null) {
      invocation.print(said);
    }
    var reason = text(schedule, "reason");
    invocation.print("  id       " + text(schedule, "id"));
    invocation.print(
        "  state    " + text(schedule, "state") + (reason.isEmpty() ? "" : " (" + reason + ")"));
    invocation.print("  task     " + text(schedule.path("task"), "type"));
    invocation.print("  when     " + when(schedule));
    invocation.print(
        "  missed   " + text(schedule, "missed") + ", overlap " + text(schedule, "overlap"));
    schedule.path("next_runs").forEach(run -> invocation.print("  next     " + run.asText()));
    if (!schedule.path("last_runs").isEmpty()) {
      var table = new Table(invocation.out(), "DUE", "OUTCOME", "TASK");
      for (var run : elements(schedule.path("last_runs"))) {
        var why = text(run, "reason");
        table.row(
            text(run, "occurrence"),
            text(run, "outcome") + (why.isEmpty() ? "" : " (" + why + ")"),
            run.hasNonNull("task") ? text(run, "task") : "-");
      }
      table.print();
    }
    return ExitCode.OK.number();
  }

  private static String when(JsonNode schedule) {
    if (schedule.hasNonNull("cron")) {
      return text(schedule, "cron") + " " + text(schedule, "zone");
    }
    return schedule.hasNonNull("every")
        ? "every " + text(schedule, "every")
        : "at " + text(schedule, "at");
  }

  private static String next(JsonNode schedule) {
    boolean active = text(schedule, "state").equals("active");
    return active && schedule.hasNonNull("next_at") ? text(schedule, "next_at") : "-";
  }

  private static Path schedule(String id) {
    return ALL.segment(id);
  }
}
