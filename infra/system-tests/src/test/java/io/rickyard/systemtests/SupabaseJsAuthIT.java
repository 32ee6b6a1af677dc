package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Somebody's whole life with an account, by unmodified supabase-js against a running installation
 * whose mailbox holds the codes. Skipped, saying so, where there is no Node.
 */
class SupabaseJsAuthIT {

  private static final Map<String, JsonNode> STEPS = new HashMap<>();

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;

  @BeforeAll
  static void live() throws Exception {
    var node = Programs.find("node", "nodejs");
    var npm = Programs.find("npm");
    Programs.need(
        node.isPresent() && npm.isPresent(), "RICKYARD_REQUIRE_NODE", "node and npm on the PATH");
    workspace = Workspace.create();
    var directory = Files.createDirectory(workspace.path().resolve("page"));
    SupabaseJsPage.install(directory, npm.orElseThrow());
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(
        Map.of("RICKYARD_AUTH_SIGN_UP_OPEN", "true", "RICKYARD_AUTH_SIGN_UP_ANONYMOUS", "true"),
        "--no-demo");
    STEPS.putAll(NodeSteps.run(directory, node.orElseThrow(), "auth.mjs", installation, Map.of()));
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void everythingWasDone() {
    assertThat(STEPS).containsKey("end");
  }

  @ParameterizedTest
  @CsvSource({
    "unconfirmed,AuthApiError,email_not_confirmed,400",
    "weak,AuthWeakPasswordError,weak_password,422",
    "wrong-code,AuthApiError,otp_expired,403",
    "wrong-password,AuthApiError,invalid_credentials,400",
    "same-password,AuthApiError,same_password,422",
    "no-refresh-token,AuthApiError,refresh_token_not_found,400",
    "wrong-nonce,AuthApiError,reauthentication_not_valid,422",
    "ended-elsewhere,AuthSessionMissingError,,400",
    "signed-out,AuthSessionMissingError,,400",
    "otp-used,AuthApiError,otp_expired,403",
    "stolen,AuthApiError,bad_code_verifier,400",
    "wrong-totp,AuthApiError,mfa_verification_failed,422",
    "insufficient,AuthApiError,insufficient_aal,403",
    "created-again,AuthApiError,email_exists,422",
    "bob-is-out,AuthSessionMissingError,,400",
    "unknown,AuthApiError,user_not_found,404",
    "phone,AuthApiError,phone_provider_disabled,422"
  })
  void refusalHasTheClassAndCodeThatPagesLookAt(
      String step, String name, @Nullable String code, int status) {
    // when
    JsonNode error = said(step).path("error");

    // then
    assertThat(error.path("name").asText()).isEqualTo(name);
    assertThat(error.path("code").asText("")).isEqualTo(code == null ? "" : code);
    assertThat(error.path("status").asInt()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "again",
    "updated",
    "nonce",
    "sign-out-others",
    "sign-out",
    "otp",
    "otp-unknown",
    "recovered",
    "unenrolled",
    "ended-by-admin",
    "deleted"
  })
  void whatIsAllowedIsDone(String step) {
    assertThat(said(step).path("error").isNull()).as(said(step).toString()).isTrue();
  }

  @Test
  void accountIsMadeAndConfirmed() {
    assertThat(said("sign-up").path("session").isNull()).isTrue();
    JsonNode user = said("confirmed").path("user");
    assertThat(user.path("id")).isEqualTo(said("sign-up").path("user").path("id"));
    assertThat(user.path("role").asText()).isEqualTo("authenticated");
    assertThat(user.path("app_metadata").has("role")).isFalse();
    assertThat(said("weak").path("error").path("reasons").get(0).asText()).isEqualTo("pwned");
    assertThat(said("claims").path("claims").path("aal").asText()).isEqualTo("aal1");
    assertThat(said("claims").path("claims").path("email").asText()).isEqualTo("ann@example.com");
    assertThat(said("refreshed").path("other").asBoolean()).isTrue();
  }

  @Test
  void addressChangesOnceBothAgree() {
    assertThat(said("half").path("data").path("session").isNull()).isTrue();
    assertThat(said("moved").path("email").asText()).isEqualTo("ann.new@example.com");
  }

  @Test
  void flowReturnsToTheInstallationAndToWhoBeganIt() {
    assertThat(said("followed").path("location").asText())
        .startsWith(requireNonNull(installation).url() + "?code=")
        .doesNotContain("evil", "access_token");
    assertThat(said("exchanged").path("email").asText()).isEqualTo("ann.new@example.com");
    assertThat(said("spent").path("error").isNull()).isFalse();
  }

  @Test
  void secondFactorRaisesTheSessionAndIsAskedFor() {
    assertThat(said("enrolled").path("picture").asText())
        .startsWith("data:image/svg+xml;utf-8,<svg");
    assertThat(said("aal2").path("level").path("currentLevel").asText()).isEqualTo("aal2");
    assertThat(said("aal1").path("level").path("currentLevel").asText()).isEqualTo("aal1");
    assertThat(said("aal1").path("level").path("nextLevel").asText()).isEqualTo("aal2");
    assertThat(said("api").path("status").asInt()).isEqualTo(403);
    assertThat(said("factors").path("verified").asInt()).isEqualTo(1);
  }

  @Test
  void administratorsSeeToUsers() {
    assertThat(said("created").path("user").path("app_metadata").path("plan").asText())
        .isEqualTo("pro");
    assertThat(said("listed").path("count").asInt()).isGreaterThan(1);
    assertThat(said("read").path("name").asText()).isEqualTo("Bob");
    assertThat(said("generated").path("type").asText()).isEqualTo("magiclink");
    assertThat(said("by-link").path("user").asText()).isEqualTo("bob@example.com");
    assertThat(said("bobs-factors").path("factors")).isEmpty();
    assertThat(said("carol").path("user").asText()).isEqualTo("carol@example.com");
    assertThat(said("not-admin").path("error").path("status").asInt()).isIn(401, 403);
  }

  @Test
  void anonymousPersonHasNoAddress() {
    assertThat(said("anonymous").path("user").path("is_anonymous").asBoolean()).isTrue();
    assertThat(said("anonymous").path("user").path("email").asText()).isEmpty();
  }

  private static JsonNode said(String step) {
    return requireNonNull(STEPS.get(step), "The page said nothing of " + step);
  }
}
