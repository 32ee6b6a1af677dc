package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.setting.Setting;
import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.stack.blueprint.MailTemplates;
import io.rickyard.stack.blueprint.PlannedValue;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthVariablesTest {

  private static final Map<String, PlannedValue> USUAL =
      Map.of("API_EXTERNAL_URL", new PlannedValue("https://shop.example", false));

  private static Map<String, String> told(Map<String, String> chosen) {
    var told = new TreeMap<String, String>();
    AuthVariables.of(new TreeMap<>(USUAL), chosen)
        .forEach((name, value) -> told.put(name, value.text()));
    told.remove("API_EXTERNAL_URL");
    return told;
  }

  @ParameterizedTest
  @CsvSource({
    "passkey_enabled, true, GOTRUE_PASSKEY_ENABLED",
    "webauthn_rp_id, shop.example, GOTRUE_WEBAUTHN_RP_ID",
    "webauthn_rp_origins, https://shop.example, GOTRUE_WEBAUTHN_RP_ORIGINS",
    "saml_enabled, true, GOTRUE_SAML_ENABLED",
    "saml_allow_encrypted_assertions, true, GOTRUE_SAML_ALLOW_ENCRYPTED_ASSERTIONS",
    "oauth_server_allow_dynamic_registration, true, GOTRUE_OAUTH_SERVER_ALLOW_DYNAMIC_REGISTRATION",
    "custom_oauth_max_providers, 3, GOTRUE_CUSTOM_OAUTH_MAX_PROVIDERS",
    "security_update_password_require_current_password, true,"
        + " GOTRUE_SECURITY_UPDATE_PASSWORD_REQUIRE_CURRENT_PASSWORD"
  })
  void mostSettingsHaveAVariableOfTheirName(String setting, String value, String variable) {
    assertThat(told(Map.of(setting, value))).isEqualTo(Map.of(variable, value));
  }

  @Test
  void theTextOfAMailIsToldByItsAddress() {
    assertThat(told(Map.of("mailer_templates_password_changed_notification_content", "Hi")))
        .isEqualTo(
            Map.of(
                "GOTRUE_MAILER_TEMPLATES_PASSWORD_CHANGED_NOTIFICATION",
                MailTemplates.address("password_changed_notification", "Hi")));
  }

  @Test
  void furtherClientsStandBehindTheFirst() {
    assertThat(
            told(
                Map.of(
                    "external_apple_client_id", "web",
                    "external_apple_additional_client_ids", "ios,watch")))
        .isEqualTo(Map.of("GOTRUE_EXTERNAL_APPLE_CLIENT_ID", "web,ios,watch"));
    assertThat(told(Map.of("external_google_additional_client_ids", "ios")))
        .isEqualTo(Map.of("GOTRUE_EXTERNAL_GOOGLE_CLIENT_ID", "ios"));
  }

  @Test
  void aPoolIsANumberOfConnectionsOrAShareOfThem() {
    assertThat(told(Map.of("db_max_pool_size", "20")))
        .isEqualTo(Map.of("GOTRUE_DB_MAX_POOL_SIZE", "20"));
    assertThat(told(Map.of("db_max_pool_size", "20", "db_max_pool_size_unit", "percent")))
        .isEqualTo(Map.of("GOTRUE_DB_CONN_PERCENTAGE", "20"));
    assertThat(told(Map.of("db_max_pool_size_unit", "percent"))).isEmpty();
  }

  @Test
  void aProviderThatIsEnabledKnowsWhereToSendUsersBack() {
    assertThat(told(Map.of("external_github_enabled", "true")))
        .isEqualTo(
            Map.of(
                "GOTRUE_EXTERNAL_GITHUB_ENABLED", "true",
                "GOTRUE_EXTERNAL_GITHUB_REDIRECT_URI", "https://shop.example/auth/v1/callback"));
    assertThat(told(Map.of("external_github_enabled", "false")))
        .containsOnlyKeys("GOTRUE_EXTERNAL_GITHUB_ENABLED");
    assertThat(told(Map.of("external_phone_enabled", "true")))
        .containsOnlyKeys("GOTRUE_EXTERNAL_PHONE_ENABLED");
  }

  @Test
  void noSettingIsTakenInSilence() {
    assertThat(SettingList.of(SettingSection.AUTH).all())
        .filteredOn(setting -> setting.refused() == null)
        .extracting(Setting::name)
        // It says what another one means.
        .filteredOn(name -> !name.equals("db_max_pool_size_unit"))
        .allSatisfy(name -> assertThat(told(Map.of(name, "true"))).isNotEmpty());
  }

  @Test
  void secretsStaySecret() {
    assertThat(AuthVariables.of(new TreeMap<>(USUAL), Map.of("smtp_pass", "otter")))
        .containsEntry("GOTRUE_SMTP_PASS", new PlannedValue("otter", true));
  }
}
