package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Messages that consumers gave up. */
@Command(
    name = "dlq",
    description = "See messages that could not be read or applied; replay or drop them.",
    subcommands = {DlqHandling.Replay.class, DlqHandling.Drop.class})
public final class Dlq {
  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Dlq(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(
      name = "list",
      aliases = "ls",
      description = "List them topic by topic, the oldest first.")
  int list(
      @Mixin DlqFlags filter,
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "waiting (unless said), replayed or dropped; several with commas.")
          @Nullable String state,
      @Option(
              names = "--limit",
              defaultValue = "20",
              description = "At most so many (${DEFAULT-VALUE}).")
          int limit,
      @Option(
              names = "--after",
              paramLabel = "CURSOR",
              description = "Go on after an earlier answer's 'next'.")
          @Nullable String after) {
    var path = Path.of("/v1/dead-messages");
    filter.on(path);
    path.query("state", state).query("limit", String.valueOf(limit)).query("after", after);
    var page = invocation.client().get(path);
    if (invocation.json()) {
      invocation.print(page);
      return ExitCode.OK.number();
    }
    var table =
        new Table(
            invocation.out(), "ID", "STATE", "CAUSE", "CONSUMER", "ATTEMPTS", "GIVEN UP", "DETAIL");
    for (var letter : page.path("data")) {
      table.row(
          shown(letter, "id"),
          shown(letter, "state"),
          shown(letter, "cause"),
          shown(letter, "consumer"),
          shown(letter, "attempts"),
          Spans.age(Instant.parse(letter.path("given_up_at").asText()), invocation.now()),
          shown(letter, "detail"));
    }
    table.print();
    var next = shown(page, "next");
    if (!next.isEmpty()) {
      invocation.remark("There may be more: --after " + next);
    }
    return ExitCode.OK.number();
  }

  @Command(name = "show", description = "Show one with its headers; never its body.")
  int show(@Parameters(paramLabel = "ID", description = "Its id, from the list.") String id) {
    var letter = invocation.client().get(Path.of("/v1/dead-messages").segment(id));
    if (invocation.json()) {
      invocation.print(letter);
      return ExitCode.OK.number();
    }
    fact("id", shown(letter, "id"));
    fact("state", shown(letter, "state"));
    var handled = letter.path("handled");
    if (handled.isObject()) {
      fact("  by", shown(handled, "by"));
      fact("  at", shown(handled, "at"));
    }
    fact("cause", shown(letter, "cause"));
    fact("detail", shown(letter, "detail"));
    fact("consumer", shown(letter, "consumer"));
    fact("attempts", shown(letter, "attempts"));
    fact("given up", shown(letter, "given_up_at"));
    fact("topic", shown(letter, "topic"));
    var origin = letter.path("origin");
    if (origin.isObject()) {
      fact("partition", shown(origin, "partition"));
      fact("offset", shown(origin, "offset"));
    }
    fact("key", shown(letter, "key"));
    fact("size", shown(letter, "size"));
    fact("sha256", shown(letter, "sha256"));
    letter
        .path("headers")
        .properties()
        .forEach(header -> fact(plain(header.getKey()), plain(header.getValue().asText())));
    return ExitCode.OK.number();
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      invocation.print("  %-24s %s".formatted(name, value));
    }
  }

  static String shown(JsonNode json, String field) {
    return plain(Directory.text(json, field));
  }

  /** Whoever wrote the message chose these texts; they must not steer the terminal. */
  static String plain(String text) {
    return text.replaceAll("\\p{Cc}|\\p{Cf}", "\ufffd");
  }
}
