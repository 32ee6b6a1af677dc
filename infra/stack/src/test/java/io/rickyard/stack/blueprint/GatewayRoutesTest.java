package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.stack.StackProfile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The routes of the self-hosted stack, looked for in what each gateway reads. */
class GatewayRoutesTest {

  private static final JsonNode KONG = configuration("2026.08-kong", StackProfile.FULL);
  private static final JsonNode ENVOY = configuration("2026.08-envoy", StackProfile.FULL);

  private static JsonNode configuration(String release, StackProfile profile) {
    return configuration(release, profile, Inputs.of(Inputs.PROJECT));
  }

  private static JsonNode configuration(String release, StackProfile profile, StackInputs inputs) {
    var plan = Blueprints.shipped().release(release).render(profile, inputs);
    var file = plan.service("gateway").orElseThrow().files().getFirst();
    try {
      return new JsonMapper().readTree(file.content());
    } catch (JsonProcessingException e) {
      throw new AssertionError(file.path() + " is no JSON", e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /auth/v1/verify                         | auth                           | 9999 | /verify                                 | open
          /auth/v1/callback                       | auth                           | 9999 | /callback                               | open
          /auth/v1/authorize                      | auth                           | 9999 | /authorize                              | open
          /auth/v1/.well-known/jwks.json          | auth                           | 9999 | /.well-known/jwks.json                  | open
          /sso/saml/acs                           | auth                           | 9999 | /sso/saml/acs                           | open
          /sso/saml/metadata                      | auth                           | 9999 | /sso/saml/metadata                      | open
          /.well-known/oauth-authorization-server | auth                           | 9999 | /.well-known/oauth-authorization-server | open
          /auth/v1/.well-known/oauth-authorization-server | auth                   | 9999 | /.well-known/oauth-authorization-server | open
          /auth/v1/.well-known/openid-configuration       | auth                   | 9999 | /.well-known/openid-configuration       | open
          /auth/v1/oauth/authorize                | auth                           | 9999 | /oauth/authorize                        | open
          /auth/v1/oauth/token                    | auth                           | 9999 | /oauth/token                            | open
          /auth/v1/oauth/clients/register         | auth                           | 9999 | /oauth/clients/register                 | open
          /auth/v1/oauth/userinfo                 | auth                           | 9999 | /oauth/userinfo                         | open
          /auth/v1/                               | auth                           | 9999 | /                                       | key
          /rest/v1/                               | rest                           | 3000 | /                                       | key
          /graphql/v1                             | rest                           | 3000 | /rpc/graphql                            | key
          /realtime/v1/                           | realtime-dev.supabase-realtime | 4000 | /socket/                                | key
          /realtime/v1/api                        | realtime-dev.supabase-realtime | 4000 | /api                                    | key
          /realtime/v1/api/openapi                | -                              | 0    | -                                       | refused
          /realtime/v1/api/tenants                | -                              | 0    | -                                       | refused
          /storage/v1/                            | storage                        | 5000 | /                                       | open
          /functions/v1/                          | functions                      | 9000 | /                                       | open
          /pg/                                    | meta                           | 8080 | /                                       | admin_key
          /mcp                                    | -                              | 0    | -                                       | refused
          /api/mcp                                | -                              | 0    | -                                       | refused
          /                                       | studio                         | 3000 | /                                       | dashboard
          """)
  void bothGatewaysHaveTheRoute(
      String path, @Nullable String host, int port, @Nullable String to, String guard) {
    // Kong
    var service = kongService(path);
    assertThat(kongGuard(service)).isEqualTo(guard);
    if (host != null) {
      assertThat(service.at("/url").asText()).isEqualTo("http://%s:%d%s", host, port, to);
    }
    // Envoy
    var route = envoyRoute(path);
    assertThat(route.at("/metadata/filter_metadata/envoy.filters.http.lua/guard").asText())
        .isEqualTo(guard);
    if (host != null) {
      assertThat(route.at("/route/prefix_rewrite").asText()).isEqualTo(to);
      assertThat(route.at("/route/host_rewrite_literal").asText()).isEqualTo(host);
      assertThat(envoyAddress(route.at("/route/cluster").asText())).isEqualTo(host + ":" + port);
    } else {
      assertThat(route.at("/direct_response/status").asInt()).isEqualTo(403);
    }
  }

  @Test
  void neitherHasAnyOther() {
    assertThat(KONG.at("/services")).hasSize(26);
    assertThat(ENVOY.findValue("virtual_hosts").at("/0/routes")).hasSize(26);
  }

  @Test
  void envoyTriesTheLongestFirst() {
    assertThat(paths(ENVOY.findValue("virtual_hosts").at("/0/routes"), "/match/prefix"))
        .isSortedAccordingTo((one, other) -> other.length() - one.length());
  }

  @Test
  void graphqlGoesToItsOwnSchema() {
    assertThat(kongService("/graphql/v1").toString()).contains("Content-Profile:graphql_public");
    assertThat(envoyRoute("/graphql/v1").toString())
        .contains("{\"key\":\"Content-Profile\",\"value\":\"graphql_public\"}");
  }

  @Test
  void functionsHaveTheirTimeAndStream() {
    var service = kongService("/functions/v1/");
    assertThat(service.at("/read_timeout").asInt()).isEqualTo(150_000);
    assertThat(service.at("/routes/0/response_buffering").asBoolean(true)).isFalse();
    assertThat(envoyRoute("/functions/v1/").at("/route/idle_timeout").asText()).isEqualTo("150s");
  }

  @ParameterizedTest
  @CsvSource({"2026.08-kong, /services", "2026.08-envoy, /static_resources/clusters"})
  void aSmallerStackHasNoRouteToWhatItHasNot(String release, String place) {
    assertThat(configuration(release, StackProfile.CORE).at(place).toString())
        .contains("auth", "rest", "meta")
        .doesNotContain("studio:", "storage", "realtime-dev", "functions");
  }

  private static StackInputs withTemplate(String name, String text) {
    var inputs = Inputs.of(Inputs.PROJECT);
    var keys = StackContents.original("sb_publishable_a_b", "sb_secret_a_b", "a.b.c", "d.e.f");
    return new StackInputs(
        inputs.settings(),
        inputs.secrets(),
        inputs.images(),
        keys.withMailTemplates(new TreeMap<>(Map.of(name, text))));
  }

  /** As a browser or GoTrue would split it. */
  private static URI address(String name, String text) {
    return URI.create(MailTemplates.address(name, text));
  }

  @Test
  void kongServesMailTemplatesUnderTheirOwnName() {
    // given
    var text = "<p>{{ .Token }} – \"otters\"</p>";

    // when
    var services =
        configuration("2026.08-kong", StackProfile.CORE, withTemplate("invite", text))
            .at("/services");

    // then
    var last = services.get(services.size() - 1);
    assertThat(last.at("/routes/0/hosts"))
        .hasToString("[\"" + address("invite", text).getHost() + "\"]");
    assertThat(last.at("/routes/0/paths"))
        .hasToString("[\"" + address("invite", text).getPath() + "\"]");
    assertThat(last.at("/plugins/0/name").asText()).isEqualTo("request-termination");
    assertThat(last.at("/plugins/0/config/body").asText()).isEqualTo(text);
  }

  @Test
  void envoyServesMailTemplatesUnderTheirOwnNameHoweverLongTheyAre() {
    // given
    var text = "ö".repeat(30_000);

    // when
    var hosts =
        configuration("2026.08-envoy", StackProfile.CORE, withTemplate("invite", text))
            .findValue("route_config");

    // then
    var host = hosts.at("/virtual_hosts/1");
    assertThat(paths(host.at("/domains"), "")).contains(address("invite", text).getAuthority());
    assertThat(host.at("/routes/0/match/path").asText())
        .isEqualTo(address("invite", text).getPath());
    assertThat(host.at("/routes/0/direct_response/body/inline_string").asText()).isEqualTo(text);
    assertThat(hosts.at("/max_direct_response_body_size_bytes").asInt()).isEqualTo(60_000);
  }

  @Test
  void anotherTextHasAnotherAddress() {
    assertThat(MailTemplates.address("invite", "one"))
        .isEqualTo(MailTemplates.address("invite", "one"))
        .isNotEqualTo(MailTemplates.address("invite", "two"));
  }

  private static List<String> paths(JsonNode routes, String pointer) {
    var paths = new ArrayList<String>();
    routes.forEach(route -> paths.add(route.at(pointer).asText()));
    return paths;
  }

  private static JsonNode kongService(String path) {
    return StreamSupport.stream(KONG.at("/services").spliterator(), false)
        .filter(service -> service.at("/routes/0/paths/0").asText().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static String kongGuard(JsonNode service) {
    var plugins = paths(service.at("/plugins"), "/name");
    if (plugins.contains("request-termination")) {
      return "refused";
    }
    if (plugins.contains("basic-auth")) {
      return "dashboard";
    }
    if (!plugins.contains("key-auth")) {
      return "open";
    }
    var allowed = service.findValue("allow").toString();
    assertThat(plugins).contains("acl");
    return allowed.equals("[\"anon\",\"admin\"]") ? "key" : "admin_key";
  }

  private static JsonNode envoyRoute(String path) {
    return StreamSupport.stream(
            ENVOY.findValue("virtual_hosts").at("/0/routes").spliterator(), false)
        .filter(route -> route.at("/match/prefix").asText().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static String envoyAddress(String cluster) {
    return StreamSupport.stream(ENVOY.at("/static_resources/clusters").spliterator(), false)
        .filter(node -> node.at("/name").asText().equals(cluster))
        .map(node -> node.findValue("socket_address"))
        .map(address -> address.at("/address").asText() + ":" + address.at("/port_value").asText())
        .collect(Collectors.joining(" and "));
  }
}
