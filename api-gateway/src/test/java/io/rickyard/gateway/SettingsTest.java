package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String PROJECT = "/v1/projects/" + OrgDouble.SHOP;
  private static final String POSTGRES = PROJECT + "/config/database/postgres";
  private static final String AUTH = PROJECT + "/config/auth";

  private final Installation installation = new Installation();

  @BeforeEach
  void thereAreSettings() {
    chosen("postgres", Map.of("max_connections", "90", "work_mem", "8MB"), Map.of());
    chosen("pooler", Map.of(), Map.of());
    chosen("auth", Map.of("site_url", "https://shop.example"), Map.of("smtp_pass", "aa11"));
    ends("succeeded", Map.of());
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private void chosen(String section, Map<String, String> values, Map<String, String> digests) {
    installation.worker.on(
        "GET /stacks/" + OrgDouble.SHOP + "/settings/" + section,
        _ ->
            Reply.json(200, Map.of("values", values, "digests", digests, "awaits_restart", false)));
  }

  private void ends(String state, Map<String, Object> error) {
    Map<String, Object> task = new HashMap<>(Map.of("state", state));
    if (!error.isEmpty()) {
      task.put("error", error);
    }
    installation.projector.on("GET /tasks/[0-9a-z-]+", _ -> Reply.json(200, task));
  }

  private void profile(String profile) {
    var project = new HashMap<>(OrgDouble.project("shop", NullNode.instance));
    project.put("profile", profile);
    installation.org.service().on("GET /projects/" + OrgDouble.SHOP, _ -> Reply.json(200, project));
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }

  private JsonNode accepted() {
    return installation.org.service().asked("POST /acceptances").getLast().json();
  }

  @Test
  void onlyWhatTheProjectChoseIsTold() {
    // when
    var answer = ada().get(POSTGRES);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"max_connections\":90,\"work_mem\":\"8MB\"}");
    assertThat(answer.header("rickyard-awaits-restart")).contains("false");
  }

  @Test
  void whatAPutLeavesOutGoesBackAndWhatIsAsItWasIsNotAskedFor() {
    // when
    var answer =
        ada()
            .send(
                "PUT",
                POSTGRES,
                "{\"max_connections\":90,\"statement_timeout\":60000,\"restart_database\":false}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("rickyard-task")).isNotNull();
    assertThat(accepted().path("input"))
        .hasToString(
            "{\"type\":\"stack.configure\",\"change\":{\"section\":\"postgres\",\"set\":{\"statement_timeout\":\"60000ms\"},\"unset\":[\"work_mem\"],\"sealed\":[]},\"restart\":false}");
  }

  @Test
  void endIsWaitedForWhileTheProjectorCannotBeAskedForAMoment() {
    // given
    var asked = new AtomicInteger();
    installation.projector.on(
        "GET /tasks/[0-9a-z-]+",
        _ ->
            switch (asked.incrementAndGet()) {
              case 1 -> Reply.json(503, Map.of());
              case 2 -> Reply.json(500, Map.of());
              default -> Reply.json(200, Map.of("state", "succeeded"));
            });

    // when
    var answer = ada().send("PATCH", POSTGRES, "{\"max_connections\":91}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(asked).hasValueGreaterThan(2);
  }

  @Test
  void whatChangesNothingIsNoTask() {
    // when
    var answer = ada().send("PATCH", POSTGRES, "{\"max_connections\":90,\"shared_buffers\":null}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("rickyard-task")).isNull();
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"max_connections\":5}",
        "{\"max_connections\":\"many\"}",
        "{\"archive_command\":\"true\"}",
        "{\"work_mem\":[\"8MB\"]}",
        "{\"log_duration\":true}",
        "{\"restart_database\":\"no\"}",
        "[]"
      })
  void whatIsNoSettingIsRefusedBeforeAnythingIsStored(String body) {
    // when
    var answer = ada().send("PATCH", POSTGRES, body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("message").asText()).isNotEmpty();
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void whyTheTaskFailedIsSaid() {
    // given
    ends(
        "failed",
        Map.of("code", "settings_refused", "message", "It does not run so", "retryable", false));

    // when
    var answer = ada().send("PATCH", POSTGRES, "{\"shared_buffers\":\"8000GB\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.json().path("code").asText()).isEqualTo("task_failed");
    assertThat(answer.json().path("message").asText()).contains("It does not run so");
  }

  @Test
  void mereMemberChangesNothing() {
    // when
    var answer = ben().send("PATCH", POSTGRES, "{\"max_connections\":91}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void withoutTheServiceTheSettingsAreTheReleasesAndAChangeIsRefused() {
    // when
    var told = ada().get(AUTH);
    var changed = ada().send("PATCH", AUTH, "{\"jwt_exp\":60}");

    // then
    assertThat(told.status()).as(told.body()).isEqualTo(200);
    assertThat(told.header("rickyard-not-applied"))
        .contains("projects of the profile database have no auth");
    assertThat(told.json().size()).isEqualTo(238);
    assertThat(told.json().path("site_url").asText()).isEqualTo("http://localhost:3000");
    assertThat(changed.status()).as(changed.body()).isEqualTo(409);
    assertThat(changed.json().path("code").asText()).isEqualTo("service_absent");
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void secretsTravelSealedAndComeBackAsDigestsOnly() {
    // given
    profile("core");

    // when
    var told = ada().get(AUTH);
    var changed =
        ada()
            .send(
                "PATCH",
                AUTH,
                "{\"smtp_pass\":\"otter-and-raft\",\"external_github_secret\":\"\",\"smtp_port\":\"2525\"}");
    var unchanged = ada().send("PATCH", AUTH, "{\"smtp_pass\":\"aa11\"}");

    // then
    assertThat(told.json().path("smtp_pass").asText()).isEqualTo("aa11");
    assertThat(told.json().path("site_url").asText()).isEqualTo("https://shop.example");
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(accepted().at("/input/change/sealed/0").asText()).isEqualTo("smtp_pass");
    assertThat(accepted().at("/input/change/set")).hasToString("{\"smtp_port\":\"2525\"}");
    assertThat(accepted().path("secrets").has("setting:auth:smtp_pass")).isTrue();
    assertThat(accepted().toString()).doesNotContain("otter-and-raft");
    assertThat(unchanged.header("rickyard-task")).isNull();
  }

  private static final String POOLER = PROJECT + "/config/database/pooler";

  @Test
  void aPoolSizeIsATaskAndWhatItIsAfterwardsIsTold() {
    // given
    chosen("pooler", Map.of("default_pool_size", "7"), Map.of());
    profile("standard");

    // when
    var changed =
        ada().send("PATCH", POOLER, "{\"default_pool_size\":12,\"pool_mode\":\"transaction\"}");
    var own = ada().get(PROJECT + "/config/database/pgbouncer");

    // then
    assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    assertThat(changed.header("rickyard-task")).isNotNull();
    assertThat(changed.body()).isEqualTo("{\"default_pool_size\":7,\"pool_mode\":\"session\"}");
    assertThat(accepted().at("/input/change"))
        .hasToString(
            "{\"section\":\"pooler\",\"set\":{\"default_pool_size\":\"12\"},\"unset\":[],\"sealed\":[]}");
    assertThat(own.body())
        .isEqualTo(
            "{\"default_pool_size\":7,\"max_client_conn\":100,\"pool_mode\":\"transaction\"}");
    assertThat(own.header("rickyard-not-applied")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"default_pool_size\":61}",
        "{\"default_pool_size\":0}",
        "{\"default_pool_size\":\"12\"}",
        "{\"default_pool_size\":1.5}",
        "{\"pool_mode\":\"statement\"}",
        "{\"max_client_conn\":5}"
      })
  void whatIsNoPoolSizeIsRefused(String body) {
    // given
    profile("standard");

    // when
    var answer = ada().send("PATCH", POOLER, body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(installation.org.service().asked("POST /acceptances")).isEmpty();
  }

  @Test
  void whereNothingPoolsAndNothingLeadsToDatabasesASizeIsRefused() {
    // when
    var own = ada().get(PROJECT + "/config/database/pgbouncer");
    var changed = ada().send("PATCH", POOLER, "{\"default_pool_size\":12}");

    // then
    assertThat(own.header("rickyard-not-applied"))
        .contains("projects of the profile database have no pooler");
    assertThat(own.json().path("default_pool_size").asInt()).isEqualTo(20);
    assertThat(changed.status()).as(changed.body()).isEqualTo(409);
    assertThat(changed.json().path("code").asText()).isEqualTo("service_absent");
  }

  @Test
  void allSettingsAreInOneAnswer() {
    // given
    installation.worker.on(
        "GET /stacks/" + OrgDouble.SHOP + "/database-access",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "allowed", List.of("203.0.113.0/24"),
                    "allowed_v6", List.of(),
                    "tls_only", true)));

    // when
    var answer = ada().get("/v2/projects/" + OrgDouble.SHOP + "/config");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var attributes = answer.json().at("/data/attributes");
    assertThat(attributes.at("/database/postgres_settings/max_connections").asInt()).isEqualTo(90);
    assertThat(attributes.at("/database/ssl_enforced").asBoolean()).isTrue();
    assertThat(attributes.at("/database/network_restrictions/allowed_cidrs"))
        .hasToString("[{\"address\":\"203.0.113.0/24\",\"type\":\"v4\"}]");
    assertThat(attributes.at("/pooler/default_pool_size").asInt()).isEqualTo(60);
    assertThat(attributes.at("/api/max_rows").asInt()).isEqualTo(1000);
    assertThat(attributes.at("/storage/file_size_limit").asInt()).isEqualTo(52428800);
    assertThat(attributes.at("/storage/features/s3_protocol/enabled").asBoolean()).isTrue();
    assertThat(attributes.path("auth").properties())
        .allSatisfy(setting -> assertThat(setting.getValue().isNull()).isFalse());
    assertThat(answer.header("rickyard-not-applied")).contains("have no auth");
  }
}
