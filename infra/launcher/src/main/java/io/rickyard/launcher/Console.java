package io.rickyard.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What a person sees while Rickyard starts: one line per thing done, with how long it took. */
final class Console {

  private final PrintStream out;

  Console(PrintStream out) {
    this.out = out;
  }

  void line(String text) {
    out.println(text);
  }

  /** Does something and says so, also when it fails. */
  <T> T doing(String what, Doing<T> doing) {
    long begun = System.nanoTime();
    try {
      T result = doing.run();
      out.printf(Locale.ROOT, "  \u2713 %-36s %6.1f s%n", what, seconds(begun));
      return result;
    } catch (RuntimeException e) {
      out.printf(Locale.ROOT, "  \u2717 %-36s %6.1f s%n", what, seconds(begun));
      throw e;
    }
  }

  PrintStream stream() {
    return out;
  }

  private static double seconds(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
  }

  /** Something that takes a while. */
  interface Doing<T> {
    T run();
  }
}
