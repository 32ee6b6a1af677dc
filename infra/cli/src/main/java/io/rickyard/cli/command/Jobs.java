package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Programs that run beside a project. */
@Command(
    name = "jobs",
    aliases = "job",
    description = "Run programs beside a project, with nothing in reach but its database.")
public final class Jobs {
  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  /** Commands that work with this invocation. */
  public Jobs(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Command(
      name = "run",
      description =
          "Run a program; PGHOST, PGUSER and so on are set for it. For example:"
              + " jobs run --project shop --watch -- psql -c 'select 1'")
  int run(
      @Option(
              names = "--project",
              required = true,
              paramLabel = "PROJECT",
              description = "The project that it runs beside.")
          String project,
      @Option(
              names = {"-e", "--env"},
              paramLabel = "NAME=VALUE",
              description = "A variable of the program; may be repeated.")
          @Nullable Map<String, String> environment,
      @Option(
              names = "--secret",
              paramLabel = "NAME=SECRET",
              description =
                  "A variable that holds a secret of the project: db_password, jwt_secret,"
                      + " anon_key, service_role_key, publishable_key or secret_key.")
          @Nullable Map<String, String> secrets,
      @Option(
              names = "--timeout",
              paramLabel = "TIME",
              description = "The longest it may take, like 30m; 15m when left out.")
          @Nullable String timeout,
      @Option(
              names = "--memory",
              paramLabel = "MIB",
              description = "The address space of each of its processes, in MiB.")
          @Nullable Integer memory,
      @Option(
              names = "--processes",
              paramLabel = "N",
              description = "The most processes and threads it may have.")
          @Nullable Integer processes,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it to its end.")
          boolean watch,
      @Mixin TaskOptionFlags options,
      @Parameters(
              paramLabel = "COMMAND",
              arity = "1..*",
              description = "The program and its arguments, after --.")
          List<String> command)
      throws InterruptedException {
    var body =
        RickyardClient.object().put("type", "job.run").put("project", directory.project(project));
    var input = body.putObject("input");
    var words = input.putArray("command");
    command.forEach(words::add);
    if (environment != null) {
      Tasks.given(environment).forEach(input.putObject("environment")::put);
    }
    if (secrets != null) {
      Tasks.given(secrets).forEach(input.putObject("secrets")::put);
    }
    if (timeout != null) {
      input.put("timeout", Times.iso(timeout));
    }
    if (memory != null) {
      input.put("memory_mib", memory);
    }
    if (processes != null) {
      input.put("processes", processes);
    }
    options.put(body);
    var answer = invocation.client().post(Path.of("/v1/tasks"), body);
    var id = answer.task().orElseGet(() -> text(answer.body(), "id"));
    return following.accepted(answer, "Accepted as " + id + ".", "job", watch, null);
  }
}
