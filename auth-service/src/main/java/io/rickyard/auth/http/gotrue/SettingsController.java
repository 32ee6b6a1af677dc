package io.rickyard.auth.http.gotrue;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.provider.ProviderSettings;
import io.rickyard.auth.provider.Providers;
import io.rickyard.auth.signin.SignUpPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What this installation's identity can do. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class SettingsController {

  private final SignUpPolicy policy;
  private final MailQueue mail;
  private final Providers providers;

  SettingsController(SignUpPolicy policy, MailQueue mail, Providers providers) {
    this.providers = providers;
    this.policy = policy;
    this.mail = mail;
  }

  @Get("/settings")
  Map<String, Object> settings() {
    return Map.of(
        "external",
        external(),
        "providers",
        providers.all().stream().map(provider -> Shown.of(provider.settings())).toList(),
        "disable_signup",
        !policy.open() || mail.transport() == MailTransport.NONE,
        "mailer_autoconfirm",
        false,
        "phone_autoconfirm",
        false,
        "sms_provider",
        "",
        "saml_enabled",
        false);
  }

  private Map<String, Boolean> external() {
    Map<String, Boolean> external = new TreeMap<>();
    external.put("email", true);
    external.put("phone", false);
    external.put("anonymous_users", policy.anonymous());
    for (String known : List.of("github", "gitlab", "google", "azure")) {
      external.put(known, false);
    }
    providers.all().forEach(provider -> external.put(provider.settings().name(), true));
    return external;
  }

  /** A provider, for the button that leads to it; not in GoTrue's answer. */
  @Introspected
  record Shown(String name, String displayName) {

    static Shown of(ProviderSettings provider) {
      return new Shown(provider.name(), provider.displayName());
    }
  }

  /** GoTrue's own word about itself; the process's health stands elsewhere. */
  @Get("/gotrue/health")
  Map<String, Object> health() {
    String version = SettingsController.class.getPackage().getImplementationVersion();
    return Map.of(
        "version",
        version == null ? "unknown" : version,
        "name",
        "GoTrue",
        "description",
        "Rickyard's auth-service, which speaks GoTrue's protocol");
  }
}
