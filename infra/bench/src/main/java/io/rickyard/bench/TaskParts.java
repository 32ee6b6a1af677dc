package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How tasks and projects run in an installation as it is started by default, and how far that is
 * from what the machine under it can do.
 */
final class TaskParts {

  static final int TASKS = Integer.getInteger("bench.tasks", 20_000);
  static final int CONNECTIONS = 64;

  private static final int MANY = Integer.getInteger("bench.many", 1_000_000);
  private static final int FEWEST_WARM_ROUNDS = 4;
  private static final int MOST_WARM_ROUNDS = 15;

  /** Of the round before: with less than that, the compilers were still at work. */
  private static final double COMPILED = 0.97;

  /** In a row: one alone may be a round in which something else was at work. */
  private static final int RESTED_ROUNDS = 3;

  private static final int PROJECTS = 11;

  /** The first ones wait for the compilers, as in the other parts; they count for nothing. */
  private static final int PROJECTS_BEFORE = 3;

  private final LocalInstallation installation;
  private final Path root;
  private final Path work;
  private final Report report;
  private ProbeLatency.@Nullable Series slow;
  private ProbeLatency.@Nullable Series fast;
  private double tasks;
  private boolean isWarm;

  TaskParts(LocalInstallation installation, Path root, Path work, Report report) {
    this.installation = installation;
    this.root = root;
    this.work = work;
    this.report = report;
  }

  void starts(Duration first) throws IOException, InterruptedException {
    report.line("first start to ready", seconds(first), "s");
    installation.stop();
    awaitStartCache();
    Duration warm = installation.start("--no-demo");
    report.line("warm start to ready", seconds(warm), "s", "aim: under 4");
    TimeUnit.SECONDS.sleep(10); // compilers and collectors come to rest
    memory("resident memory, all processes, idle", "aim: under 600");
  }

  /** What the first start taught is put in order beside its end; a warm start uses it. */
  private void awaitStartCache() throws IOException, InterruptedException {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (isMakingStartCache() && System.nanoTime() - until < 0) {
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private boolean isMakingStartCache() throws IOException {
    try (var files = Files.list(root.resolve("infra/launcher/target"))) {
      return files.anyMatch(file -> file.getFileName().toString().matches("start-.*\\.record.*"));
    }
  }

  private void memory(String what, String note) throws IOException {
    report.line(what, Memory.residentMebibytes(installation), "MiB", note);
  }

  void live() throws IOException, InterruptedException {
    var probe = new ProbeLatency(installation);
    warm();
    var atTwenty = probe.measure(20, 400);
    report.series(
        "POST to live \"succeeded\" at  20/s", atTwenty, "aim: p50 under 10, p99 under 50 ms");
    var atTwoHundred = probe.measure(200, 3_000);
    report.series("POST to live \"succeeded\" at 200/s", atTwoHundred, "");
    slow = atTwenty;
    fast = atTwoHundred;
    int load = (int) (0.7 * throughput().run(TASKS / 4));
    report.series(
        "POST to live \"succeeded\" at 70%% load, %d/s".formatted(load),
        probe.measure(load, load * 10),
        "");
  }

  /**
   * What is measured is an installation that has been at work for a while: tasks run until the
   * compilers have come to rest, which is when a few rounds take hardly less processor time than
   * the one before each. They go on for some hundred thousand tasks, and not for ever.
   */
  private void warm() throws IOException, InterruptedException {
    if (isWarm) {
      return;
    }
    double last = Double.MAX_VALUE;
    int rested = 0;
    for (int round = 0; round < MOST_WARM_ROUNDS; round++) {
      var before = ProcessorTime.of(installation);
      throughput().run(TASKS);
      double jvm = ProcessorTime.of(installation).since(before).jvm().toNanos();
      rested = jvm > COMPILED * last ? rested + 1 : 0;
      if (round >= FEWEST_WARM_ROUNDS && rested >= RESTED_ROUNDS) {
        break;
      }
      last = jvm;
    }
    isWarm = true;
  }

  void tasks() throws IOException, InterruptedException {
    warm();
    var throughput = throughput();
    var before = ProcessorTime.of(installation);
    tasks = throughput.run(TASKS);
    var spent = ProcessorTime.of(installation).since(before);
    report.line("probe tasks/s, accepted to terminal", tasks, "tasks/s", "aim: over 2,000");
    report.line("  of these, accepting alone", throughput.acceptedPerSecond(), "tasks/s");
    report.line("  processor time of a task, JVM", spent.jvm().toNanos() / 1e6 / TASKS, "ms");
    report.line("  the same, PostgreSQL", spent.postgres().toNanos() / 1e6 / TASKS, "ms");
  }

  private ProbeThroughput throughput() {
    return new ProbeThroughput(Measured.of(installation), CONNECTIONS);
  }

  void batch() throws IOException, InterruptedException {
    warm();
    double[] perSecond = new BatchAcceptance(Measured.of(installation)).run(4, 7);
    Arrays.sort(perSecond);
    double middle = perSecond[perSecond.length / 2];
    report.line("accepted in a batch of 10,000, p50", middle, "tasks/s", "aim: over 20,000");
    report.line("  the best of them", perSecond[perSecond.length - 1], "tasks/s");
  }

  void lists() throws IOException, InterruptedException {
    Map<String, Latencies> lists = new TaskListing(installation).run(MANY, 200);
    lists.forEach((filter, times) -> report.latency("list ?" + filter, times, ""));
    double slowest =
        lists.values().stream().mapToDouble(times -> times.millis(0.99)).max().orElseThrow();
    report.atMost(50, "p99 of the slowest of these lists", slowest, "ms");
  }

  void claims() throws IOException, InterruptedException {
    try (var claims = Claims.prepare(installation)) {
      Map<Integer, Double> bySize = new LinkedHashMap<>();
      for (int waiting = 1_000; waiting <= MANY; waiting *= 10) {
        claims.fill(waiting, 100);
        Latencies times = claims.measure();
        report.latency("claim of 64 while %,d wait".formatted(waiting), times, "");
        bySize.put(waiting, times.millis(0.5));
      }
      flat("  p50 while the most wait / the fewest", bySize);
      memory("resident memory while these wait", "aim: under 600");
      claims.empty();
      Map<Integer, Double> byOrganizations = new LinkedHashMap<>();
      for (int organizations : new int[] {1, 100, 10_000}) {
        claims.fill(50_000, organizations);
        Latencies times = claims.measure();
        report.latency("claim of 64 for %,d organizations".formatted(organizations), times, "");
        byOrganizations.put(organizations, times.millis(0.5));
        claims.empty();
      }
      flat("  p50 for the most organizations / the fewest", byOrganizations);
    }
  }

  void organizations() throws IOException, InterruptedException {
    var waiting = new WaitingOrganizations(installation);
    waiting.run(TASKS / 2, 1); // compilers need some work before they know what is hot
    Map<Integer, Double> running = new LinkedHashMap<>();
    for (int organizations : new int[] {1, 100, 10_000}) {
      var perSecond = waiting.run(TASKS, organizations);
      report.line(
          "probe tasks/s, %,d organizations waiting".formatted(organizations),
          perSecond.whole(),
          "tasks/s");
      report.line("  from the first batch until all wait", perSecond.accepting(), "tasks/s");
      report.line("  from the end of the pause", perSecond.running(), "tasks/s");
      running.put(organizations, perSecond.running());
    }
    report.line(
        "  from the end of the pause, one / the slowest",
        Report.firstToLeast(running),
        "x",
        "aim: under 2");
  }

  private void flat(String what, Map<Integer, Double> millis) {
    double first = millis.values().iterator().next();
    double most = millis.values().stream().mapToDouble(value -> value).max().orElseThrow();
    report.flat(what, most / first, "x");
  }

  /** In turn, so that what else the machine does falls on both. */
  void project() throws IOException, InterruptedException {
    var creation = new ProjectCreation(installation);
    var machine = new RawMachine(work);
    var projects = new long[PROJECTS];
    var plains = new long[PROJECTS];
    for (int i = -PROJECTS_BEFORE; i < PROJECTS; i++) {
      long projectNanos = creation.nanos("bench " + i);
      long plainNanos = machine.plainServerNanos("plain" + i);
      if (i >= 0) {
        projects[i] = projectNanos;
        plains[i] = plainNanos;
      }
    }
    double project = Latencies.of(projects).millis(0.5) / 1000;
    double plain = Latencies.of(plains).millis(0.5) / 1000;
    report.line("project to healthy", project, "s");
    report.line("plain initdb and start", plain, "s");
    report.line("  ratio", project / plain, "x", "aim: under 1.5");
  }

  /** The machine is measured alone; what it is compared with is measured before if need be. */
  void machine() throws IOException, InterruptedException {
    if (tasks == 0) {
      tasks();
    }
    installation.stop();
    var machine = new RawMachine(work);
    PipeFigures pipe = machine.pipe(TASKS, CONNECTIONS);
    report.line("raw pipe, tasks/s", pipe.perSecond(), "tasks/s");
    report.line("  tasks / raw pipe", tasks / pipe.perSecond(), "x", "aim: 0.8 or more");
    compared("raw pipe, POST to committed at  20/s", pipe.slow(), slow);
    compared("raw pipe, POST to committed at 200/s", pipe.fast(), fast);
    double kafka = machine.kafkaPerSecond(50_000);
    double insert = machine.insertsPerSecond(100_000);
    report.line("raw Kafka produce, acks=all, flush each", kafka, "records/s");
    report.line("raw PostgreSQL batch insert", insert, "rows/s");
    report.line("  raw Kafka / tasks", kafka / tasks, "x");
    report.line("  raw PostgreSQL / tasks", insert / tasks, "x");
  }

  private void compared(String what, Latencies raw, ProbeLatency.@Nullable Series ours) {
    report.latency(what, raw, "");
    if (ours != null) {
      double ratio = ours.whole().millis(0.5) / raw.millis(0.5);
      report.line("  live result / raw pipe, p50", ratio, "x", "aim: under 1.5");
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
