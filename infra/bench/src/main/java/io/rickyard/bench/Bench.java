package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * Prints the figures of infra/docs/benchmarks.md, in parts that can be run alone: {@code
 * infra/bench/run --only claims,lists}. Ends with 1 when a figure breaks what we claim of it.
 */
public final class Bench {

  private final Report report = new Report(System.out);
  private final LocalInstallation installation;
  private final TaskParts tasks;
  private final SeparateParts separate;
  private final EngineParts engine;

  private Bench(LocalInstallation installation, Path root, Path work) {
    this.installation = installation;
    this.tasks = new TaskParts(installation, root, work, report);
    this.separate = new SeparateParts(installation, root, work, report);
    this.engine = new EngineParts(installation, root, work, report);
  }

  /** Measures; the arguments are the repository's root and, if need be, --only and its parts. */
  public static void main(String[] arguments) throws Exception {
    Set<Part> parts = Part.chosen(arguments);
    var root = Path.of(arguments[0]).toAbsolutePath();
    var work = WorkDirectory.create("rickyard-bench");
    boolean holds;
    try (var installation = new LocalInstallation(root, work.path())) {
      holds = new Bench(installation, root, work.path()).run(parts);
    } finally {
      work.remove();
    }
    if (!holds) {
      System.exit(1);
    }
  }

  private boolean run(Set<Part> parts) throws Exception {
    report.machine();
    Duration first = installation.start("--no-demo");
    if (parts.contains(Part.START)) {
      tasks.starts(first);
    }
    try (engine) {
      for (Part part : parts) {
        measure(part);
      }
    }
    return report.holds();
  }

  private void measure(Part part) throws Exception {
    switch (part) {
      case START -> {}
      case LIVE -> tasks.live();
      case TASKS -> tasks.tasks();
      case BATCH -> tasks.batch();
      case LISTS -> tasks.lists();
      case CLAIMS -> tasks.claims();
      case ORGANIZATIONS -> tasks.organizations();
      case PROJECT -> tasks.project();
      case MACHINE -> tasks.machine();
      case WORKERS -> separate.workers();
      case OBSERVED -> separate.observed();
      case IDENTITY -> separate.identity();
      case DATABASES -> separate.databases();
      case MANAGEMENT -> separate.management();
      case STACK -> engine.stack();
      case STACKS -> engine.stacks();
      case KILLED -> engine.killed();
      case EDGE -> engine.edge();
    }
  }
}
