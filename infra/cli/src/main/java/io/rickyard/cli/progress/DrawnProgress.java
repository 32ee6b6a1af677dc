package io.rickyard.cli.progress;

import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Colour;
import io.rickyard.cli.terminal.Terminal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Draws the task's lines over and over on a terminal. */
final class DrawnProgress implements ProgressView {
  private final Terminal terminal;
  private final TaskLines lines;
  private @Nullable Task task;
  private @Nullable String broken;
  private int drawn;
  private int frame;

  DrawnProgress(Terminal terminal, String title) {
    this.terminal = terminal;
    this.lines = new TaskLines(terminal, title);
  }

  @Override
  public void changed(Task task, Instant now) {
    this.task = task;
    draw(task, now);
  }

  @Override
  public void tick(Instant now) {
    frame++;
    if (task != null) {
      draw(task, now);
    }
  }

  @Override
  public void connection(@Nullable String broken, Instant now) {
    this.broken = broken;
    if (task != null) {
      draw(task, now);
    }
  }

  private void draw(Task current, Instant now) {
    var shown = lines.of(current, now, frame);
    if (broken != null && !current.ended()) {
      shown.add("  " + terminal.paint(Colour.WARNING, lines.cut("reconnecting: " + broken)));
    }
    var text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    shown.forEach(line -> text.append("\r\u001b[2K").append(line).append('\n'));
    text.append("\u001b[J");
    drawn = shown.size();
    terminal.out().print(text);
    terminal.out().flush();
  }
}
