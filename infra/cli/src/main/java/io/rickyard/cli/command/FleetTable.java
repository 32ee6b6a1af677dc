package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.sse.ServerSentEvent;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projects as rows, once or as they change. */
final class FleetTable {
  private static final String TO_THE_TOP = "\u001b[H\u001b[2J";

  private final Invocation invocation;
  private final @Nullable String organization;
  private final Map<String, String> shown = new HashMap<>();

  /** Of one organization (its slug), or of all. */
  FleetTable(Invocation invocation, @Nullable String organization) {
    this.invocation = invocation;
    this.organization = organization;
  }

  ArrayNode read() {
    var all = RickyardClient.JSON.createArrayNode();
    for (var one : elements(invocation.client().get(Path.of("/v1/projects")))) {
      if (organization == null || organization.equals(text(one, "organization_slug"))) {
        all.add(one);
      }
    }
    return all;
  }

  void print(JsonNode projects) {
    if (projects.isEmpty()) {
      invocation.remark("No projects yet. Create one: rickyard projects create NAME --watch");
      return;
    }
    var table = new Table(invocation.out(), "NAME", "REFERENCE", "STATE", "AGE", "REASON");
    elements(projects).forEach(one -> table.row(cells(one).toArray(String[]::new)));
    table.print();
  }

  /** Shows the table again whenever something changes; ends with the stream. */
  int watch() {
    try (var stream =
        invocation.client().stream(
            Path.of("/v1/events").query("organization", organization), null)) {
      stream.tell(broken ->
          invocation.err().out().println(broken == null ? "connected" : "reconnecting: " + broken));
      for (var event = stream.next(); event != null; event = stream.next()) {
        if (changesStacks(event)) {
          show(read());
        }
      }
    }
    return ExitCode.OK.number();
  }

  private static boolean changesStacks(ServerSentEvent event) {
    return event.name().equals("snapshot") || event.name().equals("stack");
  }

  // A terminal shows the whole table; anywhere else only what is new about a project is worth a
  // line.
  private void show(ArrayNode projects) {
    var out = invocation.out();
    if (out.interactive() && !invocation.json()) {
      out.out().print(TO_THE_TOP);
      print(projects);
      invocation.print("");
      invocation.print("Live. Ctrl-C ends it.");
      return;
    }
    for (var one : elements(projects)) {
      var news = text(one, "status") + text(one, "status_reason");
      if (!news.equals(shown.put(text(one, "ref"), news))) {
        invocation.print(
            invocation.json() ? one.toString() : String.join("  ", cells(one)).stripTrailing());
      }
    }
  }

  private List<String> cells(JsonNode one) {
    var cells = new ArrayList<String>();
    cells.add(text(one, "name"));
    cells.add(text(one, "ref"));
    cells.add(text(one, "status"));
    var created = text(one, "created_at");
    cells.add(Spans.age(created.isEmpty() ? null : Instant.parse(created), invocation.now()));
    cells.add(text(one, "status").equals("ACTIVE_HEALTHY") ? "" : text(one, "status_reason"));
    return cells;
  }
}
