package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often something is shown anew: again and again on a terminal, else once. */
final class Refreshing {
  private static final String TO_THE_TOP = "\u001b[H\u001b[2J";

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "How often a terminal is refreshed (${DEFAULT-VALUE}).")
  private String every;

  @Option(
      names = {"-n", "--times"},
      paramLabel = "NUMBER",
      description = "End after so many refreshes.")
  private @Nullable Integer times;

  Refreshing(String every) {
    this.every = every;
  }

  /** Shows what a look gives; as JSON, only once. */
  int show(Invocation invocation, Supplier<JsonNode> look, Consumer<JsonNode> print)
      throws InterruptedException {
    var pause = Times.of(every);
    if (invocation.json()) {
      invocation.print(look.get());
      return ExitCode.OK.number();
    }
    if (!invocation.out().interactive()) {
      print.accept(look.get());
      return ExitCode.OK.number();
    }
    for (int shown = 0; times == null || shown < times; shown++) {
      if (shown > 0) {
        Thread.sleep(pause);
      }
      var seen = look.get();
      invocation.out().out().print(TO_THE_TOP);
      print.accept(seen);
    }
    return ExitCode.OK.number();
  }
}
