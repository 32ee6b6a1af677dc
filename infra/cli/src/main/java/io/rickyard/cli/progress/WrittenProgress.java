package io.rickyard.cli.progress;

import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Terminal;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes one plain line per change, for files and pipes. */
final class WrittenProgress implements ProgressView {
  private final Terminal terminal;
  private final String title;
  private final Set<String> written = new HashSet<>();
  private String state = "";

  WrittenProgress(Terminal terminal, String title) {
    this.terminal = terminal;
    this.title = title;
  }

  @Override
  public void changed(Task task, Instant now) {
    if (!task.ended()) {
      writeState(task, now);
    }
    for (var step : task.steps()) {
      var line = describe(step, task, now);
      if (!line.isEmpty()
          && written.add(
              step.attempt() + "." + step.number() + line.charAt(0) + StepState.of(step.state()))) {
        write(line);
      }
    }
    if (task.ended()) {
      writeState(task, now);
    }
  }

  @Override
  public void tick(Instant now) {}

  @Override
  public void connection(@Nullable String broken, Instant now) {
    write(broken == null ? "connected again" : "reconnecting: " + broken);
  }

  private void writeState(Task task, Instant now) {
    if (state.equals(task.state())) {
      return;
    }
    state = task.state();
    var elapsed = Spans.took(task.createdAt(), task.endedAt(), now);
    var error = task.error() == null ? "" : ": " + task.error();
    write(state + (task.ended() ? " after " + elapsed : "") + error);
  }

  private static String describe(Task.Step step, Task task, Instant now) {
    var place = "step " + step.number() + (task.total() > 0 ? "/" + task.total() : "");
    var name = place + " " + step.name() + ": ";
    var state = StepState.of(step.state());
    var took = Spans.took(step.startedAt(), step.endedAt(), now);
    return switch (state) {
      case WAITING -> "";
      case RUNNING, SKIPPED, UNDONE -> name + state.words();
      case DONE -> name + state.words() + " in " + took;
      case FAILED -> name + state.words() + (step.error() == null ? "" : ": " + step.error());
    };
  }

  private void write(String line) {
    terminal.out().println(title + "  " + line);
    terminal.out().flush();
  }
}
