package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Locks that are held or waited for. */
@Command(name = "locks", description = "See who holds and who waits for locks; release them.")
public final class Locks {
  private final Invocation invocation;
  private final Directory directory;

  /** Commands that work with this invocation. */
  public Locks(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Command(name = "list", aliases = "ls", description = "List locks, each with its line.")
  int list(
      @Option(
              names = {"--organization", "--org"},
              paramLabel = "ORG",
              description = "Whose they are.")
          @Nullable String organization) {
    var page =
        invocation.client().get(all().query("organization", directory.organization(organization)));
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "LOCK", "TICKET", "STATE", "POSITION", "LEASE UNTIL");
    for (var lock : elements(page.path("data"))) {
      table.row(
          text(lock, "name"),
          text(lock, "ticket"),
          text(lock, "state"),
          text(lock, "position"),
          text(lock, "lease_until"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show a ticket: state, position, end of the lease.")
  int show(@Parameters(paramLabel = "TICKET", description = "Its id.") String ticket) {
    var lock = invocation.client().get(of(ticket));
    if (invocation.json()) {
      invocation.print(lock);
    } else {
      lock.properties().stream()
          .filter(field -> field.getValue().isValueNode() && !field.getValue().isNull())
          .forEach(field ->
              invocation.print("%-12s %s".formatted(field.getKey(), field.getValue().asText())));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "release", description = "Give up a lock, or the place in its line.")
  int release(@Parameters(paramLabel = "TICKET", description = "Its id.") String ticket) {
    var _ = invocation.client().post(of(ticket).segment("release"), null);
    invocation.remark("Released " + ticket + ".");
    return ExitCode.OK.number();
  }

  /** All locks; a path grows, so each request begins its own. */
  static Path all() {
    return Path.of("/v1/locks");
  }

  /** The lock of a ticket. */
  static Path of(String ticket) {
    return all().segment(ticket);
  }
}
