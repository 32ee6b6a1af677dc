package io.rickyard.auth.http.gotrue;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.auth.mail.MailQueue;
import io.rickyard.auth.mail.MailTransport;
import io.rickyard.auth.signin.SignUpPolicy;
import java.util.Map;

/** What this installation's identity can do. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class SettingsController {

  private final SignUpPolicy policy;
  private final MailQueue mail;

  SettingsController(SignUpPolicy policy, MailQueue mail) {
    this.policy = policy;
    this.mail = mail;
  }

  @Get("/settings")
  Map<String, Object> settings() {
    return Map.of(
        "external",
        Map.of("email", true, "phone", false, "anonymous_users", policy.anonymous()),
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
