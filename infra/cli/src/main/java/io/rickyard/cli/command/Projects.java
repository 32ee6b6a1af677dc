package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Projects: create them, look at them, and change what state they are to be in. */
@Command(
    name = "projects",
    aliases = "project",
    description =
        "Create, watch, pause, resume, restart, resize, repair, delete projects, and reach them.",
    subcommands = {
      ProjectAccess.Keys.class,
      ProjectAccess.Connect.class,
      ProjectLogs.class,
      ProjectTop.class,
      ProjectAdopt.class,
      ProjectResize.class,
      ProjectDomains.class,
      ProjectIdle.class
    })
public final class Projects {
  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  /** Commands that work with this invocation. */
  public Projects(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Command(
      name = "create",
      description = "Create a project with a stack and a database of its own.")
  int create(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Option(
              names = "--org",
              paramLabel = "ORG",
              description = "The organization, by slug or name.")
          @Nullable String organization,
      @Option(names = "--region", description = "Where it is to run; a label of this installation.")
          @Nullable String region,
      @Option(
              names = "--profile",
              description = "Which services it gets (database, core, standard, full).")
          @Nullable String profile,
      @Option(
              names = "--db-pass",
              interactive = true,
              arity = "0",
              description =
                  "Ask for the database password; RICKYARD_DB_PASS may hold it too. Made if not given.")
          char @Nullable [] password,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until it is healthy.")
          boolean watch)
      throws InterruptedException {
    var body = RickyardClient.object();
    body.put("name", name).put("organization_slug", directory.organization(organization));
    put(body, "region", region);
    put(body, "profile", profile);
    put(
        body,
        "db_pass",
        password == null ? invocation.variable("RICKYARD_DB_PASS") : new String(password));
    var answer = invocation.client().post(Path.of("/v1/projects"), body);
    var ref = text(answer.body(), "ref");
    return following.accepted(
        answer, "Creating " + name + " (" + ref + ").", "create " + name, watch, project(ref));
  }

  @Command(name = "list", aliases = "ls", description = "List projects.")
  int list(
      @Option(names = "--org", paramLabel = "ORG", description = "Only of this organization.")
          @Nullable String organization,
      @Option(
              names = {"-w", "--watch"},
              description = "Show it again whenever something changes.")
          boolean watch) {
    var slug = organization == null ? null : directory.organization(organization);
    var table = new FleetTable(invocation, slug);
    if (watch) {
      return table.watch();
    }
    var projects = table.read();
    if (invocation.json()) {
      invocation.print(projects);
    } else {
      table.print(projects);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show a project and its services.")
  int show(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow the task that is changing it, if any.")
          boolean watch)
      throws InterruptedException {
    var ref = directory.project(named);
    var project = invocation.client().get(project(ref));
    var task = text(project, "task");
    if (watch && !task.isEmpty()) {
      var current = Task.of(invocation.client().get(Path.of("/v1/tasks").segment(task)));
      if (!current.ended()) {
        return following.follow(
            task, current.type() + " " + text(project, "name"), null, project(ref));
      }
    }
    if (invocation.json()) {
      invocation.print(project);
    } else {
      ProjectText.print(invocation, project);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "pause", description = "Stop a project's services and keep its data.")
  int pause(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until it is paused.")
          boolean watch)
      throws InterruptedException {
    return change(named, "pause", "pause", "Pausing ", watch);
  }

  @Command(name = "resume", aliases = "restore", description = "Bring a paused project back.")
  int resume(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until it is healthy.")
          boolean watch)
      throws InterruptedException {
    return change(named, "restore", "resume", "Resuming ", watch);
  }

  @Command(name = "restart", description = "Stop and start a project's services, or one of them.")
  int restart(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = "--service",
              paramLabel = "SERVICE",
              description = "Only this one, as 'projects show' names it.")
          @Nullable String service,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until it is healthy.")
          boolean watch)
      throws InterruptedException {
    if (service == null) {
      return change(named, "restart", "restart", "Restarting ", watch);
    }
    var ref = directory.project(named);
    var path = project(ref).segment("services").segment(service).segment("restart");
    return following.accepted(
        invocation.client().post(path, null),
        "Restarting " + service + " of " + named + ".",
        "restart " + service + " of " + named,
        watch,
        project(ref));
  }

  @Command(name = "repair", description = "Find what is broken in a project and mend it.")
  int repair(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch)
      throws InterruptedException {
    return change(named, "repair", "repair", "Repairing ", watch);
  }

  @Command(
      name = "drift",
      description = "Decide what is done when a project's services are not what they should be.")
  int drift(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Parameters(
              paramLabel = "POLICY",
              description =
                  "repair: mend the services concerned. report: only tell. default: what the"
                      + " installation does elsewhere.")
          String policy) {
    var body = RickyardClient.object();
    body.put("policy", policy.equals("default") ? null : policy);
    var answer =
        invocation.client().put(project(directory.project(named)).segment("drift-policy"), body);
    if (invocation.json()) {
      invocation.print(answer.body());
    } else {
      invocation.print("When " + named + " drifts: " + policy + ".");
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "delete",
      aliases = "rm",
      description = "Delete a project with all its data, for good.")
  int delete(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String named,
      @Option(
              names = {"-y", "--yes"},
              description = "Don't ask.")
          boolean sure,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until everything is gone.")
          boolean watch)
      throws InterruptedException {
    var ref = directory.project(named);
    var project = invocation.client().get(project(ref));
    var name = text(project, "name");
    if (!sure) {
      confirm(name, ref, project.hasNonNull("compose_project"));
    }
    var answer = invocation.client().delete(project(ref));
    return following.accepted(
        answer, "Deleting " + name + " (" + ref + ").", "delete " + name, watch, null);
  }

  private void confirm(String name, String ref, boolean adopted) {
    if (!invocation.err().interactive()) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "Deleting " + name + " (" + ref + ") needs a confirmation.",
          "Say --yes.");
    }
    var typed =
        Prompt.line(
            adopted
                ? "This lets go of "
                    + name
                    + "; its containers and data stay. Type its name to go on"
                : "This deletes " + name + " and all its data. Type its name to go on");
    if (!name.strip().equals(typed)) {
      throw new CommandRefused(ExitCode.USAGE, "That is not its name; nothing was deleted.", null);
    }
  }

  private int change(String named, String path, String action, String doing, boolean watch)
      throws InterruptedException {
    var ref = directory.project(named);
    var answer = invocation.client().post(Path.of("/v1/projects").segment(ref).segment(path), null);
    return following.accepted(
        answer, doing + named + ".", action + " " + named, watch, project(ref));
  }

  static Path project(String ref) {
    return Path.of("/v1/projects").segment(ref);
  }

  private static void put(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
