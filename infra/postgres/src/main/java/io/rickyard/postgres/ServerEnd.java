package io.rickyard.postgres;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a server ends, and what has to be cleared when it ended without being asked. */
final class ServerEnd {

  private static final Logger LOG = LoggerFactory.getLogger(ServerEnd.class);
  private static final Duration SIGNAL = Duration.ofSeconds(10);
  private static final Duration BACKENDS_LEAVE = Duration.ofMillis(20);
  private static final Duration RECOVERY = Duration.ofMinutes(2);

  private final PostgresBinaries binaries;
  private final ServerLayout layout;
  private final RunAs runAs;

  ServerEnd(PostgresBinaries binaries, ServerLayout layout, RunAs runAs) {
    this.binaries = binaries;
    this.layout = layout;
    this.runAs = runAs;
  }

  /** Asks, then insists, then kills. */
  void stop(ServerProcess process, Duration within) {
    signal("fast");
    if (process.awaitEnd(within)) {
      return;
    }
    LOG.warn(
        "event=server_slow_to_stop directory={} pid={} next=immediate",
        layout.root(),
        process.pid());
    signal("immediate");
    if (process.awaitEnd(SIGNAL)) {
      return;
    }
    process.kill();
    if (!process.awaitEnd(SIGNAL)) {
      throw new PostgresException(
          "Process " + process.pid() + " of " + layout.root() + " can't be ended.");
    }
  }

  private void signal(String mode) {
    var outcome =
        Program.run(
            runAs.command(
                List.of(
                    binaries.pgCtl().toString(),
                    "stop",
                    "-W",
                    "--mode=" + mode,
                    "--pgdata=" + layout.data())),
            SIGNAL);
    // It may have ended between our look and the signal; whether it did is seen by waiting.
    if (!outcome.succeeded()) {
      LOG.debug("event=stop_refused directory={} output={}", layout.root(), outcome.output());
    }
  }

  /**
   * A killed server leaves shared memory segments that only a start on the same data finds. One in
   * single-user mode finds and frees them, and ends at the end of its input.
   */
  void releaseSharedMemory() {
    if (!Files.exists(layout.data().resolve(PostmasterFile.NAME))) {
      return;
    }
    Postmaster.forgetOther(layout);
    var deadline = System.nanoTime() + SIGNAL.toNanos();
    var outcome = recover();
    // The last backends of a killed server need a moment to notice and leave.
    while (outcome.output().contains("pre-existing shared memory block")
        && System.nanoTime() - deadline < 0) {
      Pause.of(BACKENDS_LEAVE);
      outcome = recover();
    }
    if (!outcome.succeeded()) {
      LOG.warn(
          "event=shared_memory_may_be_left directory={} output={} repair=ipcrm",
          layout.root(),
          outcome.output());
    }
  }

  private Program.Outcome recover() {
    return Program.run(
        runAs.command(
            List.of(
                binaries.postgres().toString(),
                "--single",
                "-D",
                layout.data().toString(),
                "-c",
                "config_file=" + layout.configuration(),
                "template1")),
        RECOVERY);
  }
}
