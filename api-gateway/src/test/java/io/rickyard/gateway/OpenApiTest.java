package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import io.rickyard.contracts.json.ContractJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void everyRouteIsDescribed() {
    // given
    var paths = description().path("paths");

    // when
    List<String> routes = routes();

    // then
    assertThat(routes).hasSizeGreaterThan(35);
    assertThat(routes)
        .allSatisfy(route -> {
          var parts = route.split(" ", 2);
          assertThat(paths.path(parts[1]).has(parts[0])).as(route).isTrue();
        });
  }

  @Test
  void bodiesAreDescribedInTheFormThatGoesOverTheWire() {
    // when
    var schemas = description().path("components").path("schemas");

    // then
    assertThat(schemas.toString())
        .contains("organization_slug", "db_pass", "run_at")
        .doesNotContain("organizationSlug", "internalToken");
  }

  /** The build's mapper is not the one that answers; what they write is the same. */
  @Test
  void namesAreThoseOfTheMapperThatAnswers() {
    // given
    var answering = installation.gateway().context().getBean(ObjectMapper.class);

    // then
    assertThat(answering.getPropertyNamingStrategy())
        .isSameAs(ContractJson.mapper().getPropertyNamingStrategy());
    assertThat(inclusion(answering)).isEqualTo(inclusion(ContractJson.mapper()));
  }

  private static JsonInclude.Include inclusion(ObjectMapper mapper) {
    return mapper.getSerializationConfig().getDefaultPropertyInclusion().getValueInclusion();
  }

  @Test
  void valuesAndMembersAreDescribedAsTheyAreWritten() {
    // when
    var schemas = description().path("components").path("schemas");

    // then
    assertThat(schemas.at("/Role/enum"))
        .hasToString("[\"owner\",\"administrator\",\"developer\",\"member\"]");
    assertThat(schemas.at("/EntitlementsShape.Entitlement/properties").has("hasAccess")).isTrue();
    assertThat(schemas.at("/TaskShape/required").toString()).doesNotContain("priority");
  }

  @Test
  void everyParameterOfAQueryHasAType() {
    // when
    var vague = new ArrayList<String>();
    for (var path : description().path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        for (var parameter : operation.getValue().path("parameters")) {
          var type = parameter.at("/schema/type").asText();
          if (!Set.of("string", "integer", "boolean", "array").contains(type)
              && !parameter.path("schema").has("$ref")) {
            vague.add(path.getKey() + " " + parameter);
          }
        }
      }
    }

    // then
    assertThat(vague).isEmpty();
  }

  private static JsonNode description() {
    return new Caller(installation.url()).get("/v1/openapi.json").json();
  }

  /**
   * Ours alone: health is for whoever runs the process, HEAD comes with GET, and a WebSocket is
   * nothing that such a document can describe.
   */
  private static List<String> routes() {
    return installation
        .gateway()
        .context()
        .getBean(Router.class)
        .uriRoutes()
        .filter(route -> !route.getHttpMethodName().equals("HEAD"))
        .filter(route -> !route.getUriMatchTemplate().toString().startsWith("/health"))
        .filter(route -> !route.getUriMatchTemplate().toString().startsWith("/realtime/"))
        .map(OpenApiTest::line)
        .distinct()
        .toList();
  }

  private static String line(UriRouteInfo<?, ?> route) {
    return route.getHttpMethodName().toLowerCase(Locale.ROOT)
        + " "
        + route.getUriMatchTemplate().toPathString().replace("{path:.+}", "{path}");
  }
}
