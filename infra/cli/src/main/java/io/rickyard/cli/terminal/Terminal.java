package io.rickyard.cli.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where output goes.
 *
 * @param out takes the text
 * @param interactive whether a person watches, so that lines may be drawn over
 * @param colour whether escape sequences for colours are welcome
 * @param columns how wide a line may be
 */
public record Terminal(PrintStream out, boolean interactive, boolean colour, int columns) {
  private static final int USUAL_COLUMNS = 100;

  /** The standard output. The start scripts say what it is, see {@code rickyard.terminal.*}. */
  public static Terminal standardOutput() {
    return of(System.out, "rickyard.terminal.out");
  }

  /** The standard error output. */
  public static Terminal standardError() {
    return of(System.err, "rickyard.terminal.err");
  }

  /** Something that keeps lines: a file, a pipe, a test. */
  public static Terminal plain(PrintStream out) {
    return new Terminal(out, false, false, USUAL_COLUMNS);
  }

  /** Colours the text if colours are welcome. */
  public String paint(Colour colour, String text) {
    return this.colour ? colour.sequence() + text + "\u001b[0m" : text;
  }

  // The JVM can only tell whether input and output together are a terminal; a script can tell each.
  private static Terminal of(PrintStream out, String property) {
    var said = System.getProperty(property);
    var interactive = said == null ? consoleIsTerminal() : Boolean.parseBoolean(said);
    var dumb = "dumb".equals(System.getenv("TERM"));
    var colour = interactive && !dumb && isUnset(System.getenv("NO_COLOR"));
    return new Terminal(out, interactive && !dumb, colour, columnsOfTerminal());
  }

  private static boolean consoleIsTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  private static int columnsOfTerminal() {
    var columns = Integer.getInteger("rickyard.terminal.columns", USUAL_COLUMNS);
    return columns < 20 ? USUAL_COLUMNS : columns;
  }

  private static boolean isUnset(@Nullable String variable) {
    return variable == null || variable.isEmpty();
  }
}
