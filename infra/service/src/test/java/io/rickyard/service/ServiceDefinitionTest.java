package io.rickyard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDefinitionTest {

  private static final Map<String, Object> SETTINGS =
      Map.of("micronaut.server.port", -1, "rickyard.services.auth.url", "http://127.0.0.1:9");

  private static RunningService service;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    service = new ServiceDefinition("sample", "sample-service", 1, null, Map.of()).start(SETTINGS);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    service.close();
  }

  @Test
  void healthIsOpenToEverybody() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void requestsAreTimedByTheirRouteAndNotByTheirPath() throws Exception {
    // given
    get("/sample/busy");
    get("/nowhere/lost");

    // when
    var metrics = get("/prometheus");

    // then
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .containsPattern("http_server_requests_seconds_count\\{[^}]*uri=\"/sample/busy\"")
        .contains("jvm_memory_used_bytes")
        .doesNotContain("/nowhere/lost");
  }

  @Test
  void whatIsNotOpenAsksForAToken() throws Exception {
    // when
    var answer = get("/sample/secret");

    // then
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
    assertThat(answer.body()).contains("\"code\":\"not_signed_in\"");
  }

  @Test
  void refusalBecomesAProblemWithItsCode() throws Exception {
    // when
    var answer = get("/sample/busy");

    // then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    assertThat(answer.body())
        .isEqualTo(
            "{\"type\":\"urn:rickyard:error:busy\",\"title\":\"No capacity is free at the moment\","
                + "\"status\":503,\"code\":\"busy\",\"detail\":\"All hands are full\"}");
  }

  @ParameterizedTest
  @CsvSource({"53100, 507, storage_full", "08006, 503, service_unavailable"})
  void databaseThatIsFullOrAwayIsNoFaultOfOurs(String state, int status, String code)
      throws Exception {
    // when
    var answer = get("/sample/database/" + state);

    // then
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("retry-after")).isPresent();
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"").doesNotContain("hunter2");
  }

  @Test
  void unforeseenFailureTellsTheCallerNothingOfTheInside() throws Exception {
    // when
    var answer = get("/sample/broken");

    // then
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"code\":\"internal_error\"").doesNotContain("hunter2");
  }

  @Test
  void unknownPathIsNotFound() throws Exception {
    assertThat(get("/nowhere").body()).contains("\"code\":\"not_found\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"a\",\"count\":1,\"colour\":\"red\"} | unknown_field | colour",
        "{\"name\":\"a\",\"count\":0}                    | invalid_request | count starts at 1",
        "{\"count\":1}                                   | invalid_request | name is missing",
        "{\"name\":\"a\",\"count\":\"many\"}             | invalid_request | count",
        "{\"name\":\"a\"                                 | invalid_request | JSON",
      })
  void badBodyIsRefusedSayingWhy(String body, String code, String detail) throws Exception {
    // when
    var answer =
        http.send(
            HttpRequest.newBuilder(service.url().resolve("/sample"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());

    // then
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"").contains(detail);
  }

  @Test
  void serviceWithASchemaSaysWhichSettingIsMissing() {
    // given
    var definition =
        new ServiceDefinition(
            "sample", "sample-service", 1, new SchemaDefinition("sample", "none.sql"), Map.of());

    // when
    assertThatThrownBy(() -> definition.start(SETTINGS))
        // then
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.database.url");
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(service.url().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
