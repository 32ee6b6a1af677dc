package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;
import static io.rickyard.cli.command.Projects.project;

import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project of a stack that is there already. */
@Command(
    name = "adopt",
    description =
        "Make a project of a compose stack that runs already. It stays its owner's: it is watched,"
            + " paused, resumed and restarted as it is, and deleting the project leaves it alone.")
final class ProjectAdopt implements Callable<Integer> {

  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  @Parameters(paramLabel = "COMPOSE_PROJECT", description = "What compose calls the stack.")
  private String composeProject = "";

  @Option(names = "--name", description = "What to call the project; as compose does if not given.")
  private @Nullable String name;

  @Option(names = "--org", paramLabel = "ORG", description = "The organization, by slug or name.")
  private @Nullable String organization;

  @Option(
      names = "--db-pass",
      interactive = true,
      arity = "0",
      description =
          "Ask for the password of the database's role postgres, if the stack does not tell it;"
              + " RICKYARD_DB_PASS may hold it too.")
  private char @Nullable [] password;

  @Option(
      names = {"-w", "--watch"},
      description = "Follow it to its end.")
  private boolean watch;

  ProjectAdopt(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Override
  public Integer call() throws InterruptedException {
    var called = name == null ? composeProject : name;
    var body = RickyardClient.object();
    body.put("name", called)
        .put("organization_slug", directory.organization(organization))
        .put("compose_project", composeProject);
    var known = password == null ? invocation.variable("RICKYARD_DB_PASS") : new String(password);
    if (known != null) {
      body.put("db_pass", known);
    }
    var answer = invocation.client().post(Path.of("/v1/projects/adopt"), body);
    var ref = text(answer.body(), "ref");
    return following.accepted(
        answer,
        "Adopting " + composeProject + " as " + called + " (" + ref + ").",
        "adopt " + called,
        watch,
        project(ref));
  }
}
