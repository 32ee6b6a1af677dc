package io.rickyard.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One start of a server.
 *
 * <p>1. A server that already runs on the data is recognized instead. 2. A postmaster.pid whose
 * number now belongs to something else is removed; one whose process is gone is left to PostgreSQL.
 * 3. pg_ctl puts the server into a session of its own, so a Ctrl-C on our terminal doesn't reach
 * it. 4. The server is ready when it answers the login with the data's system identifier; pg_ctl's
 * own waiting only tells us early that it failed. 5. A server that is still recovering at the
 * deadline is left to go on: the next start finds it.
 */
final class ServerStart {

  private static final Duration POLL = Duration.ofMillis(10);

  private final PostgresBinaries binaries;
  private final ServerLayout layout;
  private final RunAs runAs;
  private final Login login;
  private final Duration within;
  private final long deadline;

  ServerStart(
      PostgresBinaries binaries, ServerLayout layout, RunAs runAs, Login login, Duration within) {
    this.binaries = binaries;
    this.layout = layout;
    this.runAs = runAs;
    this.login = login;
    this.within = within;
    this.deadline = System.nanoTime() + within.toNanos();
  }

  RunningServer run(int port, ServerSettings settings) {
    if (!layout.initialized()) {
      throw new PostgresException("There is no data directory in " + layout.root() + ".");
    }
    if (Postmaster.of(layout).isPresent()) {
      return awaitReady(null, true)
          .orElseThrow(() -> new PostgresException("The server ended while it was recognized."));
    }
    Postmaster.forgetOther(layout);
    if (!ReadyProbe.portIsFree(port)) {
      throw new PortInUseException(port);
    }
    runAs.create();
    ConfigurationFiles.write(layout, runAs, settings);
    return launch(port);
  }

  private RunningServer launch(int port) {
    while (true) {
      var logLength = layout.logLength();
      var pgCtl = spawn(port);
      var running = awaitReady(pgCtl, false);
      if (running.isPresent()) {
        return running.get();
      }
      var log = layout.logSince(logLength);
      if (log.contains("could not bind")) {
        throw new PortInUseException(port);
      }
      // The last backends of a killed server need a moment to notice and leave.
      if (!log.contains("pre-existing shared memory block") || expired()) {
        throw new ServerFailedException(layout.root(), log.isEmpty() ? words(pgCtl) : log);
      }
      Pause.of(POLL);
    }
  }

  /** What it said at its end, where the server itself said nothing. */
  private static String words(Process pgCtl) {
    try {
      return new String(pgCtl.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      return "pg_ctl's words can't be read: " + e.getMessage();
    }
  }

  private Process spawn(int port) {
    var options = "-p %d -c 'config_file=%s'".formatted(port, layout.configuration());
    try {
      return Program.start(
          runAs.command(
              List.of(
                  binaries.pgCtl().toString(),
                  "start",
                  "--wait",
                  "--timeout=" + Math.max(1, within.toSeconds()),
                  "--pgdata=" + layout.data(),
                  "--log=" + layout.log(),
                  "--options=" + options)));
    } catch (IOException e) {
      throw new PostgresException("Could not run " + binaries.pgCtl() + ": " + e.getMessage(), e);
    }
  }

  /** The server once it is ready; empty when it ended before. */
  private Optional<RunningServer> awaitReady(@Nullable Process pgCtl, boolean adopted) {
    while (true) {
      // Asked before the look at postmaster.pid: what is up when pg_ctl has ended must be seen.
      var launching = pgCtl != null && pgCtl.isAlive();
      var postmaster = Postmaster.of(layout);
      if (postmaster.isEmpty() && !launching) {
        return Optional.empty();
      }
      var ready = postmaster.flatMap(this::ask);
      if (ready.isPresent()) {
        return ready.map(
            found -> new RunningServer(found.process(), found.port(), identifier(), adopted));
      }
      if (expired()) {
        throw new PostgresException(
            "PostgreSQL in %s was not ready within %s.".formatted(layout.root(), within));
      }
      Pause.of(POLL);
    }
  }

  /** The same postmaster, if it is ready now. */
  private Optional<Postmaster> ask(Postmaster postmaster) {
    if (postmaster.port() == 0) {
      return Optional.empty();
    }
    return switch (ReadyProbe.ask(postmaster.port(), login)) {
      case ReadyProbe.Answer.Ready(var found) -> {
        if (found != identifier()) {
          throw new PostgresException(
              "Port %d is answered by a server with other data than %s."
                  .formatted(postmaster.port(), layout.data()));
        }
        yield Optional.of(postmaster);
      }
      case ReadyProbe.Answer.NotYet _ -> Optional.empty();
      case ReadyProbe.Answer.Refused(var reason) ->
          throw new PostgresException(
              "The server in %s runs but refuses %s: %s"
                  .formatted(layout.root(), login.role(), reason.getMessage()),
              reason);
    };
  }

  private long identifier() {
    return ControlFile.systemIdentifier(layout.data());
  }

  private boolean expired() {
    return System.nanoTime() - deadline > 0;
  }
}
