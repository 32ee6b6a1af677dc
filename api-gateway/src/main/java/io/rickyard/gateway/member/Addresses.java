package io.rickyard.gateway.member;

import io.rickyard.gateway.upstream.AuthClient;
import io.rickyard.gateway.upstream.UserView;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Under which e-mail addresses people are known, which org-service does not know. */
@Singleton
final class Addresses {

  private final AuthClient auth;

  Addresses(AuthClient auth) {
    this.auth = auth;
  }

  /** Those of these users who have one. */
  Map<String, String> of(Set<String> users) {
    var addresses = new HashMap<String, String>();
    for (UserView user : users.isEmpty() ? Set.<UserView>of() : auth.users(users)) {
      String email = user.email();
      if (email != null) {
        addresses.put(user.id(), email);
      }
    }
    return Map.copyOf(addresses);
  }
}
