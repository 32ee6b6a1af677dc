package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.Origin;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import io.rickyard.auth.provider.ProviderKind;
import io.rickyard.auth.provider.ProviderSettings;
import io.rickyard.service.InvalidSetting;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderConfigurationTest {

  @Test
  void hostedProvidersNeedNoMoreThanAClient() {
    // when
    var providers =
        configured(
            Map.of(
                "github.client-id", "a",
                "github.client-secret", "b",
                "google.client-id", "c",
                "google.client-secret", "d",
                "gitlab.client-id", "e",
                "gitlab.client-secret", "f"));

    // then
    assertThat(providers)
        .extracting(ProviderSettings::name, ProviderSettings::displayName, ProviderSettings::issuer)
        .containsExactly(
            tuple("github", "GitHub", URI.create("https://github.com")),
            tuple("gitlab", "GitLab", URI.create("https://gitlab.com")),
            tuple("google", "Google", URI.create("https://accounts.google.com")));
  }

  @Test
  void nameInTheEnvironmentMayHaveMoreThanOneWord() {
    // given
    var variables =
        PropertySource.of(
            "variables",
            Map.of(
                "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_KIND", "oidc",
                "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_ISSUER", "https://login.example.com/",
                "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_CLIENT_ID", "a",
                "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_CLIENT_SECRET", "b",
                "RICKYARD_AUTH_PROVIDERS_OUR_COMPANY_SCOPES", "openid groups"),
            PropertyConvention.ENVIRONMENT_VARIABLE,
            Origin.of("test"));

    // when
    var providers = configured(variables);

    // then
    assertThat(providers).hasSize(1);
    assertThat(providers.getFirst().name()).isEqualTo("our-company");
    assertThat(providers.getFirst().kind()).isEqualTo(ProviderKind.OIDC);
    assertThat(providers.getFirst().scopes()).containsExactly("openid", "groups");
  }

  @Test
  void tenantMakesMicrosoftsIssuer() {
    assertThat(
            configured(
                    Map.of(
                        "azure.client-id", "a",
                        "azure.client-secret", "b",
                        "azure.tenant", "organizations"))
                .getFirst()
                .issuer())
        .hasToString("https://login.microsoftonline.com/organizations/v2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "company.kind,saml,is none of",
    "company.issuer,http://login.example.com,is no https address",
    "company.issuer,ftp://login.example.com,is no https address",
    "company.issuer,'',is no https address",
    "company.token-endpoint,http://10.0.0.1/token,is no https address",
    "company.client-id,'',is missing",
    "company.secret,x,ends in none of",
    "email.client-id,x,is no name",
    "azure.client-id,x,is missing",
  })
  void wrongSettingIsNamed(String key, String value, String what) {
    // given
    Map<String, Object> settings =
        new HashMap<>(
            Map.of(
                "company.kind", "oidc",
                "company.issuer", "http://127.0.0.1:1",
                "company.client-id", "a",
                "company.client-secret", "b"));
    settings.put(key, value);

    // then
    assertThatThrownBy(() -> configured(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.auth.providers." + key.replaceFirst("\\..*", ""))
        .hasMessageContaining(what);
  }

  @Test
  void secretIsNotShown() {
    assertThat(
            configured(Map.of("github.client-id", "a", "github.client-secret", "the secret"))
                .toString())
        .doesNotContain("the secret");
  }

  private static List<ProviderSettings> configured(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>();
    settings.forEach((name, value) -> all.put("rickyard.auth.providers." + name, value));
    return configured(PropertySource.of("test", all));
  }

  private static List<ProviderSettings> configured(PropertySource source) {
    try (var context =
        ApplicationContext.builder().deduceEnvironment(false).propertySources(source).build()) {
      Environment environment = context.getEnvironment();
      var _ = environment.start();
      return new ProviderConfiguration(environment, true).providers();
    }
  }
}
