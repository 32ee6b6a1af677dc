package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Branches: projects of their own with the migrations of the one they were made of. */
@Command(
    name = "branches",
    aliases = "branch",
    description = "Make branches of projects, bring migrations into them and back, delete them.")
public final class Branches {
  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  /** Commands that work with this invocation. */
  public Branches(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Command(name = "list", aliases = "ls", description = "List a project's branches.")
  int list(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project) {
    var branches = invocation.client().get(of(project));
    if (invocation.json()) {
      invocation.print(branches);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "NAME", "PROJECT", "STATUS", "GIT BRANCH", "WHY");
    for (JsonNode branch : elements(branches)) {
      table.row(
          text(branch, "name"),
          text(branch, "project_ref"),
          text(branch, "status"),
          text(branch, "git_branch"),
          text(branch, "status_reason"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(
      name = "create",
      description = "Make a branch of a project: its services and migrations, without its data.")
  int create(
      @Parameters(paramLabel = "PROJECT", description = "Its reference or name.") String project,
      @Parameters(paramLabel = "NAME", description = "What to call the branch.") String name,
      @Option(names = "--git-branch", description = "The branch of a repository it stands for.")
          @Nullable String gitBranch,
      @Option(names = "--persistent", description = "It is meant to stay.") boolean persistent,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until the migrations are in it.")
          boolean watch)
      throws InterruptedException {
    var body = RickyardClient.object().put("branch_name", name).put("persistent", persistent);
    if (gitBranch != null) {
      body.put("git_branch", gitBranch);
    }
    var answer = invocation.client().post(of(project), body);
    var branch = answer.body();
    var said = "Creating branch " + name + " (" + text(branch, "project_ref") + ").";
    if (!watch) {
      return following.accepted(answer, said, "create " + name, false, null);
    }
    // The migrations come last, so whoever sees their end has seen all of it.
    return following.follow(text(branch, "task"), "create branch " + name, answer.position(), null);
  }

  @Command(name = "push", description = "Bring the parent's new migrations into a branch.")
  int push(@Mixin BranchFlags flags) throws InterruptedException {
    return run(flags, "push", "Bringing migrations into ");
  }

  @Command(name = "merge", description = "Bring a branch's new migrations into its parent.")
  int merge(@Mixin BranchFlags flags) throws InterruptedException {
    return run(flags, "merge", "Bringing migrations into the parent of ");
  }

  @Command(
      name = "reset",
      description = "Empty a branch's database and apply the parent's migrations again.")
  int reset(@Mixin BranchFlags flags) throws InterruptedException {
    return run(flags, "reset", "Emptying ");
  }

  @Command(name = "delete", aliases = "rm", description = "Delete a branch and all its data.")
  int delete(
      @Parameters(paramLabel = "BRANCH", description = "Its project's reference or name.")
          String branch,
      @Option(
              names = {"-w", "--watch"},
              description = "Follow it until it is gone.")
          boolean watch)
      throws InterruptedException {
    var answer = invocation.client().delete(branch(branch));
    return following.accepted(
        answer, "Deleting branch " + branch + ".", "delete " + branch, watch, null);
  }

  private int run(BranchFlags flags, String verb, String said) throws InterruptedException {
    var branch = flags.branch();
    var answer = invocation.client().post(branch(branch).segment(verb), null);
    return following.accepted(
        answer, said + branch + ".", verb + " " + branch, flags.watch(), null);
  }

  private Path of(String project) {
    return Path.of("/v1/projects").segment(directory.project(project)).segment("branches");
  }

  private Path branch(String named) {
    return Path.of("/v1/branches").segment(directory.project(named));
  }
}
