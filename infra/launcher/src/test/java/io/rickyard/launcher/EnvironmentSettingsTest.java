package io.rickyard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentSettingsTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "RICKYARD_GATEWAY_TLS_CERTIFICATES", "/etc/certificates",
          "RICKYARD_GATEWAY_PUBLIC_URL", "https://rickyard.example.test",
          "RICKYARD_AUTH_MAIL_SMTP_HOST", "mail.example.test",
          "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_CLIENT_ID", "rickyard",
          "RICKYARD_DOMAINS_NAME_SERVER", "127.0.0.1:5300",
          "RICKYARD_RUNTIME_DRIFT_REPAIRS", "5",
          "RICKYARD_SIGNING_SECRET", "not passed on",
          "HOME", "/");

  @Test
  void eachServiceIsToldWhatIsForIt() {
    assertThat(EnvironmentSettings.of("gateway", ENVIRONMENT))
        .containsOnly(
            Map.entry("rickyard.gateway.tls.certificates", "/etc/certificates"),
            Map.entry("rickyard.gateway.public-url", "https://rickyard.example.test"));
    assertThat(EnvironmentSettings.of("auth", ENVIRONMENT))
        .containsOnly(
            Map.entry("rickyard.auth.mail.smtp.host", "mail.example.test"),
            Map.entry("rickyard.auth.providers.our-company-client-id", "rickyard"));
    assertThat(EnvironmentSettings.of("org", ENVIRONMENT))
        .containsOnly(Map.entry("rickyard.domains.name-server", "127.0.0.1:5300"));
    assertThat(EnvironmentSettings.of("worker", ENVIRONMENT))
        .containsOnly(Map.entry("rickyard.runtime.drift.repairs", "5"));
    assertThat(EnvironmentSettings.of("bridge", ENVIRONMENT)).isEmpty();
  }
}
