package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.stack.StackProfile;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What services are told once members have changed a project's signing keys. */
class SigningPlanTest {

  private static final StackInputs INPUTS = Inputs.of(Inputs.PROJECT);
  private static final String JWKS = "{\"keys\":[{\"kid\":\"b\"}]}";
  private static final String SECRET = "another-secret-that-nobody-has-signed-with";
  private static final StackContents.Signing SIGNING =
      new StackContents.Signing(
          "[{\"kid\":\"a\"}]",
          JWKS,
          "{\"keys\":[{\"kid\":\"c\"}]}",
          SECRET,
          "token.of.anon",
          "token.of.service",
          "token.to.probe");

  private static StackPlan plan(String release, StackContents.@Nullable Signing signing) {
    return Blueprints.shipped()
        .release(release)
        .render(
            StackProfile.FULL,
            new StackInputs(
                INPUTS.settings(),
                INPUTS.secrets(),
                INPUTS.images(),
                new StackContents(List.of(), false, new TreeMap<>(), new TreeMap<>(), signing)));
  }

  private static ServicePlan service(String service) {
    return plan("2026.08-envoy", SIGNING).service(service).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "auth, GOTRUE_JWT_SECRET, secret",
    "auth, GOTRUE_JWT_KEYS, signers",
    "rest, PGRST_JWT_SECRET, verifiers",
    "storage, AUTH_JWT_SECRET, secret",
    "storage, JWT_JWKS, verifiers",
    "storage, ANON_KEY, anon",
    "storage, SERVICE_KEY, service",
    "realtime, API_JWT_SECRET, secret",
    "realtime, API_JWT_JWKS, verifiers",
    "functions, JWT_SECRET, secret",
    "functions, JWT_JWKS, verifiers",
    "functions, SUPABASE_ANON_KEY, anon",
    "functions, SUPABASE_SERVICE_ROLE_KEY, service"
  })
  void everyServiceIsToldWhatItReads(String service, String variable, String value) {
    var told =
        Map.of(
            "secret", SECRET,
            "signers", SIGNING.signers(),
            "verifiers", JWKS,
            "anon", SIGNING.anonToken(),
            "service", SIGNING.serviceToken());
    assertThat(service(service).environment().get(variable))
        .isEqualTo(
            new PlannedValue(Objects.requireNonNull(told.get(value)), !value.equals("anon")));
  }

  @Test
  void theHealthOfRealtimeIsAskedForUnderItsSecret() {
    var health = Objects.requireNonNull(service("realtime").health());
    assertThat(health.command()).contains("Authorization: Bearer token.to.probe");
  }

  @ParameterizedTest
  @CsvSource({"rest", "storage", "realtime", "functions", "gateway", "studio"})
  void nobodyButWhoSignsHasWhatSigns(String service) {
    assertThat(service(service).environment().values())
        .extracting(PlannedValue::text)
        .noneMatch(text -> text.contains(SIGNING.signers()));
  }

  @Test
  void thePublishedKeysAreTheGatewaysAnswer() throws Exception {
    // when
    var kong = read("2026.08-kong").at("/services");
    var envoy = read("2026.08-envoy").findValue("virtual_hosts").at("/0/routes");

    // then
    var ofKong = route(kong, "auth-jwks").findValue("config");
    assertThat(ofKong.path("status_code").asInt()).isEqualTo(200);
    assertThat(ofKong.path("body").asText()).isEqualTo(SIGNING.published());
    assertThat(ofKong.path("content_type").asText()).isEqualTo("application/json");
    var ofEnvoy = route(envoy, "auth-jwks");
    assertThat(ofEnvoy.at("/direct_response/status").asInt()).isEqualTo(200);
    assertThat(ofEnvoy.at("/direct_response/body/inline_string").asText())
        .isEqualTo(SIGNING.published());
    assertThat(ofEnvoy.path("route").isMissingNode()).isTrue();
  }

  @Test
  void keysThatNobodyHasChangedLeaveThePlanAsItWas() {
    // given
    var original = Blueprints.shipped().newest().render(StackProfile.FULL, INPUTS);

    // when
    var plan = plan("2026.08-envoy", null);

    // then
    for (var service : List.of("auth", "rest", "storage", "realtime")) {
      assertThat(plan.service(service)).isEqualTo(original.service(service));
    }
    assertThat(original.service("auth").orElseThrow().environment())
        .doesNotContainKey("GOTRUE_JWT_KEYS");
    assertThat(original.service("rest").orElseThrow().environment().get("PGRST_JWT_SECRET"))
        .isEqualTo(
            new PlannedValue(Objects.requireNonNull(INPUTS.secrets().get("jwt_secret")), true));
  }

  private static JsonNode read(String release) throws Exception {
    var file = plan(release, SIGNING).service("gateway").orElseThrow().files().getFirst();
    return new JsonMapper().readTree(file.content());
  }

  private static JsonNode route(JsonNode all, String name) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(route -> route.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
