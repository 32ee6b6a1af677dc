package io.rickyard.cli.command;

import io.rickyard.cli.api.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is looked for in the audit. */
final class AuditFlags {

  @Option(names = "--org", paramLabel = "ORG", description = "In this organization.")
  private @Nullable String organization;

  @Option(
      names = "--installation",
      description = "In the whole installation, for its administrators.")
  private boolean installation;

  @Option(
      names = "--actor",
      paramLabel = "WHO",
      description = "By this e-mail address or id, or with their rights.")
  private @Nullable String actor;

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "By a person, token, webhook, schedule or system.")
  private @Nullable String kind;

  @Option(
      names = "--action",
      paramLabel = "ACTION",
      description = "This one, or all that begin with it: 'project.'.")
  private @Nullable String action;

  @Option(names = "--target", paramLabel = "ID", description = "What it was done to.")
  private @Nullable String target;

  @Option(names = "--outcome", paramLabel = "WORD", description = "accepted, done or refused.")
  private @Nullable String outcome;

  @Option(names = "--origin", paramLabel = "ADDRESS", description = "From this address.")
  private @Nullable String origin;

  @Option(
      names = "--correlation",
      paramLabel = "ID",
      description = "What one request set in motion.")
  private @Nullable String correlation;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Not before, such as 2026-12-01T08:00:00Z.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Before.")
  private @Nullable String to;

  @Nullable String organization() {
    return organization;
  }

  boolean installation() {
    return installation;
  }

  Path on(Path path) {
    return path.query("actor", actor)
        .query("actor_kind", kind)
        .query("action", action)
        .query("target", target)
        .query("outcome", outcome)
        .query("origin", origin)
        .query("correlation_id", correlation)
        .query("from", from)
        .query("to", to);
  }
}
