package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Which types of tasks there are. */
@Command(
    name = "types",
    description = "Show the types of tasks: our own, and those that extensions add.")
final class TaskTypes implements Callable<Integer> {
  private final Invocation invocation;

  TaskTypes(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var types = invocation.client().get(Path.of("/v1/task-types"));
    if (invocation.json()) {
      invocation.print(types);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "TYPE", "QUEUE", "INPUT", "DOES");
    for (JsonNode type : elements(types.path("data"))) {
      table.row(text(type, "type"), text(type, "queue"), input(type), text(type, "description"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  /** What may be left out stands in brackets. */
  private static String input(JsonNode type) {
    return elements(type.path("fields")).stream()
        .map(field ->
            field.path("required").asBoolean()
                ? text(field, "name")
                : "[" + text(field, "name") + "]")
        .collect(Collectors.joining(" "));
  }
}
