package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.stack.StackProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a release may be rendered with. */
class InputsTest {

  private final Release release = Blueprints.shipped().newest();
  private final StackInputs inputs = Inputs.of(Inputs.PROJECT);

  private StackPlan withSetting(String name, String value) {
    var settings = new HashMap<>(inputs.settings());
    settings.put(name, value);
    return render(new StackInputs(settings, inputs.secrets(), inputs.images()));
  }

  private StackPlan withSecret(String name, String value) {
    var secrets = new HashMap<>(inputs.secrets());
    secrets.put(name, value);
    return render(new StackInputs(inputs.settings(), secrets, inputs.images()));
  }

  private StackPlan render(StackInputs changed) {
    return release.render(StackProfile.FULL, changed);
  }

  private static Map<String, PlannedValue> environment(StackPlan plan, String service) {
    return plan.service(service).orElseThrow().environment();
  }

  @ParameterizedTest
  @CsvSource({
    "jwt_secret, your-super-secret-jwt-token-with-at-least-32-characters-long, everybody knows",
    "jwt_secret, super-secret-jwt-token-with-at-least-32-characters-long, everybody knows",
    "realtime_db_enc_key, supabaserealtime, everybody knows",
    "db_pass, your-super-secret-and-long-postgres-password, everybody knows",
    "dashboard_password, this_password_is_insecure_and_should_be_updated, everybody knows",
    "s3_access_key_id, 625729a08b95bf1b7ff351a663f3a23c, everybody knows",
    "vault_enc_key, your-encryption-key-32-chars-min, everybody knows",
    "anon_key, eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24ifQ.signature, everybody knows",
    "vault_enc_key, tooShort, has not the form",
    "s3_access_key_secret, not-hexadecimal, has not the form",
    "anon_key, no-token, has not the form",
    "secret_key, sb_publishable_ABC, has not the form",
    "unheard_of, anything, There is no secret unheard_of"
  })
  void aSecretThatIsNoneIsRefused(String name, String value, String complaint) {
    assertThatThrownBy(() -> withSecret(name, value))
        .isInstanceOf(BlueprintException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining(value.equals("anything") ? "(none)" : value);
  }

  @ParameterizedTest
  @CsvSource({
    "project_ref, short, The setting project_ref is no REFERENCE",
    "public_url, example.test, The setting public_url is no URL",
    "public_url, http://example.test/, The setting public_url is no URL",
    "token_lifetime, '', The setting token_lifetime is no INTEGER",
    "disable_signup, '', The setting disable_signup is no BOOLEAN",
    "disable_signup, no, The setting disable_signup is no BOOLEAN",
    "dashboard_username, a:b, The setting dashboard_username is no NAME",
    "colour, blue, There is no setting colour"
  })
  void aSettingOfTheWrongFormIsRefused(String name, String value, String complaint) {
    assertThatThrownBy(() -> withSetting(name, value))
        .isInstanceOf(BlueprintException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void everySecretOfAProjectIsNeeded() {
    for (var name : inputs.secrets().keySet()) {
      var secrets = new HashMap<>(inputs.secrets());
      secrets.remove(name);
      assertThatThrownBy(() -> render(new StackInputs(inputs.settings(), secrets, inputs.images())))
          .isInstanceOf(BlueprintException.class)
          .hasMessage("The secret %s is missing", name);
    }
  }

  @Test
  void theReferenceIsNeeded() {
    assertThatThrownBy(() ->
            render(
                new StackInputs(
                    Map.of("public_url", "http://a.test"), inputs.secrets(), inputs.images())))
        .hasMessage("The setting project_ref is missing");
  }

  @Test
  void aMailServerThatNobodyNamedLeavesItsVariablesOut() {
    assertThat(environment(render(inputs), "auth"))
        .doesNotContainKeys("GOTRUE_SMTP_HOST", "GOTRUE_SMTP_PORT", "GOTRUE_SMTP_PASS");
    assertThat(environment(withSetting("smtp_port", "587"), "auth"))
        .containsEntry("GOTRUE_SMTP_PORT", new PlannedValue("587", false));
    assertThat(environment(withSecret("smtp_pass", "given"), "auth"))
        .containsEntry("GOTRUE_SMTP_PASS", new PlannedValue("given", true));
  }

  @Test
  void aChosenPasswordIsEncodedWhereItStandsInAnAddress() {
    // when
    var plan = withSecret("db_pass", "a b/c@d:e%f*~ü");

    // then
    assertThat(environment(plan, "functions").get("SUPABASE_DB_URL"))
        .isEqualTo(
            new PlannedValue(
                "postgresql://postgres:a%20b%2Fc%40d%3Ae%25f%2A~%C3%BC@db:5432/postgres", true));
    assertThat(environment(plan, "studio").get("POSTGRES_PASSWORD"))
        .isEqualTo(new PlannedValue("a b/c@d:e%f*~ü", true));
  }

  @Test
  void aValueThatLooksLikeAReferenceIsNone() {
    assertThat(environment(withSetting("project_name", "${jwt_secret} $1"), "studio"))
        .containsEntry("DEFAULT_PROJECT_NAME", new PlannedValue("${jwt_secret} $1", false));
  }

  @Test
  void imagesComeFromTheRegistryThatWasNamed() {
    // when
    var plan =
        release
            .withImages(Map.of("meta", new ImageName("mine/meta", "1", "sha256:" + "0".repeat(64))))
            .render(
                StackProfile.CORE,
                new StackInputs(
                    inputs.settings(),
                    inputs.secrets(),
                    new ImageSource("registry.example.test:5000/mirror")));

    // then
    assertThat(plan.service("db").orElseThrow().image())
        .isEqualTo("registry.example.test:5000/mirror/supabase/postgres:17.6.1.136");
    assertThat(plan.service("meta").orElseThrow().image())
        .isEqualTo("registry.example.test:5000/mirror/mine/meta:1@sha256:" + "0".repeat(64));
  }

  @ParameterizedTest
  @CsvSource({"http://registry.example.test", "registry/", "'re gistry'", "registry:123456"})
  void aRegistryHasNoScheme(String prefix) {
    assertThatThrownBy(() -> new ImageSource(prefix)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingSecretIsSaid() {
    // given
    var said = inputs + " " + render(inputs);

    // then
    for (var secret : inputs.secrets().entrySet()) {
      if (!secret.getKey().matches("anon_key|publishable_key|s3_access_key_id")) {
        assertThat(said).as(secret.getKey()).doesNotContain(secret.getValue());
      }
    }
  }
}
