package io.rickyard.auth.http.gotrue;

import io.micronaut.http.HttpRequest;
import io.rickyard.auth.provider.AuthorizationRequest;
import io.rickyard.auth.provider.FlowSecrets;
import io.rickyard.auth.provider.Provider;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFlow;
import io.rickyard.auth.provider.ProviderFlows;
import io.rickyard.auth.provider.Providers;
import io.rickyard.auth.token.OpaqueToken;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends browsers to providers. */
@Singleton
final class AuthorizationRequests {

  /** What a page may want of the provider's page; everything else is ours to say. */
  static final List<String> HINTS =
      List.of(
          "access_type",
          "allow_signup",
          "domain_hint",
          "hd",
          "login",
          "login_hint",
          "prompt",
          "ui_locales");

  private static final Pattern SCOPES = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E ]{0,1000}");
  private static final int LONGEST_HINT = 254;

  private final Providers providers;
  private final ProviderFlows flows;
  private final FlowSecrets secrets;
  private final SecureRandom random;
  private final Clock clock;

  AuthorizationRequests(
      Providers providers,
      ProviderFlows flows,
      FlowSecrets secrets,
      SecureRandom random,
      Clock clock) {
    this.providers = providers;
    this.flows = flows;
    this.secrets = secrets;
    this.random = random;
    this.clock = clock;
  }

  /** The provider that a request names. */
  Provider provider(HttpRequest<?> request) {
    String name = request.getParameters().get("provider");
    return providers
        .named(name == null ? "" : name)
        .orElseThrow(() ->
            new GoTrueRefusal(
                GoTrueError.VALIDATION_FAILED, "Unsupported provider: provider is not enabled"));
  }

  /** Begins a way that this browser takes, and gives the address of the provider's page. */
  URI begin(HttpRequest<?> request, Provider provider, ProviderFlow flow, OpaqueToken browser) {
    var state = OpaqueToken.next(OpaqueToken.Kind.STATE, random);
    var address = address(request, provider, state);
    keep(state, flow, browser);
    return address;
  }

  /** Begins a way for whichever browser follows it first. */
  OpaqueToken begin(HttpRequest<?> request, ProviderFlow flow) {
    scopes(request); // or the browser would be refused later, where nobody reads it
    var state = OpaqueToken.next(OpaqueToken.Kind.STATE, random);
    keep(state, flow, null);
    return state;
  }

  private void keep(OpaqueToken state, ProviderFlow flow, @Nullable OpaqueToken browser) {
    flows.begin(state, flow, browser, clock.instant().plus(FlowCookie.LIFE));
  }

  /** Lets this browser take a way that was begun for whichever comes first. */
  URI bind(HttpRequest<?> request, String state, OpaqueToken browser) {
    var token =
        OpaqueToken.parse(state)
            .filter(parsed -> parsed.kind() == OpaqueToken.Kind.STATE)
            .orElseThrow(ProviderRefusals::badState);
    var flow = flows.bind(token, browser, clock.instant()).orElseThrow(ProviderRefusals::badState);
    var provider = providers.named(flow.provider()).orElseThrow(ProviderRefusals::badState);
    return address(request, provider, token);
  }

  private URI address(HttpRequest<?> request, Provider provider, OpaqueToken state) {
    var out =
        new AuthorizationRequest(
            state.value(),
            secrets.nonce(state),
            secrets.challenge(state),
            scopes(request),
            hints(request));
    try {
      return provider.authorization(out);
    } catch (ProviderFailed e) {
      throw ProviderRefusals.of(e);
    }
  }

  private static List<String> scopes(HttpRequest<?> request) {
    String asked = request.getParameters().get("scopes");
    if (asked == null || asked.isBlank()) {
      return List.of();
    }
    if (!SCOPES.matcher(asked).matches()) {
      throw new GoTrueRefusal(GoTrueError.VALIDATION_FAILED, "scopes are words in ASCII");
    }
    return Arrays.stream(asked.split(" ", -1)).filter(scope -> !scope.isEmpty()).toList();
  }

  private static Map<String, String> hints(HttpRequest<?> request) {
    Map<String, String> hints = new LinkedHashMap<>();
    for (String name : HINTS) {
      String value = request.getParameters().get(name);
      if (value != null && value.length() <= LONGEST_HINT) {
        hints.put(name, value);
      }
    }
    return hints;
  }
}
