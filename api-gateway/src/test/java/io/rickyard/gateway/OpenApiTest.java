package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.List;
import java.util.Locale;
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
    var paths = new Caller(installation.url()).get("/v1/openapi.json").json().path("paths");

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
    var schemas =
        new Caller(installation.url())
            .get("/v1/openapi.json")
            .json()
            .path("components")
            .path("schemas");

    // then
    assertThat(schemas.toString())
        .contains("organization_slug", "db_pass", "run_at")
        .doesNotContain("organizationSlug", "internalToken");
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
