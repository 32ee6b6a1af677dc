package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.terminal.Table;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What a project's services use: again and again on a terminal, else once. */
@Command(
    name = "top",
    description = "Show what a project's services use, refreshed on a terminal, else once.")
final class ProjectTop implements Callable<Integer> {

  private static final String UNKNOWN = "-";
  private static final double MIB = 1024 * 1024;

  private final Invocation invocation;
  private final Directory directory;

  @Parameters(paramLabel = "PROJECT", description = "Its reference or name.")
  private String named = "";

  @Mixin private final Refreshing refreshing = new Refreshing("5s");

  ProjectTop(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() throws InterruptedException {
    var path = Projects.project(directory.project(named)).segment("usage");
    return refreshing.show(invocation, () -> invocation.client().get(path), this::print);
  }

  private void print(JsonNode seen) {
    var table =
        new Table(
            invocation.out(), "SERVICE", "CPU", "MEMORY", "LIMIT", "RECEIVED", "SENT", "DISK");
    for (var service : elements(seen.path("data"))) {
      table.row(
          text(service, "service"),
          cpus(service.path("cpus")),
          size(service.path("memory_bytes")),
          size(service.path("memory_limit_bytes")),
          size(service.path("received_bytes")),
          size(service.path("sent_bytes")),
          size(service.path("disk_bytes")));
    }
    table.print();
  }

  private static String cpus(JsonNode cpus) {
    return cpus.isNumber() ? String.format(Locale.ROOT, "%.1f%%", cpus.asDouble() * 100) : UNKNOWN;
  }

  private static String size(JsonNode bytes) {
    return bytes.isNumber()
        ? String.format(Locale.ROOT, "%.1f MiB", bytes.asLong() / MIB)
        : UNKNOWN;
  }
}
