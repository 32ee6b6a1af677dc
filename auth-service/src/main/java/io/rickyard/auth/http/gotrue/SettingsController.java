package io.rickyard.auth.http.gotrue;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;

/** What this installation's identity can do. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
final class SettingsController {

  @Get("/settings")
  Map<String, Object> settings() {
    return Map.of(
        "external", Map.of("email", true, "phone", false, "anonymous_users", false),
        "disable_signup", true,
        "mailer_autoconfirm", true,
        "phone_autoconfirm", false,
        "sms_provider", "",
        "saml_enabled", false);
  }
}
