package io.rickyard.gateway.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopedRouteTest {

  @Test
  void everyRouteIsAnOperationThatThereIs() throws IOException {
    // given
    Set<String> operations = operations();

    // then
    assertThat(operations).containsAll(ScopedRoute.lines());
    assertThat(ScopedRoute.lines()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/access-tokens",
        "POST /v1/organizations",
        "POST /v1/hooks",
        "POST /v1/schedules",
        "GET /v1/projects/",
        "GET /v1//projects",
        "GET /v1/projects/x/y/z",
        "get /v1/projects",
        "OPTIONS /v1/projects"
      })
  void restIsNotFound(String line) {
    var parts = line.split(" ", 2);
    assertThat(ScopedRoute.of(parts[0], parts[1]).filter(route -> !route.path().contains("{ref}")))
        .isEmpty();
  }

  private static Set<String> operations() throws IOException {
    try (var document =
        ScopedRouteTest.class.getResourceAsStream("/META-INF/swagger/rickyard.json")) {
      JsonNode paths = ContractJson.mapper().readTree(document).path("paths");
      Set<String> operations = new HashSet<>();
      paths
          .properties()
          .forEach(path ->
              path.getValue()
                  .fieldNames()
                  .forEachRemaining(method ->
                      operations.add(
                          method.toUpperCase(Locale.ROOT)
                              + " "
                              + path.getKey().replaceAll("\\{[^}]*}", "{}"))));
      return operations;
    }
  }
}
