package io.rickyard.cli.progress;

import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Colour;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A task in lines: what it is and how it stands, its steps with their times, what went wrong. */
final class TaskLines {
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final int NAME_WIDTH = 28;
  private static final int INDENT_AND_SIGN = 4;

  private final Terminal terminal;
  private final String title;

  TaskLines(Terminal terminal, String title) {
    this.terminal = terminal;
    this.title = title;
  }

  /** The lines at this time; the frame turns the sign of a running step. */
  List<String> of(Task task, Instant now, int frame) {
    var lines = new ArrayList<String>();
    lines.add(head(task, now));
    for (var step : task.currentSteps()) {
      lines.add(step(step, now, frame));
    }
    var error = task.error();
    if (error != null && !task.succeeded()) {
      lines.add("  " + terminal.paint(Colour.BAD, cut(error)));
    }
    return lines;
  }

  /** One line that fits: a line that wraps would make the next drawing start in the wrong place. */
  String cut(String text) {
    var oneLine = text.replace('\n', ' ').strip();
    var room = terminal.columns() - INDENT_AND_SIGN;
    return !terminal.interactive() || oneLine.length() <= room
        ? oneLine
        : oneLine.substring(0, room - 1) + "…";
  }

  private String head(Task task, Instant now) {
    var state = terminal.paint(Colour.ofState(task.state()), task.state());
    var attempt = task.attempt() > 1 ? "  attempt " + task.attempt() : "";
    var elapsed = Spans.took(task.createdAt(), task.endedAt(), now);
    return terminal.paint(Colour.STRONG, title)
        + "  "
        + state
        + terminal.paint(Colour.FAINT, attempt + "  " + elapsed);
  }

  private String step(Task.Step step, Instant now, int frame) {
    var state = StepState.of(step.state());
    var turning = state == StepState.RUNNING && terminal.interactive();
    var sign = turning ? String.valueOf(SPINNER.charAt(frame % SPINNER.length())) : state.sign();
    var name = padded(step.name().replace('_', ' '));
    var took =
        state == StepState.SKIPPED
            ? state.words()
            : Spans.took(step.startedAt(), step.endedAt(), now);
    return "  "
        + terminal.paint(state.colour(), sign)
        + " "
        + (state == StepState.WAITING ? terminal.paint(Colour.FAINT, name) : name)
        + terminal.paint(Colour.FAINT, took);
  }

  private static String padded(String name) {
    return name.length() >= NAME_WIDTH
        ? name.substring(0, NAME_WIDTH - 1) + " "
        : name + " ".repeat(NAME_WIDTH - name.length());
  }
}
