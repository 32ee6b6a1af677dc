package io.rickyard.worker.log;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.CollectedLogs;
import io.rickyard.worker.pass.Passes;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackVault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what the services of a stack write to the stack's own log collector, where it has one, so
 * that it is found in the stack's own analytics.
 *
 * <ol>
 *   <li>A stack begins where its lines were when it was seen to run first.
 *   <li>What was written since is read as everybody reads it, without the stack's secrets, and
 *       handed over. A place is left behind only when the collector has taken what lies before it.
 *   <li>What does not work is tried again with the next pass: a collector may be away, or late.
 * </ol>
 */
public final class LogCollection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogCollection.class);
  private static final int AT_ONCE = 500;

  /** Of one stack, before the next has its turn. */
  private static final int PAGES = 4;

  private final StackLogs logs;
  private final StackLedger ledger;
  private final StackVault vault;
  private final LogIntakes intakes;
  private final LogPlaces places;
  private final Clock clock;
  private final Duration interval;
  private final LogPost post = new LogPost();
  private final Passes passes;

  /** Begins at once, and goes on after each such time. */
  public LogCollection(
      StackLogs logs,
      StackLedger ledger,
      StackVault vault,
      LogIntakes intakes,
      LogPlaces places,
      Clock clock,
      Duration interval) {
    this.logs = logs;
    this.ledger = ledger;
    this.vault = vault;
    this.intakes = intakes;
    this.places = places;
    this.clock = clock;
    this.interval = interval;
    this.passes = Passes.atOnce("log-collection", interval, this::passSafely);
  }

  /** Part of the loop that owns the thread: the database may be away, and is asked again. */
  private void passSafely() throws InterruptedException {
    try {
      var stacks = ledger.all();
      for (var stack : stacks) {
        if (stack.profile() == StackProfile.FULL && stack.state().runs()) {
          collectSafely(stack);
        }
      }
      places.keep(stacks.stream().map(StackRecord::project).toList());
    } catch (RuntimeException | SQLException e) {
      LOG.warn("event=logs_not_collected next_try={} reason=\"{}\"", interval, e.toString());
    }
  }

  private void collectSafely(StackRecord stack) throws InterruptedException, SQLException {
    var intake = intakes.of(stack.project());
    var password = intake.isEmpty() ? null : password(stack.project());
    if (password == null) {
      return;
    }
    try {
      places.advance(
          stack.project(), clock.instant(), place -> collect(stack, intake.get(), password, place));
    } catch (RuntimeUnavailable | StackLogs.Busy | IOException e) {
      LOG.debug("stack={} logs not collected this time: {}", stack.project(), e.toString());
    }
  }

  private @Nullable String password(ProjectRef project) {
    return vault
        .open(project)
        .flatMap(secrets -> secrets.find(CollectedLogs.INTAKE_PASSWORD))
        .orElse(null);
  }

  private Cursor collect(StackRecord stack, InetSocketAddress intake, String password, Cursor begin)
      throws RuntimeUnavailable, StackLogs.Busy, IOException, InterruptedException {
    var place = begin;
    for (int page = 0; page < PAGES; page++) {
      var read =
          logs.newer(stack, new LogQuery(CollectedLogs.SERVICES, null, null, AT_ONCE), place);
      if (!read.lines().isEmpty()) {
        post.post(intake, password, read.lines());
      }
      place = read.next();
      if (read.lines().size() < AT_ONCE) {
        break;
      }
    }
    return place;
  }

  @Override
  public void close() {
    passes.close();
    post.close();
  }
}
