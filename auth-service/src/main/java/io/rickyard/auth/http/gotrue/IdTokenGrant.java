package io.rickyard.auth.http.gotrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.http.RequestCause;
import io.rickyard.auth.provider.BroughtToken;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.provider.Providers;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.signin.ProviderSignIn;
import io.rickyard.auth.signin.SignIn;
import jakarta.inject.Singleton;

/** A session from an ID token that a program got from a provider by itself. */
@Singleton
final class IdTokenGrant {

  private final Providers providers;
  private final ProviderSignIn admission;
  private final SignIn signIn;
  private final LinkingRights rights;
  private final SessionForms forms;
  private final Deeds deeds;
  private final RequestCause causes;

  IdTokenGrant(
      Providers providers,
      ProviderSignIn admission,
      SignIn signIn,
      LinkingRights rights,
      SessionForms forms,
      Deeds deeds,
      RequestCause causes) {
    this.providers = providers;
    this.admission = admission;
    this.signIn = signIn;
    this.rights = rights;
    this.forms = forms;
    this.deeds = deeds;
    this.causes = causes;
  }

  SessionForm grant(HttpRequest<?> request, ObjectNode form) {
    var cause = causes.anonymous(request);
    var outcome =
        form.path("link_identity").asBoolean(false)
            ? admission.link(rights.require(request).user(), profile(form, cause), cause)
            : admission.admit(profile(form, cause), cause);
    var user = ProviderRefusals.user(outcome);
    return forms.of(signIn.enter(user, SignInMethod.OAUTH, cause), cause);
  }

  private ProviderProfile profile(ObjectNode form, Cause cause) {
    String name = GoTrueJson.text(form, "provider");
    if (name == null || name.isEmpty()) {
      name = GoTrueJson.required(form, "issuer");
    }
    var provider =
        providers
            .namedOrIssuing(name)
            .orElseThrow(
                () -> new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "Provider is not enabled"));
    var token =
        new BroughtToken(
            GoTrueJson.required(form, "id_token"),
            GoTrueJson.text(form, "access_token"),
            GoTrueJson.text(form, "nonce"));
    try {
      return provider.read(token);
    } catch (ProviderFailed failed) {
      String why = provider.settings().name() + ": " + failed.getMessage();
      deeds.record(cause, "session.open", "unknown", "refused", why);
      throw failed.reason() == Reason.NO_ANSWER
          ? ProviderRefusals.of(failed)
          : new GoTrueRefusal(
              GoTrueError.INVALID_CREDENTIALS, "Bad ID token: " + failed.getMessage());
    }
  }
}
