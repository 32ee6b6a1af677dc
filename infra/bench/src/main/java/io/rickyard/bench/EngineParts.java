package io.rickyard.bench;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stacks as containers of this machine's engine, in an installation of their own, which all parts
 * share.
 */
final class EngineParts implements AutoCloseable {

  /** The profile of the stack that is compared with a plain script. */
  private static final String PROFILE = System.getProperty("bench.profile", "full");

  private static final int STACKS = Integer.getInteger("bench.stacks", 10);

  private static final int KILLS = Integer.getInteger("bench.kills", 20);

  /** How often each stack is made that is compared with a plain script. */
  private static final int STARTS = Integer.getInteger("bench.starts", 3);

  /** Images as engine/build-images makes them, unless the environment names others. */
  private static final Map<String, String> ON_THE_ENGINE =
      Map.of(
          "RICKYARD_RUNTIME_KIND",
          "docker",
          "RICKYARD_RUNTIME_DOCKER_IMAGES",
          Optional.ofNullable(System.getenv("RICKYARD_RUNTIME_DOCKER_IMAGES"))
              .orElse("rickyard-test"),
          "RICKYARD_RUNTIME_DOCKER_TRASH_AFTER",
          "PT0S",
          // What is killed again and again is mended as often.
          "RICKYARD_RUNTIME_DRIFT_REPAIRS",
          "1000");

  private final LocalInstallation installation;
  private final Path root;
  private final Path work;
  private final Report report;
  private @Nullable LocalInstallation running;

  EngineParts(LocalInstallation installation, Path root, Path work, Report report) {
    this.installation = installation;
    this.root = root;
    this.work = work;
    this.report = report;
  }

  void stack() throws Exception {
    var times = new StackStart(inContainers(), PROFILE, work).run(STARTS);
    report.line("new stack (" + PROFILE + ") to healthy", times.created(), "s");
    report.line("resumed stack to healthy", times.resumed(), "s");
    report.line("plain docker run, one after the other", times.plain(), "s");
    report.line("  resumed / plain", times.resumed() / times.plain(), "x", "aim: 0.9 or less");
  }

  void stacks() throws Exception {
    var many = new ManyStacks(inContainers(), StackProfile.DATABASE.wireName());
    double row = many.inARowSeconds(STACKS);
    double once = many.atOnceSeconds(STACKS);
    report.line("%d stacks (database) in a row".formatted(STACKS), row, "s");
    report.line("%d stacks (database) at once".formatted(STACKS), once, "s");
    report.line("  at once / in a row", once / row, "x");
  }

  void killed() throws Exception {
    Latencies times = new KilledContainer(inContainers(), "core", "rest").run(KILLS);
    report.latency("container killed to its service started", times, "");
  }

  void edge() throws Exception {
    var passage = new EdgePassage(inContainers()).run(TaskParts.CONNECTIONS, 10, 3_000);
    var perSecond = passage.perSecond();
    report.line("requests/s through the edge", perSecond.edge(), "requests/s");
    report.line("requests/s at the stack's gateway", perSecond.direct(), "requests/s");
    report.line("  edge / gateway", perSecond.edge() / perSecond.direct(), "x", "aim: 0.8 or more");
    var times = passage.times();
    report.latency("one request after the other, edge", times.edge(), "");
    report.latency("one request after the other, gateway", times.direct(), "");
    double more = times.edge().millis(0.5) - times.direct().millis(0.5);
    report.line("  what the edge adds, p50", more, "ms", "aim: at most 1");
  }

  /** An installation of its own on this machine's engine; the other one rests. */
  private LocalInstallation inContainers() throws IOException, InterruptedException {
    var there = running;
    if (there == null) {
      installation.stop();
      var directory = Files.createDirectory(work.resolve("containers"));
      there = new LocalInstallation(root, directory);
      running = there;
      there.start(ON_THE_ENGINE, "--no-demo");
    }
    return there;
  }

  @Override
  public void close() throws IOException {
    if (running != null) {
      running.close();
    }
  }
}
