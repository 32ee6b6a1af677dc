package io.rickyard.systemtests.fault;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.fault.FaultPlan.Fault;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * One run: an installation in separate processes under load, faults of a seeded plan, and the
 * verdict.
 *
 * <ol>
 *   <li>A fault comes when so many more tasks were acknowledged, however long that takes.
 *   <li>A killed part is started again at once. A paused one goes on when others have taken over. A
 *       full disk is emptied when requests are refused for it; who ended meanwhile is started again
 *       until it stays.
 *   <li>After the last fault everything that was asked for is answered, every task ends, and the
 *       client has been told of all that the event log holds.
 * </ol>
 */
public final class FaultRun {

  /** Stands in a report's refusals for requests that had no answer. */
  public static final String UNANSWERED = "unanswered";

  private static final Duration RECOVERY = Duration.ofMinutes(5);

  /** How long the engine gives a task whose end depends on patience, and some more. */
  private static final Duration SETTLING = Duration.ofMinutes(3);

  /** So many workers, and projectors, can take over from each other. */
  private static final int INSTANCES = 2;

  private static final int SHOWN = 20;

  /** How many refused requests make a full disk felt. */
  private static final int FELT = 30;

  private final Settings settings;
  private final SeparateInstallation installation;
  private final Map<FaultPlan.Kind, Integer> done = new EnumMap<>(FaultPlan.Kind.class);

  /**
   * What a run is.
   *
   * @param root the repository, already built
   * @param work an empty directory that every user may enter
   * @param seed decides about tasks and faults
   * @param perSecond how many tasks are asked for in a second, while they are acknowledged
   * @param kinds which faults there are
   * @param more whether another round of faults follows
   * @param out is told what happens
   */
  public record Settings(
      java.nio.file.Path root,
      java.nio.file.Path work,
      long seed,
      int perSecond,
      Set<FaultPlan.Kind> kinds,
      BooleanSupplier more,
      PrintStream out) {}

  /**
   * What came of it.
   *
   * @param acknowledged how many tasks were acknowledged
   * @param events how many events they had
   * @param losses how many attempts lost their worker
   * @param repeated how many requests were sent again
   * @param breaks how often the client's stream broke
   * @param resets how often it was told to start over
   * @param refusals how often each refusal that passes was answered, by status and code, or {@link
   *     #UNANSWERED}
   * @param otherRefusals the same for what else was asked for while a disk was full
   * @param slowest how long the slowest answer took
   * @param faults how many faults there were
   * @param broken every violation; empty when all is well
   */
  public record Report(
      int acknowledged,
      long events,
      long losses,
      long repeated,
      int breaks,
      int resets,
      Map<String, Long> refusals,
      Map<String, Long> otherRefusals,
      Duration slowest,
      Map<FaultPlan.Kind, Integer> faults,
      List<String> broken) {}

  private FaultRun(Settings settings) throws IOException {
    this.settings = settings;
    this.installation =
        new SeparateInstallation(
            settings.root(),
            settings.work(),
            INSTANCES,
            settings.kinds().contains(FaultPlan.Kind.FULL_DISK));
  }

  /** Runs it from start to stop. */
  public static Report run(Settings settings) throws Exception {
    var run = new FaultRun(settings);
    try (var _ = run.installation) {
      run.say("seed " + settings.seed());
      run.installation.start();
      run.say("all parts serve");
      return run.underLoad();
    }
  }

  private Report underLoad() throws Exception {
    String token = installation.token();
    try (var client = installation.client(token)) {
      String organization = organization(client);
      var others = new OtherRequests(client, organization, installation::signIn);
      var load = new Load(client, organization, settings.seed(), settings.perSecond());
      try (var watch = new EventWatch(client)) {
        load.start();
        var plan = new FaultPlan(settings.seed());
        do {
          for (Fault fault : plan.round(settings.kinds())) {
            strike(fault, load, others);
          }
        } while (settings.more().getAsBoolean());
        return settle(load, watch, others);
      }
    }
  }

  private static String organization(RickyardClient client) {
    return client
        .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", "Faults"))
        .body()
        .path("slug")
        .asText();
  }

  private void strike(Fault fault, Load load, OtherRequests others) throws Exception {
    if (fault.whole()) {
      installation.awaitAll(RECOVERY);
    }
    int due = load.acknowledged() + fault.after();
    Until.holds(
        fault.after() + " more tasks are acknowledged before " + fault,
        RECOVERY,
        () -> load.acknowledged() >= due);
    say("%s %s after %d tasks".formatted(fault.kind(), fault.part(), load.acknowledged()));
    var part = installation.part(fault.part());
    switch (fault.kind()) {
      case KILL -> part.kill();
      case PAUSE -> pause(part, load);
      case FULL_DISK -> fill(part, load, others);
    }
    done.merge(fault.kind(), 1, Integer::sum);
  }

  private void pause(Part part, Load load) throws Exception {
    long pid = part.pid();
    int before = load.acknowledged();
    part.pause();
    try {
      Until.holds(
          "others take over from " + part.name(),
          RECOVERY,
          part.name().startsWith("worker")
              ? () -> workers(pid) == 0
              : () -> shownSince(before, load));
    } finally {
      part.resume();
    }
  }

  /**
   * The database first cannot store more rows, then not write its log, and ends. The broker ends at
   * once. The disk is emptied, as an operator would, when they could not come back.
   */
  private void fill(Part part, Load load, OtherRequests others) throws Exception {
    var disk = installation.disk(part.name());
    int starts = part.starts();
    long before = load.turnedAway();
    try {
      if (part.name().equals(SeparateInstallation.DATABASE)) {
        whileFull(disk, others, "tasks are turned away", () -> load.turnedAway() >= before + FELT);
        whileFull(disk, others, "the database ends", this::logCannotGrow);
      } else {
        whileFull(disk, others, "the broker cannot come back", () -> part.starts() > starts + 1);
      }
    } finally {
      disk.empty();
    }
    say("the disk of %s is emptied again".formatted(part.name()));
  }

  private void whileFull(
      SmallDisk disk, OtherRequests others, String what, Until.Condition condition)
      throws Exception {
    Until.holds(
        what + " because a disk is full",
        RECOVERY,
        () -> {
          disk.fill();
          others.ask();
          return condition.holds();
        });
  }

  /** Whether the database has ended because it could not begin a new segment of its log. */
  private boolean logCannotGrow() {
    try {
      installation.switchLog();
      return false;
    } catch (SQLException _) {
      return !installation.part(SeparateInstallation.DATABASE).serves();
    }
  }

  /** How many leases the worker in that process has; their names begin with its number. */
  private long workers(long pid) throws SQLException {
    try (var connection = installation.inspect();
        var count =
            connection.prepareStatement(
                "select count(*) from provisioner.worker where id like ?")) {
      count.setString(1, "worker-" + pid + "-%");
      try (var rows = count.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** Whether so many later tasks are shown with their end that they stand in all partitions. */
  private boolean shownSince(int before, Load load) throws SQLException {
    List<UUID> later =
        load.accepted().stream()
            .skip(before)
            .filter(task -> task.kind() == TaskKind.SHORT)
            .map(Accepted::id)
            .limit(SHOWN)
            .toList();
    try (var connection = installation.inspect()) {
      return later.size() == SHOWN && new StatusTables(connection).open(later) == 0;
    }
  }

  private Report settle(Load load, EventWatch watch, OtherRequests others) throws Exception {
    installation.awaitAll(RECOVERY);
    load.finish(RECOVERY);
    var accepted = load.accepted();
    say(accepted.size() + " tasks acknowledged; waiting for their ends");
    var broken = new ArrayList<>(load.refused());
    broken.addAll(others.unreasoned());
    List<UUID> ids = accepted.stream().map(Accepted::id).toList();
    try (var connection = installation.inspect()) {
      var tables = new StatusTables(connection);
      broken.addAll(overdue("every task ends", () -> tables.open(ids) == 0));
      broken.addAll(overdue("nothing is left to be done", tables::atRest));
      long head = tables.head();
      broken.addAll(overdue("the client is told of everything", () -> watch.reached() >= head));
      var fold = EventFold.read(installation.operator());
      broken.addAll(Verdict.on(accepted, tables, fold, watch));
      return new Report(
          accepted.size(),
          fold.size(),
          fold.losses(),
          load.repeated(),
          watch.breaks(),
          watch.resets(),
          load.refusals(),
          others.refusals(),
          load.slowest(),
          Map.copyOf(done),
          List.copyOf(broken));
    }
  }

  private static List<String> overdue(String what, Until.Condition condition) throws Exception {
    try {
      Until.holds(what, SETTLING, condition);
      return List.of();
    } catch (Until.Overdue e) {
      return List.of(String.valueOf(e.getMessage()));
    }
  }

  private void say(String what) {
    settings.out().println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }
}
