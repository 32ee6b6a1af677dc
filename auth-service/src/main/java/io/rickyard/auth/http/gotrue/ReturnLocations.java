package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.provider.ProviderFlow.Linking;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.session.SessionId;
import io.rickyard.auth.session.Sessions;
import io.rickyard.auth.session.SignInMethod;
import io.rickyard.auth.signin.FlowSignIn;
import io.rickyard.auth.signin.ProviderSignIn;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;
import java.net.URI;

/** Leads who came back from a provider on to the page that sent them there. */
@Singleton
final class ReturnLocations {

  private static final String LINKED = "The identity was linked to your account";

  private final ProviderSignIn providers;
  private final FlowSignIn flows;
  private final SignIn signIn;
  private final Sessions sessions;
  private final SessionForms forms;

  ReturnLocations(
      ProviderSignIn providers,
      FlowSignIn flows,
      SignIn signIn,
      Sessions sessions,
      SessionForms forms) {
    this.providers = providers;
    this.flows = flows;
    this.signIn = signIn;
    this.sessions = sessions;
    this.forms = forms;
  }

  URI of(ProviderFlow way, ProviderProfile profile, Cause cause) {
    var linking = way.linking();
    return linking == null ? signedIn(way, profile, cause) : linked(way, linking, profile, cause);
  }

  private URI signedIn(ProviderFlow way, ProviderProfile profile, Cause cause) {
    var user = ProviderRefusals.user(providers.admit(profile, cause));
    var challenge = way.flow().challenge();
    if (challenge != null) {
      String code = flows.code(user, SignInMethod.OAUTH, challenge, cause);
      return Locations.withCode(way.flow().redirect(), code);
    }
    return withSession(way, user, cause);
  }

  /** A page that has a verifier shows it before anything is linked; see there. */
  private URI linked(ProviderFlow way, Linking linking, ProviderProfile profile, Cause cause) {
    requireAlive(linking.session(), cause);
    var challenge = way.flow().challenge();
    if (challenge != null) {
      var user = ProviderRefusals.user(providers.mayLink(linking.user(), profile, cause));
      return Locations.withCode(
          way.flow().redirect(), flows.linkingCode(user, profile, challenge, cause));
    }
    var user = ProviderRefusals.user(providers.link(linking.user(), profile, cause));
    return linking.quiet()
        ? Locations.withMessage(way.flow().redirect(), LINKED)
        : withSession(way, user, cause);
  }

  private URI withSession(ProviderFlow way, User user, Cause cause) {
    var session = forms.of(signIn.enter(user, SignInMethod.OAUTH, cause), cause);
    return Locations.withSession(way.flow().redirect(), session, null);
  }

  private void requireAlive(SessionId id, Cause cause) {
    if (sessions.find(id).filter(session -> session.alive(cause.at())).isEmpty()) {
      throw new GoTrueRefusal(
          GoTrueError.SESSION_NOT_FOUND, "The session that asked for this has ended");
    }
  }
}
