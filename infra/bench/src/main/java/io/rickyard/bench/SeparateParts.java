package io.rickyard.bench;

import static java.util.Objects.requireNonNull;

import io.rickyard.systemtests.FreePort;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is measured in installations of their own, which are set otherwise, while the other one
 * rests.
 */
final class SeparateParts {

  private static final int OBSERVED = Integer.getInteger("bench.observed", 200);
  private static final int MEMBERSHIPS = 100_000;
  private static final int MANAGED = Integer.getInteger("bench.managed", 10_000);

  /** The gateway's rates are there to stop what this measures. */
  private static final Map<String, String> WITHOUT_RATES =
      Map.of(
          "RICKYARD_GATEWAY_RATES_TOKEN", "1000000",
          "RICKYARD_GATEWAY_RATES_ADDRESS", "1000000",
          "RICKYARD_GATEWAY_RATES_SIGN_IN", "1000000");

  /** As far as runs of the same may be apart; more of it is a fall. */
  private static final double NOT_FALLING = 1.25;

  private final LocalInstallation installation;
  private final Path root;
  private final Path work;
  private final Report report;

  SeparateParts(LocalInstallation installation, Path root, Path work, Report report) {
    this.installation = installation;
    this.root = root;
    this.work = work;
    this.report = report;
  }

  /** In an installation of their own, while the other one rests. */
  void workers() throws Exception {
    installation.stop();
    var separate = Files.createDirectory(work.resolve("separate"));
    var perSecond =
        new SeveralWorkers(root, separate, TaskParts.CONNECTIONS).run(TaskParts.TASKS / 4);
    perSecond.forEach(
        (workers, rate) -> report.line("probe tasks/s, workers: " + workers, rate, "tasks/s"));
    report.atMost(NOT_FALLING, "  one worker / the slowest", Report.firstToLeast(perSecond), "x");
  }

  void observed() throws Exception {
    installation.stop();
    var separate = Files.createDirectory(work.resolve("observed"));
    var figures = new ObservedStacks(root, separate).run(OBSERVED);
    var one = figures.getFirst();
    var many = figures.getLast();
    report.line("worker's memory, 1 stack observed", one.resident(), "MiB");
    report.line("  of it live heap", one.live(), "MiB");
    report.line("worker's memory, %d observed".formatted(OBSERVED), many.resident(), "MiB");
    report.line("  of it live heap", many.live(), "MiB");
    double each = (many.live() - one.live()) * 1024 / (OBSERVED - 1);
    report.line("  live heap for each further stack", each, "KiB");
  }

  /** In an installation of its own, without rates, while the other one rests. */
  void identity() throws Exception {
    installation.stop();
    double hashes = SignIns.hashesPerSecond();
    var directory = Files.createDirectory(work.resolve("identity"));
    try (var open = new LocalInstallation(root, directory)) {
      open.start(WITHOUT_RATES, "--no-demo");
      var signIns = new SignIns(open);
      authentication(new Authentication(open).run(signIns.prepare()));
      var figures = signIns.run(20);
      report.line("Argon2id hashes, nothing else", hashes, "hashes/s");
      report.line("sign-ins with a password", figures.perSecond(), "sign-ins/s");
      report.line("  sign-ins / hashes", figures.perSecond() / hashes, "x", "aim: 0.9 or more");
      report.latency("another request, nobody signs in", figures.quiet(), "");
      report.latency("another request, all sign in", figures.meanwhile(), "");
      double slower = figures.meanwhile().millis(0.99) / figures.quiet().millis(0.99);
      report.line("  p99 while all sign in / nobody", slower, "x", "aim: at most 2");
      memberships(new ManyMemberships(open));
    }
  }

  private void authentication(Authentication.Costs costs) {
    report.line("processor time of an open request", costs.open(), "ms");
    report.line(
        "  more with a personal token", costs.personal() - costs.open(), "ms", "aim: under 0.1");
    report.line(
        "  more with a session's token", costs.signed() - costs.open(), "ms", "aim: under 0.1");
  }

  private void memberships(ManyMemberships memberships) throws IOException {
    var few = memberships.measure();
    memberships.fill(MEMBERSHIPS);
    var many = memberships.measure();
    report.latency("right of a member, hardly any memberships", few, "");
    report.latency("right of a member, %,d memberships".formatted(MEMBERSHIPS), many, "");
    report.flat("  p50 of many / few", many.millis(0.5) / few.millis(0.5), "x");
  }

  /** In an installation of its own, since not every one opens databases by reference. */
  void databases() throws Exception {
    installation.stop();
    var directory = Files.createDirectory(work.resolve("databases"));
    int port = FreePort.find();
    var environment = new LinkedHashMap<>(WITHOUT_RATES);
    environment.put("RICKYARD_GATEWAY_DATABASES_PORT", "" + port);
    environment.put("RICKYARD_GATEWAY_DATABASES_CONNECTIONS_PER_PROJECT", "1000");
    try (var open = new LocalInstallation(root, directory)) {
      open.start(environment);
      var databases = new DatabasePassage(open, port);
      var passage = databases.passage();
      both("connections opened a second", passage.connections(), "connections/s");
      both("small queries a second", passage.queries(), "queries/s");
      both("of a large result", passage.mebibytes(), "MiB/s");
      var queries = databases.queries();
      report.latency("query through the API", queries.api(), "");
      report.latency("query over JDBC", queries.direct(), "");
      double more = queries.api().millis(0.5) - queries.direct().millis(0.5);
      report.line("  what the API adds, p50", more, "ms", "aim: under 2");
    }
  }

  /** In an installation of its own, where projects stand that nobody runs. */
  void management() throws Exception {
    installation.stop();
    var directory = Files.createDirectory(work.resolve("management"));
    try (var open = new LocalInstallation(root, directory)) {
      open.start(WITHOUT_RATES);
      var reads = new ManagementReads(open);
      var few = reads.measure();
      reads.fill(MANAGED);
      var many = reads.measure();
      many.forEach((path, times) -> {
        report.latency("GET %s, a project".formatted(path), few.getOrDefault(path, times), "");
        report.latency(
            "GET %s, %,d projects".formatted(path, MANAGED), times, "aim: p99 under 50 ms");
      });
      double slower =
          Stream.of("/v1/projects/{ref}", "/v1/projects/{ref}/health", "/v1/organizations/{slug}")
              .mapToDouble(path -> ratio(many.get(path), few.get(path)))
              .max()
              .orElseThrow();
      report.flat("  p50 of one thing among many / few, the slowest", slower, "x");
    }
  }

  private static double ratio(@Nullable Latencies many, @Nullable Latencies few) {
    return requireNonNull(many).millis(0.5) / requireNonNull(few).millis(0.5);
  }

  private void both(String what, DatabasePassage.Both figures, String unit) {
    report.line(what + ", by reference", figures.reference(), unit);
    report.line(what + ", directly", figures.direct(), unit);
    report.line("  by reference / directly", figures.ratio(), "x", "aim: 0.8 or more");
  }
}
