package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.provider.Identities;
import io.rickyard.auth.provider.ProviderIdentity;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows users with their second factors and identities. */
@Singleton
final class UserForms {

  private final Factors factors;
  private final Identities identities;

  UserForms(Factors factors, Identities identities) {
    this.factors = factors;
    this.identities = identities;
  }

  UserForm of(User user) {
    var linked = user.linked().isEmpty() ? List.<ProviderIdentity>of() : identities.of(user.id());
    return UserForm.of(user, factors.of(user.id()), linked);
  }
}
