package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.RickyardClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Other services for a project, or other limits for some of them. */
@Command(
    name = "resize",
    description = {
      "Give a project more or fewer services, or other limits.",
      "What is not named stays as it is. A service that leaves keeps its data."
    })
final class ProjectResize implements Callable<Integer> {

  private final Invocation invocation;
  private final Directory directory;
  private final Following following;

  @Parameters(paramLabel = "PROJECT", description = "Its reference or name.")
  private String named = "";

  @Option(
      names = "--profile",
      description = "Which services it gets (database, core, standard, full).")
  private @Nullable String profile;

  @Option(
      names = "--memory",
      paramLabel = "SERVICE=MIB",
      description = "How much memory a service may use, in MiB; may be repeated.")
  private Map<String, Integer> memory = Map.of();

  @Option(
      names = "--cpus",
      paramLabel = "SERVICE=NUMBER",
      description = "How many processors' worth of time a service may use; may be repeated.")
  private Map<String, Double> cpus = Map.of();

  @Option(
      names = "--usual",
      paramLabel = "SERVICE",
      description = "Give a service the limits of its blueprint again; may be repeated.")
  private List<String> usual = List.of();

  @Option(
      names = {"-w", "--watch"},
      description = "Follow it until it is healthy.")
  private boolean watch;

  ProjectResize(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
    this.following = new Following(invocation);
  }

  @Override
  public Integer call() throws InterruptedException {
    var limited = !memory.isEmpty() || !cpus.isEmpty() || !usual.isEmpty();
    if (profile == null && !limited) {
      throw new CommandRefused(
          ExitCode.USAGE, "Nothing is to change.", "Say --profile, --memory, --cpus or --usual.");
    }
    var ref = directory.project(named);
    var body = RickyardClient.object();
    if (profile != null) {
      body.put("profile", profile);
    }
    if (limited) {
      body.set("limits", limits(invocation.client().get(Projects.project(ref)).path("limits")));
    }
    var answer = invocation.client().post(Projects.project(ref).segment("resize"), body);
    return following.accepted(
        answer, "Resizing " + named + ".", "resize " + named, watch, Projects.project(ref));
  }

  /** The installation takes all limits at once, so those that stay are said again. */
  private ObjectNode limits(JsonNode before) {
    var limits = RickyardClient.object();
    before.properties().forEach(limit -> limits.set(limit.getKey(), limit.getValue().deepCopy()));
    usual.forEach(limits::remove);
    memory.forEach((service, mib) -> limits.withObject("/" + service).put("memory_mib", mib));
    cpus.forEach((service, number) -> limits.withObject("/" + service).put("cpus", number));
    return limits;
  }
}
