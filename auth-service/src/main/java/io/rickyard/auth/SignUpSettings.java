package io.rickyard.auth;

import io.micronaut.context.annotation.Property;
import io.rickyard.auth.redirect.RedirectTargets;
import io.rickyard.auth.signin.SignUpPolicy;
import io.rickyard.service.InvalidSetting;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be set of who makes an account and where it leads. */
@Singleton
final class SignUpSettings {

  private static final String REDIRECTS = "rickyard.auth.redirects";

  private final SignUpPolicy policy;
  private final RedirectTargets targets;

  SignUpSettings(
      AuthSettings settings,
      @Property(name = "rickyard.auth.sign-up.open", defaultValue = "false") boolean open,
      @Property(name = "rickyard.auth.sign-up.anonymous", defaultValue = "false") boolean anonymous,
      @Nullable @Property(name = REDIRECTS) List<String> redirects) {
    this.policy = new SignUpPolicy(open, anonymous);
    try {
      this.targets = new RedirectTargets(settings.url(), redirects == null ? List.of() : redirects);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(REDIRECTS, String.valueOf(e.getMessage()), e);
    }
  }

  SignUpPolicy policy() {
    return policy;
  }

  RedirectTargets targets() {
    return targets;
  }
}
