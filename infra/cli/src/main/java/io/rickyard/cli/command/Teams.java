package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Teams: members who act as developers on the projects that their team was given. */
@Command(
    name = "teams",
    aliases = "team",
    description = "Teams of an organization, who is in them, and which projects they were given.")
public final class Teams implements Callable<Integer> {
  private final Invocation invocation;
  private final Directory directory;

  @Option(
      names = "--org",
      paramLabel = "ORG",
      description = "The organization's slug or name.",
      scope = picocli.CommandLine.ScopeType.INHERIT)
  private @Nullable String organization;

  /** Commands that work with this invocation. */
  public Teams(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", aliases = "ls", description = "List an organization's teams.")
  int list() {
    var found = invocation.client().get(teams());
    if (invocation.json()) {
      invocation.print(found);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "TEAM", "NAME", "MEMBERS", "PROJECTS");
    for (var team : elements(found.path("data"))) {
      table.row(
          text(team, "slug"),
          text(team, "name"),
          String.valueOf(team.path("members").size()),
          String.valueOf(team.path("projects").size()));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show who is in a team, and what it was given.")
  int show(@Parameters(paramLabel = "TEAM", description = "Its slug.") String team) {
    return shown(invocation.client().get(teams().segment(team)));
  }

  @Command(name = "create", description = "Create a team, with nobody in it and no project.")
  int create(
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name,
      @Option(names = "--slug", description = "Its name in paths, for ever (made of the name).")
          @Nullable String slug) {
    var body = RickyardClient.object().put("name", name);
    if (slug != null) {
      body.put("slug", slug);
    }
    var made = invocation.client().post(teams(), body).body();
    return said(made, "Created " + text(made, "name") + " (" + text(made, "slug") + ").");
  }

  @Command(name = "rename", description = "Give a team another name; its slug stays.")
  int rename(
      @Parameters(paramLabel = "TEAM", description = "Its slug.") String team,
      @Parameters(paramLabel = "NAME", description = "What to call it.") String name) {
    var body = RickyardClient.object().put("name", name);
    return said(
        invocation.client().patch(teams().segment(team), body).body(),
        team + " is called " + name + " now.");
  }

  @Command(name = "delete", aliases = "rm", description = "Delete a team, and what it gave.")
  int delete(@Parameters(paramLabel = "TEAM", description = "Its slug.") String team) {
    return said(invocation.client().delete(teams().segment(team)).body(), "Deleted " + team + ".");
  }

  @Command(name = "add", description = "Take a member of the organization into a team.")
  int add(
      @Parameters(paramLabel = "TEAM", description = "Its slug.") String team,
      @Parameters(paramLabel = "MEMBER", description = "An e-mail address or id.") String member) {
    var path = teams().segment(team).segment("members").segment(user(member));
    return said(
        invocation.client().put(path, RickyardClient.object()).body(),
        member + " is in " + team + " now.");
  }

  @Command(name = "remove", description = "Take a member out of a team.")
  int remove(
      @Parameters(paramLabel = "TEAM", description = "Its slug.") String team,
      @Parameters(paramLabel = "MEMBER", description = "An e-mail address or id.") String member) {
    var path = teams().segment(team).segment("members").segment(user(member));
    return said(
        invocation.client().delete(path).body(), member + " is not in " + team + " any more.");
  }

  @Command(name = "give", description = "Give a team a project.")
  int give(
      @Parameters(paramLabel = "TEAM", description = "Its slug.") String team,
      @Parameters(paramLabel = "PROJECT", description = "A name or reference.") String project,
      @Option(
              names = "--role",
              defaultValue = "developer",
              description = "As what its members act there: ${DEFAULT-VALUE}, or member.")
          String role) {
    var path = teams().segment(team).segment("projects").segment(directory.project(project));
    return said(
        invocation.client().put(path, RickyardClient.object().put("role", role)).body(),
        "Whoever is in " + team + " acts as " + role + " on " + project + ".");
  }

  @Command(name = "take", description = "Take a project from a team.")
  int take(
      @Parameters(paramLabel = "TEAM", description = "Its slug.") String team,
      @Parameters(paramLabel = "PROJECT", description = "A name or reference.") String project) {
    var path = teams().segment(team).segment("projects").segment(directory.project(project));
    return said(invocation.client().delete(path).body(), team + " has " + project + " no more.");
  }

  private int shown(JsonNode team) {
    if (invocation.json()) {
      invocation.print(team);
      return ExitCode.OK.number();
    }
    invocation.print(text(team, "name") + " (" + text(team, "slug") + ")");
    invocation.print(
        "  members   "
            + elements(team.path("members")).stream()
                .map(member -> {
                  var email = text(member, "email");
                  return email.isEmpty() ? text(member, "user_id") : email;
                })
                .collect(Collectors.joining(", ")));
    for (var project : elements(team.path("projects"))) {
      invocation.print(
          "  project   %s (%s) as %s"
              .formatted(text(project, "name"), text(project, "ref"), text(project, "role")));
    }
    return ExitCode.OK.number();
  }

  private int said(JsonNode answer, String words) {
    if (!invocation.json()) {
      invocation.print(words);
    } else if (!answer.isMissingNode()) {
      invocation.print(answer);
    }
    return ExitCode.OK.number();
  }

  private String user(String named) {
    return new MemberList(invocation, directory.organization(organization)).id(named);
  }

  private Path teams() {
    return Path.of("/v1/organizations")
        .segment(directory.organization(organization))
        .segment("teams");
  }
}
