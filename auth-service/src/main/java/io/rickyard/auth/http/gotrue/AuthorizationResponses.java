package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.provider.FlowSecrets;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.provider.ProviderFlows;
import io.rickyard.auth.provider.ProviderProfile;
import io.rickyard.auth.provider.Providers;
import io.rickyard.auth.token.OpaqueToken;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes in browsers that come back from providers. */
@Singleton
final class AuthorizationResponses {

  private final Providers providers;
  private final ProviderFlows flows;
  private final FlowSecrets secrets;
  private final FlowCookie cookie;
  private final Deeds deeds;

  AuthorizationResponses(
      Providers providers,
      ProviderFlows flows,
      FlowSecrets secrets,
      FlowCookie cookie,
      Deeds deeds) {
    this.providers = providers;
    this.flows = flows;
    this.secrets = secrets;
    this.cookie = cookie;
    this.deeds = deeds;
  }

  /** The state that came back, if it has the form of one. */
  static Optional<OpaqueToken> state(HttpRequest<?> request) {
    return OpaqueToken.parse(parameter(request, "state"))
        .filter(token -> token.kind() == OpaqueToken.Kind.STATE);
  }

  /** The way that a state belongs to; it is over. */
  Optional<ProviderFlow.Returned> end(HttpRequest<?> request, OpaqueToken state, Cause cause) {
    return flows.redeem(state, cookie.read(request).orElse(null), cause.at());
  }

  /** Who came back. */
  ProviderProfile profile(
      HttpRequest<?> request, OpaqueToken state, ProviderFlow flow, Cause cause) {
    var provider = providers.named(flow.provider()).orElseThrow(ProviderRefusals::badState);
    String code = parameter(request, "code");
    try {
      provider.answered(issuer(request));
      if (code.isEmpty()) {
        throw new ProviderFailed(
            ProviderFailed.Reason.REFUSED,
            provider.settings().displayName() + " sent neither a code nor a reason");
      }
      return provider.redeem(code, secrets.verifier(state), secrets.nonce(state));
    } catch (ProviderFailed failed) {
      String why = flow.provider() + ": " + failed.getMessage();
      deeds.record(cause, "session.open", "unknown", "refused", why);
      throw ProviderRefusals.of(failed);
    }
  }

  private static @Nullable String issuer(HttpRequest<?> request) {
    return request.getParameters().get("iss");
  }

  private static String parameter(HttpRequest<?> request, String name) {
    String value = request.getParameters().get(name);
    return value == null ? "" : value;
  }
}
