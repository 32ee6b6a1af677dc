package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Finds organizations and projects by what a person calls them. */
final class Directory {
  private static final Pattern REFERENCE = Pattern.compile("[a-z]{20}");

  private final Invocation invocation;

  Directory(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * The slug of the organization that is meant: the named one (by slug or name), else the
   * configured one, else the only one.
   */
  String organization(@Nullable String named) {
    var configured = invocation.configuration().organization();
    if (named == null && configured != null) {
      return configured;
    }
    var all = elements(invocation.client().get(Path.of("/v1/organizations")));
    if (named == null) {
      return onlyOne(all);
    }
    return all.stream()
        .filter(one -> named.equals(text(one, "slug")) || named.equals(text(one, "name")))
        .map(one -> text(one, "slug"))
        .findFirst()
        .orElseThrow(
            () -> notFound("No organization is called '" + named + "'.", "See: rickyard orgs"));
  }

  /** The reference of the project that is meant, by its reference or its name. */
  String project(String named) {
    if (REFERENCE.matcher(named).matches()) {
      return named;
    }
    var matches =
        elements(invocation.client().get(Path.of("/v1/projects"))).stream()
            .filter(project -> named.equals(text(project, "name")))
            .map(project -> text(project, "ref"))
            .toList();
    return switch (matches.size()) {
      case 0 ->
          throw notFound("No project is called '" + named + "'.", "See: rickyard projects list");
      case 1 -> matches.getFirst();
      default ->
          throw new CommandRefused(
              ExitCode.USAGE,
              "Several projects are called '" + named + "'.",
              "Use the reference: " + String.join(", ", matches));
    };
  }

  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  static String text(JsonNode json, String field) {
    return json.path(field).asText("");
  }

  private static String onlyOne(List<JsonNode> all) {
    return switch (all.size()) {
      case 0 ->
          throw notFound(
              "You belong to no organization yet.", "Create one: rickyard orgs create NAME");
      case 1 -> text(all.getFirst(), "slug");
      default ->
          throw new CommandRefused(
              ExitCode.USAGE,
              "You belong to several organizations; say which one with --org.",
              all.stream()
                  .map(one -> text(one, "name") + " (" + text(one, "slug") + ")")
                  .collect(Collectors.joining(", ")));
    };
  }

  private static CommandRefused notFound(String message, String advice) {
    return new CommandRefused(ExitCode.NOT_FOUND, message, advice);
  }
}
