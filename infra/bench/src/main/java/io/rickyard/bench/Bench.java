package io.rickyard.bench;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.systemtests.FreePort;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prints the figures of infra/docs/benchmarks.md, in parts that can be run alone: {@code
 * infra/bench/run --only claims,lists}. Ends with 1 when a figure breaks what we claim of it.
 */
public final class Bench {

  private static final int TASKS = Integer.getInteger("bench.tasks", 20_000);
  private static final int MANY = Integer.getInteger("bench.many", 1_000_000);
  private static final int CONNECTIONS = 64;
  private static final int FEWEST_WARM_ROUNDS = 4;
  private static final int MOST_WARM_ROUNDS = 15;

  /** Of the round before: with less than that, the compilers were still at work. */
  private static final double COMPILED = 0.97;

  /** In a row: one alone may be a round in which something else was at work. */
  private static final int RESTED_ROUNDS = 3;

  private static final int PROJECTS = 11;

  /** The first ones wait for the compilers, as in the other parts; they count for nothing. */
  private static final int PROJECTS_BEFORE = 3;

  /** The profile of the stack that is compared with a plain script. */
  private static final String PROFILE = System.getProperty("bench.profile", "full");

  private static final int STACKS = Integer.getInteger("bench.stacks", 10);

  private static final int KILLS = Integer.getInteger("bench.kills", 20);

  /** How often each stack is made that is compared with a plain script. */
  private static final int STARTS = Integer.getInteger("bench.starts", 3);

  private static final int OBSERVED = Integer.getInteger("bench.observed", 200);

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

  /** The gateway's rates are there to stop what this measures. */
  private static final Map<String, String> WITHOUT_RATES =
      Map.of(
          "RICKYARD_GATEWAY_RATES_TOKEN", "1000000",
          "RICKYARD_GATEWAY_RATES_ADDRESS", "1000000",
          "RICKYARD_GATEWAY_RATES_SIGN_IN", "1000000");

  private static final int MEMBERSHIPS = 100_000;

  private static final int MANAGED = Integer.getInteger("bench.managed", 10_000);

  /** Flat: as much as a figure may grow while what it depends on grows a thousandfold. */
  private static final double FLAT = 2;

  /** As far as runs of the same may be apart; more of it is a fall. */
  private static final double NOT_FALLING = 1.25;

  /** What can be measured alone; in this order. */
  private enum Part {
    START,
    LIVE,
    TASKS,
    BATCH,
    LISTS,
    CLAIMS,
    ORGANIZATIONS,
    PROJECT,
    MACHINE,
    WORKERS,
    OBSERVED,
    IDENTITY,
    DATABASES,
    MANAGEMENT,
    STACK,
    STACKS,
    KILLED,
    EDGE
  }

  /** Only by name: not every machine has an engine and these images. */
  private static final EnumSet<Part> NEEDING_AN_ENGINE =
      EnumSet.of(Part.STACK, Part.STACKS, Part.KILLED, Part.EDGE);

  private final LocalInstallation installation;
  private final Path root;
  private final Path work;
  private final Report report = new Report(System.out);
  private @Nullable LocalInstallation containers;
  private ProbeLatency.@Nullable Series slow;
  private ProbeLatency.@Nullable Series fast;
  private double tasks;
  private boolean isWarm;

  private Bench(LocalInstallation installation, Path root, Path work) {
    this.installation = installation;
    this.root = root;
    this.work = work;
  }

  /** Measures; the arguments are the repository's root and, if need be, --only and its parts. */
  public static void main(String[] arguments) throws Exception {
    Set<Part> parts = parts(arguments);
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

  private static Set<Part> parts(String[] arguments) {
    if (arguments.length == 1) {
      return EnumSet.complementOf(NEEDING_AN_ENGINE);
    }
    var parts = EnumSet.noneOf(Part.class);
    if (arguments.length == 3 && arguments[1].equals("--only")) {
      Arrays.stream(arguments[2].split(","))
          .map(name -> Part.valueOf(name.toUpperCase(Locale.ROOT)))
          .forEach(parts::add);
      return parts;
    }
    throw new IllegalArgumentException(
        "infra/bench/run [--only PART,...] of " + Arrays.toString(Part.values()));
  }

  private boolean run(Set<Part> parts) throws Exception {
    report.machine();
    Duration first = installation.start("--no-demo");
    if (parts.contains(Part.START)) {
      report.line("first start to ready", seconds(first), "s");
      starts();
    }
    try {
      for (Part part : parts) {
        measure(part);
      }
    } finally {
      if (containers != null) {
        containers.close();
      }
    }
    return report.holds();
  }

  private void measure(Part part) throws Exception {
    switch (part) {
      case START -> {}
      case LIVE -> live();
      case TASKS -> tasks();
      case BATCH -> batch();
      case LISTS -> lists();
      case CLAIMS -> claims();
      case ORGANIZATIONS -> organizations();
      case PROJECT -> project();
      case MACHINE -> machine();
      case WORKERS -> workers();
      case OBSERVED -> observed();
      case IDENTITY -> identity();
      case DATABASES -> databases();
      case MANAGEMENT -> management();
      case STACK -> stack();
      case STACKS -> stacks();
      case KILLED -> killed();
      case EDGE -> edge();
    }
  }

  private void starts() throws IOException, InterruptedException {
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

  private void live() throws IOException, InterruptedException {
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

  private void tasks() throws IOException, InterruptedException {
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

  private void batch() throws IOException, InterruptedException {
    warm();
    double[] perSecond = new BatchAcceptance(Measured.of(installation)).run(4, 7);
    Arrays.sort(perSecond);
    double middle = perSecond[perSecond.length / 2];
    report.line("accepted in a batch of 10,000, p50", middle, "tasks/s", "aim: over 20,000");
    report.line("  the best of them", perSecond[perSecond.length - 1], "tasks/s");
  }

  private void lists() throws IOException, InterruptedException {
    Map<String, Latencies> lists = new TaskListing(installation).run(MANY, 200);
    lists.forEach((filter, times) -> report.latency("list ?" + filter, times, ""));
    double slowest =
        lists.values().stream().mapToDouble(times -> times.millis(0.99)).max().orElseThrow();
    report.atMost(50, "p99 of the slowest of these lists", slowest, "ms");
  }

  private void claims() throws IOException, InterruptedException {
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

  private void organizations() throws IOException, InterruptedException {
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
        firstToLeast(running),
        "x",
        "aim: under 2");
  }

  private static double firstToLeast(Map<Integer, Double> perSecond) {
    double first = perSecond.values().iterator().next();
    return first / perSecond.values().stream().mapToDouble(value -> value).min().orElseThrow();
  }

  private void flat(String what, Map<Integer, Double> millis) {
    double first = millis.values().iterator().next();
    double most = millis.values().stream().mapToDouble(value -> value).max().orElseThrow();
    report.atMost(FLAT, what, most / first, "x");
  }

  /** In turn, so that what else the machine does falls on both. */
  private void project() throws IOException, InterruptedException {
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
  private void machine() throws IOException, InterruptedException {
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

  /** In an installation of their own, while the other one rests. */
  private void workers() throws Exception {
    installation.stop();
    var separate = Files.createDirectory(work.resolve("separate"));
    var perSecond = new SeveralWorkers(root, separate, CONNECTIONS).run(TASKS / 4);
    perSecond.forEach(
        (workers, rate) -> report.line("probe tasks/s, workers: " + workers, rate, "tasks/s"));
    report.atMost(NOT_FALLING, "  one worker / the slowest", firstToLeast(perSecond), "x");
  }

  private void observed() throws Exception {
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
  private void identity() throws Exception {
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
    report.atMost(FLAT, "  p50 of many / few", many.millis(0.5) / few.millis(0.5), "x");
  }

  /** In an installation of its own, since not every one opens databases by reference. */
  private void databases() throws Exception {
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
  private void management() throws Exception {
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
      report.atMost(FLAT, "  p50 of one thing among many / few, the slowest", slower, "x");
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

  private void stack() throws Exception {
    var times = new StackStart(inContainers(), PROFILE, work).run(STARTS);
    report.line("new stack (" + PROFILE + ") to healthy", times.created(), "s");
    report.line("resumed stack to healthy", times.resumed(), "s");
    report.line("plain docker run, one after the other", times.plain(), "s");
    report.line("  resumed / plain", times.resumed() / times.plain(), "x", "aim: 0.9 or less");
  }

  private void stacks() throws Exception {
    var many = new ManyStacks(inContainers(), StackProfile.DATABASE.wireName());
    double row = many.inARowSeconds(STACKS);
    double once = many.atOnceSeconds(STACKS);
    report.line("%d stacks (database) in a row".formatted(STACKS), row, "s");
    report.line("%d stacks (database) at once".formatted(STACKS), once, "s");
    report.line("  at once / in a row", once / row, "x");
  }

  private void killed() throws Exception {
    Latencies times = new KilledContainer(inContainers(), "core", "rest").run(KILLS);
    report.latency("container killed to its service started", times, "");
  }

  private void edge() throws Exception {
    var passage = new EdgePassage(inContainers()).run(CONNECTIONS, 10, 3_000);
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
    var running = containers;
    if (running == null) {
      installation.stop();
      var directory = Files.createDirectory(work.resolve("containers"));
      running = new LocalInstallation(root, directory);
      containers = running;
      running.start(ON_THE_ENGINE, "--no-demo");
    }
    return running;
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
