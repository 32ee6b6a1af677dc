package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a schedule is due and what happens when that does not work out, as flags. */
final class ScheduleTimeFlags {

  @Option(names = "--at", paramLabel = "TIME", description = "Once, like 2026-12-01T08:00:00Z.")
  private @Nullable String at;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "Again and again after this time, like 15m or PT15M; 10s or more.")
  private @Nullable String every;

  @Option(names = "--from", paramLabel = "TIME", description = "With --every: when that begins.")
  private @Nullable String from;

  @Option(
      names = "--cron",
      paramLabel = "CRON",
      description = "By a cron expression of five fields, like '30 2 * * mon-fri'.")
  private @Nullable String cron;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "With --cron: whose clocks count, like Europe/Berlin; UTC when left out.")
  private @Nullable String zone;

  @Option(
      names = "--missed",
      paramLabel = "POLICY",
      description = "Missed runs: skip, once (the last of them) or all.")
  private @Nullable String missed;

  @Option(
      names = "--overlap",
      paramLabel = "POLICY",
      description = "While the task before runs: allow, skip, queue or cancel_running.")
  private @Nullable String overlap;

  /** Puts what was given into the body of a request. */
  void put(ObjectNode body) {
    put(body, "at", at);
    put(body, "every", every == null ? null : Times.iso(every));
    put(body, "from", from);
    put(body, "cron", cron);
    put(body, "zone", zone);
    put(body, "missed", missed);
    put(body, "overlap", overlap);
  }

  private static void put(ObjectNode body, String name, @Nullable String value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
