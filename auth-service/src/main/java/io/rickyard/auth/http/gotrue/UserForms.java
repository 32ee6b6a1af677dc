package io.rickyard.auth.http.gotrue;

import io.rickyard.auth.factor.Factors;
import io.rickyard.auth.user.User;
import jakarta.inject.Singleton;

/** Shows users with their second factors. */
@Singleton
final class UserForms {

  private final Factors factors;

  UserForms(Factors factors) {
    this.factors = factors;
  }

  UserForm of(User user) {
    return UserForm.of(user, factors.of(user.id()));
  }
}
