package io.rickyard.gateway.scope;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Permission;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A request that a token with scopes may make, if its scopes allow it.
 *
 * @param method the HTTP method
 * @param path the path, with names in braces
 * @param permission what it takes; nothing, where whose it is need not be known
 * @param revealing what it takes instead when secrets are to be revealed
 * @param place where it says whose it is
 */
record ScopedRoute(
    String method,
    List<String> path,
    @Nullable Permission permission,
    @Nullable Permission revealing,
    Place place) {

  /** Where a request says whose it is. */
  enum Place {
    /** It is about the token itself, or about nobody's. */
    NOWHERE,
    /** In its path, as {@code slug} or {@code ref}. */
    PATH,
    /** In its query, as {@code organization} or {@code project}. */
    QUERY,
    /** In its path, as the id of a task or a lock's ticket. */
    TASK,
    /** In its body, or in each thing of its answer: its handler asks about the scopes. */
    HANDLER
  }

  ScopedRoute {
    requireNonNull(method, "method");
    path = List.copyOf(path);
    requireNonNull(place, "place");
    if ((permission == null) != (place == Place.NOWHERE || place == Place.HANDLER)) {
      throw new IllegalArgumentException("What is somebody's takes a permission");
    }
  }

  private static final List<ScopedRoute> ALL =
      Stream.of(
              nowhere("GET /v1/projects/available-regions"),
              nowhere("GET /v1/profile", "GET /v1/roles", "GET /v1/task-types", "GET /v1/health"),
              nowhere("GET /v1/openapi.json", "DELETE /v1/access-tokens/current"),
              nowhere("POST /v1/stream-tickets"),
              handled("GET /v1/organizations", "GET /v1/projects", "POST /v1/projects"),
              handled("POST /v1/tasks", "POST /v1/tasks/batch", "POST /v1/locks"),
              handled("POST /v1/tasks/cancel", "POST /v1/tasks/retry"),
              handled("POST /v1/dead-letters/replay"),
              handled(
                  "GET /v1/branches/{branch}",
                  "PATCH /v1/branches/{branch}",
                  "DELETE /v1/branches/{branch}",
                  "POST /v1/branches/{branch}/push",
                  "POST /v1/branches/{branch}/merge",
                  "POST /v1/branches/{branch}/reset",
                  "GET /v1/branches/{branch}/diff",
                  "DELETE /v1/projects/{ref}/branches",
                  "GET /v1/snippets",
                  "GET /v1/snippets/{id}",
                  "PUT /v1/snippets/{id}",
                  "DELETE /v1/snippets/{id}"),
              in(
                  Place.PATH,
                  Permission.ORGANIZATION_READ,
                  "GET /v1/organizations/{slug}",
                  "GET /v1/organizations/{slug}/entitlements"),
              in(Place.PATH, Permission.MEMBER_READ, "GET /v1/organizations/{slug}/members"),
              in(
                  Place.PATH,
                  Permission.TEAM_READ,
                  "GET /v1/organizations/{slug}/teams",
                  "GET /v1/organizations/{slug}/teams/{team}"),
              in(Place.PATH, Permission.PROJECT_READ, "GET /v1/organizations/{slug}/projects"),
              in(
                  Place.PATH,
                  Permission.AUDIT_READ,
                  "GET /v1/organizations/{slug}/audit",
                  "GET /v1/organizations/{slug}/audit/export"),
              in(
                  Place.PATH,
                  Permission.PROJECT_READ,
                  "GET /v1/projects/{ref}",
                  "GET /v1/projects/{ref}/health",
                  "GET /v1/projects/{ref}/usage",
                  "GET /v1/projects/{ref}/logs",
                  "GET /v1/projects/{ref}/logs/stream",
                  "GET /v1/projects/{ref}/analytics/endpoints/logs",
                  "GET /v1/projects/{ref}/analytics/endpoints/logs.all",
                  "GET /v1/projects/{ref}/config/database/pooler",
                  "GET /v1/projects/{ref}/config/database/pgbouncer",
                  "GET /v1/projects/{ref}/branches",
                  "GET /v1/projects/{ref}/branches/{name}",
                  "GET /v1/projects/{ref}/network-restrictions",
                  "GET /v1/projects/{ref}/ssl-enforcement",
                  "POST /v1/projects/{ref}/network-bans/retrieve",
                  "POST /v1/projects/{ref}/network-bans/retrieve/enriched",
                  "GET /v1/projects/{ref}/functions",
                  "GET /v1/projects/{ref}/functions/{functionSlug}",
                  "GET /v1/projects/{ref}/secrets",
                  "GET /v1/projects/{ref}/config/database/postgres",
                  "GET /v1/projects/{ref}/config/auth",
                  "GET /v1/projects/{ref}/config/auth/signing-keys",
                  "GET /v1/projects/{ref}/config/auth/signing-keys/legacy",
                  "GET /v1/projects/{ref}/config/auth/signing-keys/{id}",
                  "GET /v1/projects/{ref}/config/storage",
                  "GET /v1/projects/{ref}/config/realtime",
                  "GET /v1/projects/{ref}/postgrest",
                  "GET /v1/projects/{ref}/billing/addons",
                  "GET /v2/projects/{ref}/config",
                  "GET /v1/projects/{ref}/idle-stop"),
              revealing(
                  "GET /v1/projects/{ref}/api-keys",
                  "GET /v1/projects/{ref}/api-keys/legacy",
                  "GET /v1/projects/{ref}/api-keys/{id}",
                  "GET /v1/projects/{ref}/connection"),
              in(
                  Place.PATH,
                  Permission.PROJECT_CHANGE,
                  "PATCH /v1/projects/{ref}",
                  "POST /v1/projects/{ref}/branches",
                  "POST /v1/projects/{ref}/snippets",
                  "PUT /v1/projects/{ref}/drift-policy",
                  "POST /v1/projects/{ref}/pause",
                  "POST /v1/projects/{ref}/restore",
                  "POST /v1/projects/{ref}/restart",
                  "POST /v1/projects/{ref}/resize",
                  "POST /v1/projects/{ref}/repair",
                  "POST /v1/projects/{ref}/services/{service}/restart",
                  "POST /v1/projects/{ref}/api-keys",
                  "PUT /v1/projects/{ref}/api-keys/legacy",
                  "PATCH /v1/projects/{ref}/api-keys/{id}",
                  "DELETE /v1/projects/{ref}/api-keys/{id}",
                  "POST /v1/projects/{ref}/secrets",
                  "DELETE /v1/projects/{ref}/secrets",
                  "POST /v1/projects/{ref}/functions",
                  "PUT /v1/projects/{ref}/functions",
                  "POST /v1/projects/{ref}/functions/deploy",
                  "PATCH /v1/projects/{ref}/functions/{functionSlug}",
                  "DELETE /v1/projects/{ref}/functions/{functionSlug}",
                  "PUT /v1/projects/{ref}/idle-stop",
                  "PUT /v1/projects/{ref}/config/database/postgres",
                  "PATCH /v1/projects/{ref}/config/database/postgres",
                  "PATCH /v1/projects/{ref}/config/auth",
                  "POST /v1/projects/{ref}/config/auth/sso/providers",
                  "PUT /v1/projects/{ref}/config/auth/sso/providers/{providerId}",
                  "DELETE /v1/projects/{ref}/config/auth/sso/providers/{providerId}",
                  "PATCH /v1/projects/{ref}/config/database/pooler",
                  "POST /v1/projects/{ref}/config/auth/signing-keys",
                  "POST /v1/projects/{ref}/config/auth/signing-keys/legacy",
                  "PATCH /v1/projects/{ref}/config/auth/signing-keys/{id}",
                  "DELETE /v1/projects/{ref}/config/auth/signing-keys/{id}",
                  "PATCH /v1/projects/{ref}/config/storage",
                  "PATCH /v1/projects/{ref}/config/realtime",
                  "PATCH /v1/projects/{ref}/postgrest",
                  "DELETE /v1/projects/{ref}/idle-stop",
                  "POST /v1/projects/{ref}/database/query",
                  "GET /v1/projects/{ref}/database/migrations",
                  "POST /v1/projects/{ref}/database/migrations",
                  "PUT /v1/projects/{ref}/database/migrations",
                  "GET /v1/projects/{ref}/database/migrations/{version}",
                  "PATCH /v1/projects/{ref}/database/password",
                  "POST /v1/projects/{ref}/network-restrictions/apply",
                  "PATCH /v1/projects/{ref}/network-restrictions",
                  "PUT /v1/projects/{ref}/ssl-enforcement",
                  "POST /v1/projects/{ref}/cli/login-role",
                  "DELETE /v1/projects/{ref}/cli/login-role"),
              in(
                  Place.PATH,
                  Permission.SECRET_READ,
                  "GET /v1/projects/{ref}/functions/{functionSlug}/body",
                  "GET /v1/projects/{ref}/storage/buckets",
                  "GET /v1/projects/{ref}/config/auth/sso/providers",
                  "GET /v1/projects/{ref}/config/auth/sso/providers/{providerId}",
                  "POST /v1/projects/{ref}/database/query/read-only",
                  "GET /v1/projects/{ref}/types/typescript",
                  "GET /v1/projects/{ref}/advisors/security",
                  "GET /v1/projects/{ref}/advisors/performance"),
              in(Place.PATH, Permission.PROJECT_DELETE, "DELETE /v1/projects/{ref}"),
              in(Place.PATH, Permission.DOMAIN_READ, "GET /v1/projects/{ref}/domains"),
              in(Place.PATH, Permission.DOMAIN_CREATE, "POST /v1/projects/{ref}/domains"),
              in(
                  Place.PATH,
                  Permission.DOMAIN_CHANGE,
                  "POST /v1/projects/{ref}/domains/{name}/verify"),
              in(Place.PATH, Permission.DOMAIN_DELETE, "DELETE /v1/projects/{ref}/domains/{name}"),
              in(Place.QUERY, Permission.TASK_READ, "GET /v1/tasks", "GET /v1/dead-letters"),
              in(Place.QUERY, Permission.PROJECT_READ, "GET /v1/events"),
              in(Place.QUERY, Permission.SCHEDULE_READ, "GET /v1/schedules"),
              in(Place.QUERY, Permission.HOOK_READ, "GET /v1/hooks"),
              in(Place.QUERY, Permission.LOCK_READ, "GET /v1/locks"),
              in(
                  Place.TASK,
                  Permission.TASK_READ,
                  "GET /v1/tasks/{id}",
                  "GET /v1/tasks/{id}/results",
                  "GET /v1/tasks/{id}/log",
                  "GET /v1/tasks/{id}/position"),
              in(
                  Place.TASK,
                  Permission.TASK_CHANGE,
                  "POST /v1/tasks/{id}/cancel",
                  "POST /v1/tasks/{id}/retry",
                  "POST /v1/dead-letters/{id}/replay"),
              in(Place.TASK, Permission.LOCK_READ, "GET /v1/locks/{id}"),
              in(
                  Place.TASK,
                  Permission.TASK_CREATE,
                  "POST /v1/locks/{id}/renew",
                  "POST /v1/locks/{id}/release",
                  "DELETE /v1/locks/{id}"))
          .flatMap(routes -> routes)
          .toList();

  /** The one that a request is; none where no token with scopes may make it. */
  static Optional<ScopedRoute> of(String method, String path) {
    var segments = segments(path);
    return ALL.stream().filter(route -> route.matches(method, segments)).findFirst();
  }

  /** What stands in the path under the names in braces. */
  Map<String, String> named(String asked) {
    var segments = segments(asked);
    var found = new HashMap<String, String>();
    for (int i = 0; i < path.size(); i++) {
      if (path.get(i).startsWith("{")) {
        found.put(path.get(i).substring(1, path.get(i).length() - 1), segments.get(i));
      }
    }
    return Map.copyOf(found);
  }

  /** What it takes. */
  Permission required(boolean reveals) {
    return requireNonNull(reveals && revealing != null ? revealing : permission, "permission");
  }

  /** As it is written in the API's description, whatever its parameters are called there. */
  static List<String> lines() {
    return ALL.stream()
        .map(route ->
            route.method()
                + " /"
                + route.path().stream()
                    .map(segment -> segment.startsWith("{") ? "{}" : segment)
                    .collect(Collectors.joining("/")))
        .toList();
  }

  private boolean matches(String asked, List<String> segments) {
    if (!method.equals(asked) || path.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < path.size(); i++) {
      if (!path.get(i).startsWith("{") && !path.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> segments(String path) {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  private static Stream<ScopedRoute> nowhere(String... lines) {
    return Arrays.stream(lines).map(line -> route(line, null, null, Place.NOWHERE));
  }

  private static Stream<ScopedRoute> handled(String... lines) {
    return Arrays.stream(lines).map(line -> route(line, null, null, Place.HANDLER));
  }

  private static Stream<ScopedRoute> in(Place place, Permission permission, String... lines) {
    return Arrays.stream(lines).map(line -> route(line, permission, null, place));
  }

  private static Stream<ScopedRoute> revealing(String... lines) {
    return Arrays.stream(lines)
        .map(line -> route(line, Permission.PROJECT_READ, Permission.SECRET_READ, Place.PATH));
  }

  private static ScopedRoute route(
      String line, @Nullable Permission permission, @Nullable Permission revealing, Place place) {
    var parts = line.split(" ", 2);
    return new ScopedRoute(parts[0], segments(parts[1]), permission, revealing, place);
  }
}
