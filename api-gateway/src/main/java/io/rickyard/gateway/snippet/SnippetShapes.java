package io.rickyard.gateway.snippet;

import static java.util.stream.Collectors.toUnmodifiableMap;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.gateway.upstream.SnippetView;
import io.rickyard.gateway.upstream.UserView;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Joins snippets with the names of their projects and people. */
@Singleton
final class SnippetShapes {

  private static final String VERSION = "1.0";

  private final OrgClient org;
  private final AuthClient auth;

  SnippetShapes(OrgClient org, AuthClient auth) {
    this.org = org;
    this.auth = auth;
  }

  /** With its SQL. */
  SnippetShape with(SnippetView snippet, Call call) {
    return shape(
        snippet,
        new SnippetShape.Content(VERSION, snippet.sql()),
        projects(List.of(snippet), call),
        people(List.of(snippet)));
  }

  /** Without their SQL. */
  List<SnippetShape> without(List<SnippetView> snippets, Call call) {
    var projects = projects(snippets, call);
    var people = people(snippets);
    return snippets.stream().map(snippet -> shape(snippet, null, projects, people)).toList();
  }

  private Map<ProjectRef, ProjectView> projects(List<SnippetView> snippets, Call call) {
    var found = new HashMap<ProjectRef, ProjectView>();
    snippets.stream()
        .map(SnippetView::project)
        .distinct()
        .forEach(ref -> found.put(ref, org.project(ref, call)));
    return found;
  }

  private Map<String, UserView> people(List<SnippetView> snippets) {
    var ids =
        snippets.stream()
            .flatMap(snippet -> Stream.of(snippet.owner(), snippet.updatedBy()))
            .map(UUID::toString)
            .collect(toUnmodifiableSet());
    return ids.isEmpty()
        ? Map.of()
        : auth.users(ids).stream().collect(toUnmodifiableMap(UserView::id, user -> user));
  }

  private static SnippetShape shape(
      SnippetView snippet,
      SnippetShape.@Nullable Content content,
      Map<ProjectRef, ProjectView> projects,
      Map<String, UserView> people) {
    var project = projects.get(snippet.project());
    return new SnippetShape(
        snippet.id(),
        snippet.createdAt(),
        snippet.updatedAt(),
        "sql",
        snippet.visibility(),
        snippet.name(),
        snippet.description(),
        project == null
            ? new SnippetShape.Project(0, snippet.project().value())
            : new SnippetShape.Project(project.number(), project.name()),
        person(snippet.owner(), people),
        person(snippet.updatedBy(), people),
        snippet.favorite(),
        content);
  }

  private static SnippetShape.Person person(UUID id, Map<String, UserView> people) {
    var known = people.get(id.toString());
    return SnippetShape.Person.of(id, known == null ? null : known.email());
  }
}
