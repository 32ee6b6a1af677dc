package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoTrueTest {

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
  void requestIsPassedOnWithItsHeadersAndQuery() {
    // given
    installation
        .auth
        .service()
        .on(
            "POST /verify",
            asked ->
                Reply.json(200, Map.of("query", asked.query(), "type", asked.json().path("type"))));

    // when
    var answer =
        new Caller(installation.url())
            .header("apikey", "sb_publishable_test")
            .header("Authorization", "Bearer sb_publishable_test")
            .header("X-Supabase-Api-Version", "2024-01-01")
            .header("Cookie", "rickyard-session=secret")
            .post("/auth/v1/verify?redirect_to=x%26y", "{\"type\":\"magiclink\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("query").asText()).isEqualTo("redirect_to=x%26y");
    assertThat(answer.json().path("type").asText()).isEqualTo("magiclink");
    assertThat(installation.auth.service().asked("POST /verify").getLast().headers())
        .containsEntry("x-supabase-api-version", "2024-01-01")
        .doesNotContainKeys("cookie", "apikey", "authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorize", "callback", "user/identities/authorize"})
  void wayToAProviderIsPassedOnWithItsOwnCookieOnly(String path) {
    // given
    installation.auth.service().on("GET /" + path, _ -> Reply.json(200, Map.of()));

    // when
    var answer =
        new Caller(installation.url())
            .header("Cookie", "a=1; rickyard-session=secret; __Host-rickyard-provider-flow=rkb_2")
            .get("/auth/v1/" + path + "?state=x");

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(installation.auth.service().asked("GET /" + path).getLast().headers())
        .containsEntry("cookie", "__Host-rickyard-provider-flow=rkb_2");
  }

  @Test
  void refusalOfAuthServiceComesAsItIs() {
    // when
    var answer =
        new Caller(installation.url())
            .post("/auth/v1/token?grant_type=password", "{\"email\":\"a\",\"password\":\"b\"}");

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("error_code").asText()).isEqualTo("invalid_credentials");
  }

  @Test
  void emptyAnswerStaysEmpty() {
    // when
    var answer = new Caller(installation.url()).send("POST", "/auth/v1/logout", null);

    // then
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void healthIsGoTruesAndNotTheProcesss() {
    // given
    installation
        .auth
        .service()
        .on("GET /gotrue/health", _ -> Reply.json(200, Map.of("name", "GoTrue")));

    // when
    var answer = new Caller(installation.url()).get("/auth/v1/health");

    // then
    assertThat(answer.json().path("name").asText()).isEqualTo("GoTrue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/auth/v1/gotrue/health",
        "/auth/v1/internal/exchange",
        "/auth/v1/INTERNAL/exchange",
        "/auth/v1//internal/exchange",
        "/auth/v1/x/../internal/exchange",
        "/auth/v1/%69nternal/exchange",
        "/auth/v1/x/%2e%2e/internal/exchange",
        "/auth/v1/health/readiness"
      })
  void internalResourcesCannotBeReached(String path) {
    // when
    var answer = new Caller(installation.url()).post(path, "{\"token\":\"x\"}");

    // then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(installation.auth.service().asked())
        .noneMatch(asked -> asked.path().contains("exchange"));
  }

  @Test
  void foreignApiKeyIsRefusedInGoTruesForm() {
    // when
    var old = new Caller(installation.url()).header("apikey", "other").get("/auth/v1/settings");
    var current =
        new Caller(installation.url())
            .header("apikey", "other")
            .header("X-Supabase-Api-Version", "2024-01-01")
            .get("/auth/v1/settings");

    // then
    assertThat(old.status()).isEqualTo(401);
    assertThat(old.json().path("error_code").asText()).isEqualTo("invalid_token");
    assertThat(old.json().path("msg").asText()).isNotEmpty();
    assertThat(current.json().path("code").asText()).isEqualTo("invalid_token");
    assertThat(current.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
  }
}
