package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the paths of a stack's gateway lead, whichever gateway its release has. */
final class GatewayPaths {

  /** What is sent to this path with the key of this name reaches this service as that. */
  private record Way(String path, @Nullable String key, String service, String seen) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("/auth/v1/verify?token=1", null, "auth", "/verify?token=1"),
          new Way("/auth/v1/callback?code=1", null, "auth", "/callback?code=1"),
          new Way("/auth/v1/authorize", null, "auth", "/authorize"),
          new Way("/auth/v1/.well-known/jwks.json", null, "auth", "/.well-known/jwks.json"),
          new Way("/sso/saml/acs", null, "auth", "/sso/saml/acs"),
          new Way("/sso/saml/metadata", null, "auth", "/sso/saml/metadata"),
          new Way(
              "/.well-known/oauth-authorization-server",
              null,
              "auth",
              "/.well-known/oauth-authorization-server"),
          new Way("/auth/v1/user", "anon", "auth", "/user"),
          new Way("/rest/v1/things?select=*", "anon", "rest", "/things?select=*"),
          new Way("/graphql/v1", "anon", "rest", "/rpc/graphql"),
          new Way("/realtime/v1/api/broadcast", "anon", "realtime", "/api/broadcast"),
          new Way("/storage/v1/object/info/a/b", "anon", "storage", "/object/info/a/b"),
          new Way("/storage/v1/object/public/a", null, "storage", "/object/public/a"),
          // functions check the bearer; what the gateway makes of a legacy key is none
          new Way("/functions/v1/hello", "default", "functions", "/hello"));

  private GatewayPaths() {}

  /** Asks a project through the edge. */
  @FunctionalInterface
  interface Asking {
    JsonNode ask(String path, @Nullable String key) throws Exception;
  }

  /** Gives the key of a name. */
  @FunctionalInterface
  interface Keys {
    String named(String name);
  }

  static void assertLeadToTheirServices(Keys keys, Asking project) throws Exception {
    for (var way : WAYS) {
      var seen = project.ask(way.path(), way.key() == null ? null : keys.named(way.key()));
      assertThat(seen.path("service").asText())
          .as(way.path() + ": " + seen)
          .isEqualTo(way.service());
      assertThat(seen.path("path").asText()).isEqualTo(way.seen());
    }
    var anon = keys.named("anon");
    var server = keys.named("service_role");
    assertThat(project.ask("/pg/schemas", server).isArray()).isTrue();
    assertRefused(project.ask("/pg/schemas", anon), "You cannot consume this service");
    assertRefused(project.ask("/project/default", server), "Unauthorized");
    for (var path :
        List.of("/mcp", "/api/mcp", "/realtime/v1/api/openapi", "/realtime/v1/api/tenants/x")) {
      assertRefused(project.ask(path, server), "Access is forbidden.");
    }
    assertThat(project.ask("/rest/v1/things", null).path("message").asText())
        .isIn("No API key found in request", "Unauthorized");
  }

  private static void assertRefused(JsonNode answer, String message) {
    assertThat(answer.path("message").asText()).as(answer.toString()).isEqualTo(message);
  }
}
