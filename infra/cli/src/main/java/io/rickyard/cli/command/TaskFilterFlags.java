package io.rickyard.cli.command;

import io.rickyard.cli.api.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks are meant, as flags; each narrows the others. */
final class TaskFilterFlags {

  @Option(
      names = "--state",
      split = ",",
      paramLabel = "STATE",
      description = "Only in these states.")
  private @Nullable List<String> states;

  @Option(names = "--type", split = ",", paramLabel = "TYPE", description = "Only of these types.")
  private @Nullable List<String> types;

  @Option(
      names = "--queue",
      split = ",",
      paramLabel = "QUEUE",
      description = "Only in these queues.")
  private @Nullable List<String> queues;

  @Option(names = "--project", paramLabel = "PROJECT", description = "Only of this project.")
  private @Nullable String project;

  @Option(names = "--org", paramLabel = "ORG", description = "Only of this organization.")
  private @Nullable String organization;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME[=VALUE]",
      description = "Only with this label; may be repeated.")
  private @Nullable List<String> labels;

  @Option(
      names = "--actor",
      paramLabel = "ID",
      description = "Only asked for by this user, token, hook or schedule.")
  private @Nullable String actor;

  @Option(names = "--parent", paramLabel = "TASK", description = "Only the children of this task.")
  private @Nullable String parent;

  @Option(names = "--retry-of", paramLabel = "TASK", description = "Only what repeats this task.")
  private @Nullable String retryOf;

  @Option(
      names = "--created-after",
      paramLabel = "TIME",
      description = "Only accepted at or after this, like 2026-12-01T08:00:00Z.")
  private @Nullable String createdAfter;

  @Option(names = "--created-before", paramLabel = "TIME", description = "Only accepted before.")
  private @Nullable String createdBefore;

  @Option(
      names = "--ended-after",
      paramLabel = "TIME",
      description = "Only ended at or after this.")
  private @Nullable String endedAfter;

  @Option(names = "--ended-before", paramLabel = "TIME", description = "Only ended before this.")
  private @Nullable String endedBefore;

  @Option(
      names = {"-q", "--find"},
      paramLabel = "TEXT",
      description = "The beginning of an id, or an error code.")
  private @Nullable String text;

  /** The list's path with these filters. */
  Path on(Path path, Directory directory) {
    path.query("state", joined(states))
        .query("type", joined(types))
        .query("queue", joined(queues))
        .query("project", project == null ? null : directory.project(project))
        .query("organization", organization == null ? null : directory.organization(organization))
        .query("actor", actor)
        .query("parent", parent)
        .query("retry_of", retryOf)
        .query("created_after", createdAfter)
        .query("created_before", createdBefore)
        .query("ended_after", endedAfter)
        .query("ended_before", endedBefore)
        .query("q", text);
    if (labels != null) {
      labels.forEach(label -> path.query("label", label));
    }
    return path;
  }

  private static @Nullable String joined(@Nullable List<String> values) {
    return values == null ? null : String.join(",", values);
  }
}
