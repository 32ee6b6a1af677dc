package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Access tokens, for machines that act with one's rights or with a part of them. */
@Command(
    name = "tokens",
    aliases = "token",
    description = "Access tokens: with all of your rights, or limited to scopes.")
public final class Tokens implements Callable<Integer> {
  private static final Path ALL = Path.of("/v1/access-tokens");

  private final Invocation invocation;
  private final Directory directory;

  /** Commands that work with this invocation. */
  public Tokens(Invocation invocation) {
    this.invocation = invocation;
    this.directory = new Directory(invocation);
  }

  @Override
  public Integer call() {
    return list();
  }

  @Command(name = "list", aliases = "ls", description = "List your access tokens.")
  int list() {
    var all = invocation.client().get(ALL);
    if (invocation.json()) {
      invocation.print(all);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "NAME", "ID", "ENDS", "SCOPES", "LAST USED", "EXPIRES");
    for (var token : elements(all)) {
      table.row(
          text(token, "name"),
          text(token, "id"),
          text(token, "hint"),
          scopes(token),
          given(token, "last_used_at"),
          given(token, "expires_at"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "create", description = "Make an access token. It is shown once.")
  int create(
      @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description =
                  "Limit it to this, such as project.read or 'task.*'; may be repeated. See:"
                      + " rickyard's documentation of roles.")
          @Nullable List<String> scopes,
      @Option(
              names = "--project",
              paramLabel = "PROJECT",
              description = "Limit all of its scopes to this project.")
          @Nullable String project,
      @Option(
              names = "--org",
              paramLabel = "ORG",
              description = "Limit all of its scopes to this organization.")
          @Nullable String organization,
      @Option(
              names = "--expires-in",
              paramLabel = "TIME",
              description = "How long it is good, such as 90d; for ever when left out.")
          @Nullable String life) {
    var body = RickyardClient.object().put("name", name);
    if (life != null) {
      var end = Instant.now().plus(Times.of(life)).truncatedTo(ChronoUnit.SECONDS);
      body.put("expires_at", end.toString());
    }
    String where = where(project, organization);
    if (scopes != null || !where.isEmpty()) {
      var all = body.putArray("scopes");
      (scopes == null ? List.of("*.*") : scopes)
          .forEach(scope -> all.add(scope.contains("@") ? scope : scope + where));
    }
    return shownOnce(invocation.client().post(ALL, body).body());
  }

  @Command(
      name = "rotate",
      description = "Give an access token another value. The one before works on for a while.")
  int rotate(
      @Parameters(paramLabel = "TOKEN", description = "Its id.") String id,
      @Option(
              names = "--overlap",
              paramLabel = "TIME",
              description = "How long the value before works on (1h).")
          @Nullable String overlap) {
    var body = RickyardClient.object();
    if (overlap != null) {
      body.put("overlap", Times.iso(overlap));
    }
    return shownOnce(invocation.client().post(token(id).segment("rotate"), body).body());
  }

  @Command(name = "revoke", aliases = "rm", description = "End an access token at once.")
  int revoke(@Parameters(paramLabel = "TOKEN", description = "Its id.") String id) {
    invocation.client().delete(token(id));
    if (!invocation.json()) {
      invocation.print("Revoked " + id + ".");
    }
    return ExitCode.OK.number();
  }

  private int shownOnce(JsonNode token) {
    if (invocation.json()) {
      invocation.print(token);
      return ExitCode.OK.number();
    }
    invocation.print("  id     " + text(token, "id"));
    invocation.print("  token  " + text(token, "token"));
    if (token.has("previous_valid_until")) {
      invocation.print("  the one before works until " + text(token, "previous_valid_until"));
    }
    invocation.remark("Keep the token now: it is not shown again.");
    return ExitCode.OK.number();
  }

  private String where(@Nullable String project, @Nullable String organization) {
    if (project != null) {
      return "@project:" + directory.project(project);
    }
    return organization == null ? "" : "@organization:" + directory.organization(organization);
  }

  private static Path token(String id) {
    return Path.of("/v1/access-tokens").segment(id);
  }

  private static String scopes(JsonNode token) {
    var all = elements(token.path("scopes")).stream().map(JsonNode::asText).toList();
    return all.isEmpty() ? "all of yours" : String.join(" ", all);
  }

  private static String given(JsonNode token, String field) {
    var value = text(token, field);
    return value.isEmpty() ? "-" : value;
  }
}
