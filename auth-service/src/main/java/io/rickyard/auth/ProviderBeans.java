package io.rickyard.auth;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.rickyard.auth.account.Users;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.key.MasterKey;
import io.rickyard.auth.oauth.GitHubProvider;
import io.rickyard.auth.oauth.OpenIdProvider;
import io.rickyard.auth.oauth.ProviderHttp;
import io.rickyard.auth.onetime.AuthCodes;
import io.rickyard.auth.provider.FlowSecrets;
import io.rickyard.auth.provider.Identities;
import io.rickyard.auth.provider.LinkingPolicy;
import io.rickyard.auth.provider.Provider;
import io.rickyard.auth.provider.ProviderSettings;
import io.rickyard.auth.provider.Providers;
import io.rickyard.auth.signin.FlowSignIn;
import io.rickyard.auth.signin.ProviderSignIn;
import io.rickyard.auth.signin.SignIn;
import io.rickyard.auth.signin.SignUp;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Puts together what signs in with accounts at providers. */
@Factory
final class ProviderBeans {

  /** Four answers, one after the other, have to fit into what the gateway waits. */
  private static final Duration EACH_ANSWER = Duration.ofSeconds(3);

  @Singleton
  @Bean(preDestroy = "close")
  ProviderHttp providerHttp() {
    return new ProviderHttp(EACH_ANSWER);
  }

  @Singleton
  Providers providers(
      ProviderConfiguration configuration, AuthSettings settings, ProviderHttp http, Clock clock) {
    var callback = URI.create(settings.issuer() + "/callback");
    return new Providers(
        configuration.providers().stream()
            .map(provider -> provider(provider, callback, http, clock))
            .toList());
  }

  private static Provider provider(
      ProviderSettings settings, URI callback, ProviderHttp http, Clock clock) {
    return switch (settings.kind()) {
      case GITHUB -> new GitHubProvider(http, settings, callback);
      case GITLAB, GOOGLE, AZURE, OIDC -> new OpenIdProvider(http, settings, callback, clock);
    };
  }

  @Singleton
  LinkingPolicy linkingPolicy(ProviderConfiguration configuration) {
    return new LinkingPolicy(configuration.manualLinking());
  }

  @Singleton
  FlowSecrets flowSecrets(MasterKey masterKey) {
    return new FlowSecrets(masterKey.derive("provider-flows"));
  }

  @Singleton
  ProviderSignIn providerSignIn(Identities identities, Users users, SignUp signUp, Deeds deeds) {
    return new ProviderSignIn(identities, users, signUp, deeds);
  }

  @Singleton
  FlowSignIn flowSignIn(
      AuthCodes codes, Users users, SignIn signIn, ProviderSignIn providers, SecureRandom random) {
    return new FlowSignIn(codes, users, signIn, providers, random);
  }
}
