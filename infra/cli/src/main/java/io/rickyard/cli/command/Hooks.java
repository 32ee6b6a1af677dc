package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Signed webhooks from CI systems: each turns a delivery into a task by a stored rule. */
@Command(
    name = "hooks",
    aliases = "hook",
    description = "Let CI systems start tasks by signed webhooks.")
public final class Hooks {
  private static final Path ALL = Path.of("/v1/hooks");

  private final Invocation invocation;
  private final Directory directory;

  /** Commands that work with this invocation. */
  public Hooks(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Command(name = "create", description = "Create a hook. Its secret is shown once.")
  int create(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Option(
              names = "--provider",
              required = true,
              description = "Who signs: github, gitlab or standard.")
          String provider,
      @Option(names = "--type", required = true, description = "The task that a delivery becomes.")
          String type,
      @Option(names = "--org", paramLabel = "ORG", description = "The organization it belongs to.")
          @Nullable String organization,
      @Option(
              names = "--project",
              paramLabel = "PROJECT",
              description = "The project the task changes.")
          @Nullable String project,
      @Option(
              names = {"-i", "--input"},
              paramLabel = "NAME=VALUE",
              description = "A value of the task's input.")
          @Nullable Map<String, String> input,
      @Option(
              names = {"-l", "--label"},
              paramLabel = "NAME=VALUE",
              description = "A label of the task.")
          @Nullable Map<String, String> labels,
      @Option(
              names = "--repository",
              paramLabel = "OWNER/NAME",
              description = "Allow only this repository; may be repeated.")
          @Nullable List<String> repositories,
      @Option(
              names = "--ref",
              paramLabel = "REF",
              description = "Allow only this branch or tag; may be repeated.")
          @Nullable List<String> refs,
      @Option(
              names = "--event",
              paramLabel = "EVENT",
              description = "Allow only this event; may be repeated.")
          @Nullable List<String> events,
      @Option(
              names = "--token-id",
              paramLabel = "TOKEN",
              description =
                  "Act within the scopes of this access token of yours, until it ends; with all of"
                      + " your rights, when left out. See: rickyard tokens.")
          @Nullable String token) {
    var body = RickyardClient.object();
    body.put("organization", directory.organization(organization));
    body.put("name", name).put("provider", provider);
    var rule = body.putObject("rule").put("type", type);
    if (project != null) {
      rule.put("project", directory.project(project));
    }
    var values = rule.putObject("input");
    Tasks.given(input).forEach((key, value) -> values.set(key, Tasks.jsonOrText(value)));
    var own = rule.putObject("labels");
    Tasks.given(labels).forEach(own::put);
    var allow = rule.putObject("allow");
    all(allow, "repositories", repositories);
    all(allow, "refs", refs);
    all(allow, "events", events);
    if (token != null) {
      body.put("token", token);
    }
    var hook = invocation.client().post(ALL, body).body();
    return secretOnce(hook, "Created " + name + ".");
  }

  @Command(name = "list", aliases = "ls", description = "List hooks.")
  int list(
      @Option(names = "--org", paramLabel = "ORG", description = "Of this organization.")
          @Nullable String organization) {
    var hooks =
        invocation
            .client()
            .get(Path.of("/v1/hooks").query("organization", directory.organization(organization)));
    if (invocation.json()) {
      invocation.print(hooks);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "NAME", "ID", "PROVIDER", "TASK", "PROJECT", "TOKEN");
    for (var hook : elements(hooks.has("data") ? hooks.path("data") : hooks)) {
      var rule = hook.path("rule");
      table.row(
          text(hook, "name"),
          text(hook, "id"),
          text(hook, "provider"),
          text(rule, "type"),
          text(rule, "project"),
          first(hook, "token_state"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(
      name = "delete",
      aliases = "rm",
      description = "Delete a hook; its deliveries are refused from then on.")
  int delete(@Parameters(paramLabel = "HOOK", description = "Its id.") String id) {
    invocation.client().delete(hook(id));
    if (!invocation.json()) {
      invocation.print("Deleted " + id + ".");
    }
    return ExitCode.OK.number();
  }

  @Command(name = "rotate", description = "Give a hook a new secret. It is shown once.")
  int rotate(@Parameters(paramLabel = "HOOK", description = "Its id.") String id) {
    return secretOnce(
        invocation.client().post(hook(id).segment("rotate"), null).body(), "New secret.");
  }

  @Command(name = "deliveries", description = "List what a hook received and what became of it.")
  int deliveries(
      @Parameters(paramLabel = "HOOK", description = "Its id.") String id,
      @Option(
              names = "--limit",
              defaultValue = "20",
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
                hook(id)
                    .segment("deliveries")
                    .query("limit", String.valueOf(limit))
                    .query("after", after));
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "RECEIVED", "DELIVERY", "OUTCOME", "REASON", "TASK");
    for (var delivery : elements(page.has("data") ? page.path("data") : page)) {
      table.row(
          first(delivery, "received_at", "created_at"),
          first(delivery, "delivery_id", "id"),
          first(delivery, "outcome", "state", "status"),
          first(delivery, "reason"),
          first(delivery, "task_id", "task"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  private int secretOnce(JsonNode hook, String said) {
    if (invocation.json()) {
      invocation.print(hook);
      return ExitCode.OK.number();
    }
    invocation.print(said);
    var id = text(hook, "id");
    if (!id.isEmpty()) {
      invocation.print("  url     " + invocation.configuration().url() + "/hooks/v1/" + id);
    }
    invocation.print("  secret  " + text(hook, "secret"));
    invocation.remark("Keep the secret now: it is not shown again.");
    return ExitCode.OK.number();
  }

  private static Path hook(String id) {
    return Path.of("/v1/hooks").segment(id);
  }

  private static void all(ObjectNode json, String field, @Nullable List<String> values) {
    if (values != null) {
      var array = json.putArray(field);
      values.forEach(array::add);
    }
  }

  private static String first(JsonNode json, String... fields) {
    for (var field : fields) {
      if (!text(json, field).isEmpty()) {
        return text(json, field);
      }
    }
    return "-";
  }
}
