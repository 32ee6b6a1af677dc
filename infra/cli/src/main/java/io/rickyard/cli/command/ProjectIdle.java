package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a project is paused when nobody uses it. */
@Command(
    name = "idle",
    description = "Show or say whether a project is stopped when nobody uses it.")
final class ProjectIdle implements Callable<Integer> {
  private static final int NOT_FOUND = 404;

  private final Invocation invocation;

  @Parameters(paramLabel = "PROJECT", description = "Its reference or name.")
  private String project = "";

  @ArgGroup private @Nullable Choice choice;

  /** What is wanted. */
  static final class Choice {
    @Option(
        names = "--after",
        paramLabel = "TIME",
        description = "Stop it after so long without use (30m, 12h); a request wakes it.")
    private @Nullable String after;

    @Option(names = "--never", description = "Let it run, used or not.")
    private boolean never;
  }

  ProjectIdle(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var path = Projects.project(new Directory(invocation).project(project)).segment("idle-stop");
    if (choice == null) {
      return show(path);
    }
    if (!choice.never && choice.after != null) {
      var body = RickyardClient.object().put("after", Times.of(choice.after).toString());
      return said(invocation.client().put(path, body).body());
    }
    invocation.client().delete(path);
    return runs();
  }

  private int show(Path path) {
    try {
      return said(invocation.client().get(path));
    } catch (RequestRefused refused) {
      if (refused.status() != NOT_FOUND || !"not_found".equals(refused.code())) {
        throw refused;
      }
      return runs();
    }
  }

  private int said(JsonNode stop) {
    if (invocation.json()) {
      invocation.print(stop);
    } else {
      invocation.print("Stops after " + text(stop, "after") + " without use; a request wakes it.");
      invocation.print(
          stop.path("asleep").asBoolean() ? "It sleeps." : "Last used " + text(stop, "used_at"));
    }
    return ExitCode.OK.number();
  }

  private int runs() {
    if (!invocation.json()) {
      invocation.print("Runs whether anybody uses it or not.");
    }
    return ExitCode.OK.number();
  }
}
