package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What was done, by whom, from where, and how it went. */
@Command(name = "audit", description = "Search what was done in an organization, the newest first.")
public final class Audit implements Callable<Integer> {
  private static final String EXPORTED_AT_ONCE = "200";

  private final Invocation invocation;
  private final Directory directory;

  @Mixin private AuditFlags flags = new AuditFlags();

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "At most so many (${DEFAULT-VALUE}).")
  private String limit = "50";

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "Go on after an earlier answer's 'next'.")
  private @Nullable String after;

  /** Commands that work with this invocation. */
  public Audit(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() {
    var page = page(flags, limit, after);
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "TIME", "ACTOR", "ACTION", "TARGET", "OUTCOME", "FROM");
    for (var entry : elements(page.path("data"))) {
      table.row(
          text(entry, "at"),
          actor(entry.path("actor")),
          text(entry, "action"),
          text(entry, "target"),
          text(entry, "outcome"),
          text(entry, "origin"));
    }
    table.print();
    if (page.path("next").isTextual()) {
      invocation.remark("There are more: --after " + text(page, "next"));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "export", description = "Write everything that is found, one line of JSON each.")
  int export(@Mixin AuditFlags wanted) {
    @Nullable String next = null;
    do {
      var page = page(wanted, EXPORTED_AT_ONCE, next);
      elements(page.path("data")).forEach(entry -> invocation.print(entry.toString()));
      next = page.path("next").isTextual() ? text(page, "next") : null;
    } while (next != null);
    return ExitCode.OK.number();
  }

  private JsonNode page(AuditFlags wanted, String most, @Nullable String place) {
    var path =
        wanted.installation()
            ? Path.of("/v1/audit")
            : Path.of("/v1/organizations")
                .segment(directory.organization(wanted.organization()))
                .segment("audit");
    return invocation.client().get(wanted.on(path).query("limit", most).query("after", place));
  }

  private static String actor(JsonNode actor) {
    var email = text(actor, "email");
    var kind = text(actor, "kind");
    if (kind.equals("person")) {
      return email.isEmpty() ? text(actor, "id") : email;
    }
    return kind + " " + text(actor, "id") + (email.isEmpty() ? "" : " of " + email);
  }
}
