package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Prints every figure of infra/docs/benchmarks.md. Run it through {@code infra/bench/run} on an
 * idle machine.
 *
 * <ol>
 *   <li>A first and a second start, and what is resident in memory when idle.
 *   <li>From POST to "succeeded" on the live stream, at 20 and at 200 probe tasks a second.
 *   <li>Probe tasks a second, accepted over 64 connections, until they are terminal in PostgreSQL.
 *   <li>Tasks a second, accepted in batches, and lists among a million tasks.
 *   <li>A project until it is healthy, beside plain initdb and start.
 *   <li>The machine's own figures: Kafka with acks=all, and batch inserts into PostgreSQL.
 * </ol>
 */
public final class Bench {

  private static final int TASKS = Integer.getInteger("bench.tasks", 20_000);

  private static final int LISTED = Integer.getInteger("bench.listed", 1_000_000);

  private Bench() {}

  /** Runs everything; the argument is the repository's root. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var root = Path.of(arguments[0]).toAbsolutePath();
    var work = Files.createTempDirectory("rickyard-bench");
    Files.setPosixFilePermissions(
        work, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    var report = new Report(System.out);
    report.machine();
    try (var installation = new LocalInstallation(root, work)) {
      report.line("first start to ready", seconds(installation.start("--no-demo")), "s");
      installation.stop();
      Duration warm = installation.start("--no-demo");
      report.line("warm start to ready", seconds(warm), "s", "aim: under 4");
      TimeUnit.SECONDS.sleep(10); // compilers and collectors come to rest
      report.line(
          "resident memory, all processes, idle",
          Memory.residentMebibytes(installation),
          "MiB",
          "aim: under 600");

      var probe = new ProbeLatency(installation);
      probe.measure(100, 1_000); // compilers need some work before they know what is hot
      ProbeLatency.Series slow = probe.measure(20, 400);
      report.series(
          "POST to live \"succeeded\" at  20/s", slow, "aim: p50 under 10, p99 under 50 ms");
      ProbeLatency.Series fast = probe.measure(200, 3_000);
      report.series("POST to live \"succeeded\" at 200/s", fast, "");

      var throughput = new ProbeThroughput(installation, 64);
      throughput.run(TASKS / 10);
      double tasks = throughput.run(TASKS);
      report.line("probe tasks/s, accepted to terminal", tasks, "tasks/s", "aim: over 2,000");
      report.line("  of these, accepting alone", throughput.acceptedPerSecond(), "tasks/s", "");

      report.line(
          "accepted in batches of 10,000",
          new BatchAcceptance(installation).run(6),
          "tasks/s",
          "aim: over 20,000");
      report.latency(
          "lists among a million tasks",
          new TaskListing(installation).run(LISTED, 40),
          "aim: p99 under 50 ms");

      double project = new ProjectCreation(installation).seconds(5);
      installation.stop();

      var machine = new RawMachine(work);
      double plain = machine.plainServerSeconds(5);
      report.line("project to healthy", project, "s", "");
      report.line("plain initdb and start", plain, "s", "");
      report.line("  ratio", project / plain, "x", "aim: under 1.5");
      PipeFigures pipe = machine.pipe(TASKS, 64);
      report.line("raw pipe, tasks/s", pipe.perSecond(), "tasks/s", "");
      report.line("  tasks / raw pipe", tasks / pipe.perSecond(), "x", "aim: 0.8 or more");
      report.latency("raw pipe, POST to committed at  20/s", pipe.slow(), "");
      report.latency("raw pipe, POST to committed at 200/s", pipe.fast(), "");
      report.line(
          "  live result / raw pipe at  20/s, p50",
          slow.whole().millis(0.5) / pipe.slow().millis(0.5),
          "x",
          "aim: under 1.5");
      report.line(
          "  live result / raw pipe at 200/s, p50",
          fast.whole().millis(0.5) / pipe.fast().millis(0.5),
          "x",
          "aim: under 1.5");
      double kafka = machine.kafkaPerSecond(50_000);
      double insert = machine.insertsPerSecond(100_000);
      report.line("raw Kafka produce, acks=all, flush each", kafka, "records/s", "");
      report.line("raw PostgreSQL batch insert", insert, "rows/s", "");
      report.line("  raw Kafka / tasks", kafka / tasks, "x", "");
      report.line("  raw PostgreSQL / tasks", insert / tasks, "x", "");
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Lines that line up. */
  record Report(java.io.PrintStream out) {

    void machine() {
      out.printf(
          Locale.ROOT,
          "Rickyard benchmark: %d cores, %s %s, Java %s%n%n",
          Runtime.getRuntime().availableProcessors(),
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          Runtime.version());
    }

    void line(String what, double value, String unit, String... notes) {
      out.printf(
          Locale.ROOT, "%-42s %12.2f %-10s %s%n", what, value, unit, String.join(" ", notes));
    }

    void series(String what, ProbeLatency.Series series, String note) {
      latency(what, series.whole(), note);
      latency("  until the gateway made the command", series.accepting(), "");
      latency("  until the worker ran it", series.starting(), "");
      latency("  until its end", series.running(), "");
      latency("  until it was seen", series.telling(), "");
    }

    void latency(String what, Latencies latencies, String note) {
      out.printf(
          Locale.ROOT,
          "%-42s p50 %6.1f ms   p99 %6.1f ms   max %6.1f ms   n=%d  %s%n",
          what,
          latencies.millis(0.50),
          latencies.millis(0.99),
          latencies.millis(1),
          latencies.count(),
          note);
    }
  }
}
