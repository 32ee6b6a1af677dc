package io.rickyard.cli.progress;

import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Colour;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws the task's steps over and over on a terminal, one line each. */
final class DrawnProgress implements ProgressView {
  private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
  private static final int NAME_WIDTH = 28;

  private final Terminal terminal;
  private final String title;
  private @Nullable Task task;
  private @Nullable String broken;
  private int drawn;
  private int frame;

  DrawnProgress(Terminal terminal, String title) {
    this.terminal = terminal;
    this.title = title;
  }

  @Override
  public void changed(Task task, Instant now) {
    this.task = task;
    draw(now);
  }

  @Override
  public void tick(Instant now) {
    frame++;
    draw(now);
  }

  @Override
  public void connection(@Nullable String broken, Instant now) {
    this.broken = broken;
    draw(now);
  }

  private void draw(Instant now) {
    var current = task;
    if (current == null) {
      return;
    }
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    var lines = lines(current, now);
    lines.forEach(line -> text.append("\r\u001b[2K").append(line).append('\n'));
    text.append("\u001b[J");
    drawn = lines.size();
    terminal.out().print(text);
    terminal.out().flush();
  }

  private List<String> lines(Task task, Instant now) {
    var lines = new ArrayList<String>();
    lines.add(head(task, now));
    for (var step : task.currentSteps()) {
      lines.add(step(step, now));
    }
    var error = task.error();
    if (error != null && !task.succeeded()) {
      lines.add("  " + terminal.paint(Colour.BAD, cut(error)));
    }
    if (broken != null && !task.ended()) {
      lines.add("  " + terminal.paint(Colour.WARNING, "reconnecting: " + cut(broken)));
    }
    return lines;
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

  private String step(Task.Step step, Instant now) {
    var state = StepState.of(step.state());
    var sign =
        state == StepState.RUNNING
            ? String.valueOf(SPINNER.charAt(frame % SPINNER.length()))
            : state.sign();
    var name = pad(step.name().replace('_', ' '));
    var took =
        state == StepState.SKIPPED
            ? state.words()
            : Spans.took(step.startedAt(), step.endedAt(), now);
    var calm = state == StepState.WAITING ? terminal.paint(Colour.FAINT, name) : name;
    return "  "
        + terminal.paint(state.colour(), sign)
        + " "
        + calm
        + terminal.paint(Colour.FAINT, took);
  }

  private static String pad(String name) {
    return name.length() >= NAME_WIDTH
        ? name.substring(0, NAME_WIDTH - 1) + " "
        : name + " ".repeat(NAME_WIDTH - name.length());
  }

  // A line that wraps would make the next drawing start in the wrong place.
  private String cut(String text) {
    var oneLine = text.replace('\n', ' ').strip();
    var room = terminal.columns() - 18;
    return oneLine.length() <= room ? oneLine : oneLine.substring(0, room - 1) + "…";
  }
}
