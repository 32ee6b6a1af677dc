package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.terminal.Colour;
import io.rickyard.cli.terminal.Spans;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One project as text. */
final class ProjectText {
  private ProjectText() {}

  static void print(Invocation invocation, JsonNode project) {
    var out = invocation.out();
    var status = text(project, "status");
    var reason = text(project, "status_reason");
    invocation.print(
        out.paint(Colour.STRONG, text(project, "name"))
            + "  "
            + out.paint(Colour.ofState(status), status));
    if (!reason.isEmpty() && !status.equals("ACTIVE_HEALTHY")) {
      invocation.print("  " + reason);
    }
    line(invocation, "reference", text(project, "ref"));
    line(invocation, "organization", text(project, "organization_slug"));
    line(invocation, "region", text(project, "region"));
    line(invocation, "profile", text(project, "profile"));
    line(invocation, "age", Spans.age(instant(project, "created_at"), invocation.now()));
    line(invocation, "last task", text(project, "task"));
    line(invocation, "drift", text(project, "drift_policy"));
    for (var service : elements(project.path("services"))) {
      var healthy = service.path("healthy").asBoolean();
      var seen = Spans.age(instant(service, "observed_at"), invocation.now());
      invocation.print(
          "  "
              + out.paint(healthy ? Colour.GOOD : Colour.BAD, healthy ? "✓ " : "✗ ")
              + text(service, "service")
              + (healthy ? "" : "  " + text(service, "error"))
              + out.paint(Colour.FAINT, "  seen " + seen + " ago"));
    }
  }

  private static void line(Invocation invocation, String title, String value) {
    if (!value.isEmpty()) {
      invocation.print(
          "  "
              + invocation.out().paint(Colour.FAINT, title + " ".repeat(13 - title.length()))
              + value);
    }
  }

  private static @Nullable Instant instant(JsonNode json, String field) {
    var value = text(json, field);
    return value.isEmpty() ? null : Instant.parse(value);
  }
}
