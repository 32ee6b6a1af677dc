package io.rickyard.bench;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Figures in lines that line up, and whether one of them broke a bound that we claim. */
final class Report {

  /** As much as a figure may grow while what it depends on grows a thousandfold. */
  private static final double FLAT = 2;

  private final PrintStream out;
  private boolean broken;

  Report(PrintStream out) {
    this.out = out;
  }

  void machine() {
    out.printf(
        Locale.ROOT,
        "Rickyard benchmark: %d cores, %s %s, Java %s%n%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.version());
  }

  /** A figure; an aim is something to come to, and breaks nothing. */
  void line(String what, double value, String unit, String... notes) {
    out.printf(Locale.ROOT, "%-46s %12.2f %-10s %s%n", what, value, unit, String.join(" ", notes));
  }

  /** A figure that must not be more than we claim. */
  void atMost(double most, String what, double value, String unit) {
    boolean holds = value <= most;
    broken |= !holds;
    String claim = String.format(Locale.ROOT, "claim: at most %.2f", most);
    line(what, value, unit, holds ? claim : claim + "  BROKEN");
  }

  /** A ratio of what must hardly grow while what it depends on grows a thousandfold. */
  void flat(String what, double value, String unit) {
    atMost(FLAT, what, value, unit);
  }

  /** How many times the least is in the first. */
  static double firstToLeast(Map<Integer, Double> perSecond) {
    double first = perSecond.values().iterator().next();
    return first / perSecond.values().stream().mapToDouble(value -> value).min().orElseThrow();
  }

  void latency(String what, Latencies latencies, String note) {
    out.printf(
        Locale.ROOT,
        "%-46s p50 %6.1f ms   p99 %6.1f ms   max %6.1f ms   n=%d  %s%n",
        what,
        latencies.millis(0.50),
        latencies.millis(0.99),
        latencies.millis(1),
        latencies.count(),
        note);
  }

  void series(String what, ProbeLatency.Series series, String note) {
    latency(what, series.whole(), note);
    latency("  POST until the worker ran it", series.started(), "");
    latency("  until the gateway made the command", series.accepting(), "");
    latency("  until the worker ran it", series.starting(), "");
    latency("  until its end", series.running(), "");
    latency("  until it was seen", series.telling(), "");
  }

  /** Whether every claim held. */
  boolean holds() {
    return !broken;
  }
}
