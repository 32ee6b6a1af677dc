package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SAML providers of projects, as the Management API has them. */
class SsoProvidersTest {

  private static final String PROVIDERS =
      "/v1/projects/" + OrgDouble.SHOP + "/config/auth/sso/providers";
  private static final String STACK = "/stacks/" + OrgDouble.SHOP;
  private static final String ID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  private static final String AT = "2026-11-20T12:00:00.000Z";
  private static final String ADDED = "{\"type\":\"saml\",\"metadata_xml\":\"<x/>\"}";
  private static final Map<String, Object> PROVIDER =
      Map.of(
          "id",
          ID,
          "saml",
          Map.of(
              "id",
              ID,
              "entity_id",
              "https://idp.example",
              "attribute_mapping",
              Map.of("keys", Map.of("role", Map.of("name", "r", "default", "guest")))),
          "domains",
          List.of(Map.of("id", ID, "domain", "example.com", "created_at", AT, "updated_at", AT)),
          "created_at",
          AT,
          "updated_at",
          AT);

  private Installation installation;

  @BeforeEach
  void start() {
    installation =
        new Installation(
            Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
    profile("core");
    saml("true");
    installation.worker.on(
        "GET " + STACK + "/sso-providers", _ -> Reply.json(200, List.of(PROVIDER)));
    installation.worker.on("POST " + STACK + "/sso-providers", _ -> Reply.json(200, PROVIDER));
    installation.worker.on(
        "(GET|PUT|DELETE) " + STACK + "/sso-providers/" + ID, _ -> Reply.json(200, PROVIDER));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private void profile(String profile) {
    var project = new HashMap<>(OrgDouble.project("shop", NullNode.instance));
    project.put("profile", profile);
    installation.org.service().on("GET /projects/" + OrgDouble.SHOP, _ -> Reply.json(200, project));
  }

  private void saml(String enabled) {
    installation.worker.on(
        "GET " + STACK + "/settings/auth",
        _ ->
            Reply.json(
                200, Map.of("values", Map.of("saml_enabled", enabled), "digests", Map.of())));
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  @Test
  void providersAreListedAddedShownChangedAndRemoved() {
    // when
    var listed = ada().get(PROVIDERS);
    var added = ada().send("POST", PROVIDERS, ADDED);
    var shown = ada().get(PROVIDERS + "/" + ID);
    var changed = ada().send("PUT", PROVIDERS + "/" + ID, "{\"domains\":[\"example.com\"]}");
    var removed = ada().send("DELETE", PROVIDERS + "/" + ID, null);

    // then
    assertThat(listed.json().at("/items/0/saml/entity_id").asText())
        .isEqualTo("https://idp.example");
    assertThat(listed.header("rickyard-not-applied")).isNull();
    assertThat(added.status()).as(added.body()).isEqualTo(201);
    assertThat(List.of(shown.status(), changed.status(), removed.status())).containsOnly(200);
    assertThat(removed.json().path("id").asText()).isEqualTo(ID);
    assertThat(shown.json()).isEqualTo(ContractJson.mapper().valueToTree(PROVIDER));
    assertThat(installation.worker.asked("PUT " + STACK + "/sso-providers/" + ID).getLast().json())
        .hasToString("{\"domains\":[\"example.com\"]}");
  }

  @Test
  void whereSamlIsDisabledTheListSaysSo() {
    // given
    saml("false");

    // when
    var listed = ada().get(PROVIDERS);

    // then
    assertThat(listed.status()).as(listed.body()).isEqualTo(200);
    assertThat(listed.header("rickyard-not-applied")).contains("has SAML disabled");
  }

  @Test
  void withoutAnAuthServiceThereAreNoneAndNoneIsAdded() {
    // given
    profile("database");

    // when
    var listed = ada().get(PROVIDERS);
    var shown = ada().get(PROVIDERS + "/" + ID);
    var added = ada().send("POST", PROVIDERS, ADDED);

    // then
    assertThat(listed.body()).isEqualTo("{\"items\":[]}");
    assertThat(listed.header("rickyard-not-applied")).contains("have no auth");
    assertThat(shown.status()).isEqualTo(404);
    assertThat(added.status()).isEqualTo(409);
    assertThat(added.json().path("code").asText()).isEqualTo("service_absent");
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void whyTheWorkerRefusesIsSaid() {
    // given
    installation.worker.on(
        "POST " + STACK + "/sso-providers",
        _ ->
            Reply.json(
                409,
                Map.of(
                    "code", "saml_disabled", "status", 409, "detail", "Set saml_enabled first")));

    // when
    var added = ada().send("POST", PROVIDERS, ADDED);

    // then
    assertThat(added.status()).as(added.body()).isEqualTo(409);
    assertThat(added.json().path("code").asText()).isEqualTo("saml_disabled");
    assertThat(added.json().path("message").asText()).contains("Set saml_enabled first");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"metadata_xml\":\"<x/>\"}",
        "{\"type\":\"oidc\"}",
        "{\"type\":\"saml\",\"domains\":\"example.com\"}",
        "{\"type\":\"saml\",\"domains\":[1]}",
        "{\"type\":\"saml\",\"attribute_mapping\":{\"email\":\"mail\"}}",
        "{\"type\":\"saml\",\"metadata_xml\":5}",
        "{\"type\":\"saml\",\"colour\":\"red\"}",
        "[]"
      })
  void whatIsNoProviderIsRefused(String body) {
    // when
    var added = ada().send("POST", PROVIDERS, body);

    // then
    assertThat(added.status()).as(added.body()).isEqualTo(400);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "GET, /" + ID, "POST, ''", "PUT, /" + ID, "DELETE, /" + ID})
  void mereMembersDoNothing(String method, String path) {
    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.BEN)
            .send(method, PROVIDERS + path, method.equals("POST") ? ADDED : "{}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void anIdThatIsNoneNamesNoProvider() {
    assertThat(ada().get(PROVIDERS + "/okta").status()).isEqualTo(404);
  }
}
