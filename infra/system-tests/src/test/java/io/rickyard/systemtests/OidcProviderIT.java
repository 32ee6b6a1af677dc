package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * People who sign in with accounts at an OpenID Connect issuer, npm's oidc-provider, by unmodified
 * supabase-js against a running installation. Skipped, saying so, where there is no Node.
 */
class OidcProviderIT {

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
    var directory = Files.createDirectory(workspace.path().resolve("issuer"));
    SupabaseJsPage.install(
        directory,
        npm.orElseThrow(),
        "/oidc-provider/",
        List.of("package.json", "issuer.mjs", "sign-in.mjs"));
    String issuer = IssuerProcess.freeAddress();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(IssuerProcess.settings(issuer), "--no-demo");
    STEPS.putAll(
        NodeSteps.run(
            directory, node.orElseThrow(), "sign-in.mjs", installation, Map.of("ISSUER", issuer)));
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

  @Test
  void personGetsAnAccountWithAVerifiedAddress() {
    // when
    JsonNode user = said("signed-in").path("user");

    // then
    assertThat(user.path("email").asText()).isEqualTo("ann@example.com");
    assertThat(user.path("app_metadata").path("providers").toString()).isEqualTo("[\"company\"]");
    assertThat(user.path("identities").path(0).path("identity_data").path("name").asText())
        .isEqualTo("ann");
    assertThat(said("signed-in").path("fragment").asText("?")).isEmpty();
    assertThat(said("signed-in").path("provider_token").isNull()).isTrue();
    assertThat(said("claims").path("claims").path("amr").path(0).path("method").asText())
        .isEqualTo("oauth");
  }

  @Test
  void personIsTheSameHoweverTheyCome() {
    assertThat(said("implicit").path("same").asBoolean()).isTrue();
    assertThat(said("id-token").path("same").asBoolean()).isTrue();
  }

  @Test
  void addressThatNobodyVerifiedOpensNothing() {
    assertThat(said("unverified").path("code").asText())
        .isEqualTo("provider_email_needs_verification");
    assertThat(said("unverified").path("error").asText()).isEqualTo("access_denied");
    assertThat(said("unverified").path("fragment").asBoolean()).isTrue();
  }

  @Test
  void identityIsLinkedOnceTheVerifierIsShownAndUnlinkedAgain() {
    assertThat(said("before").path("names").toString()).isEqualTo("[\"email\"]");
    assertThat(said("linked").path("names").toString()).isEqualTo("[\"email\",\"company\"]");
    assertThat(said("linked").path("email").asText()).isEqualTo("bob@elsewhere.example.com");
    assertThat(said("unlinked").path("error").isNull()).isTrue();
    assertThat(said("after").path("names").toString()).isEqualTo("[\"email\"]");
    assertThat(said("taken").path("code").asText()).isEqualTo("identity_already_exists");
  }

  @ParameterizedTest
  @CsvSource({
    "again,flow_state_not_found,404",
    "last,single_identity_not_deletable,422",
    "wrong-nonce,invalid_credentials,400",
    "off,validation_failed,400",
  })
  void refusalHasTheCodeThatPagesLookAt(String step, String code, int status) {
    // when
    JsonNode error = said(step).path("error");

    // then
    assertThat(error.path("name").asText()).isEqualTo("AuthApiError");
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("status").asInt()).isEqualTo(status);
  }

  private static JsonNode said(String step) {
    return requireNonNull(STEPS.get(step), "The page said nothing of " + step);
  }
}
