package io.rickyard.cli.command;

import static io.rickyard.cli.command.Dlq.shown;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Doing something about dead messages: about one, or about all that a filter finds. */
abstract class DlqHandling implements Callable<Integer> {
  private final Invocation invocation;
  private final String path;
  private final String did;

  @Parameters(paramLabel = "ID", arity = "0..1", description = "One, by its id.")
  private @Nullable String id;

  @Mixin private final DlqFlags filter = new DlqFlags();

  @Option(names = "--all", description = "All that wait, where nothing narrows them.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many, in the list's order (100, at most 1000).")
  private @Nullable Integer limit;

  @Option(names = "--dry-run", description = "Only say how many there are.")
  private boolean dryRun;

  DlqHandling(Invocation invocation, String path, String did) {
    this.invocation = invocation;
    this.path = path;
    this.did = did;
  }

  /** Publishes again. */
  @Command(
      name = "replay",
      description = "Publish messages again as they first were, once the cause is mended.")
  static final class Replay extends DlqHandling {
    Replay(Invocation invocation) {
      super(invocation, "replay", "replayed");
    }
  }

  /** Lets go. */
  @Command(name = "drop", description = "Say that nobody needs messages any more.")
  static final class Drop extends DlqHandling {
    Drop(Invocation invocation) {
      super(invocation, "drop", "dropped");
    }
  }

  @Override
  public Integer call() {
    boolean many = filter.narrow() || all;
    if (many == (id != null)) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "Which ones is not said, or said twice.",
          "Name one id, or a filter such as --topic, or --all.");
    }
    return id == null ? many() : one(id);
  }

  private int one(String named) {
    var answer =
        invocation
            .client()
            .post(Path.of("/v1/dead-messages").segment(named).segment(path), null)
            .body();
    return Limits.told(invocation, answer, shown(answer, "id") + " is " + did + ".");
  }

  private int many() {
    var body = RickyardClient.object();
    filter.put(body.putObject("where"));
    if (limit != null) {
      body.put("limit", limit);
    }
    if (dryRun) {
      body.put("dry_run", true);
    }
    var answer = invocation.client().post(Path.of("/v1/dead-messages").segment(path), body).body();
    int matched = answer.path("matched").asInt();
    int unfit = answer.path("unfit").asInt();
    if (unfit > 0) {
      invocation.remark(messages(unfit) + " without key or body can only be dropped.");
    }
    if (answer.has("next")) {
      invocation.remark("There may be more: run it again.");
    }
    return Limits.told(
        invocation,
        answer,
        dryRun
            ? "%s fit.".formatted(messages(matched))
            : "%s %s.".formatted(messages(answer.path("done").size()), did));
  }

  private static String messages(int number) {
    return number == 1 ? "1 message" : number + " messages";
  }
}
