package io.rickyard.auth.http.gotrue;

import io.micronaut.context.annotation.Property;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.uri.UriBuilder;
import io.rickyard.auth.token.OpaqueToken;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Addresses of this service's own, as browsers reach them. */
@Singleton
final class OwnAddresses {

  private static final List<String> ASKED =
      List.of("provider", "redirect_to", "code_challenge", "code_challenge_method");

  private final URI base;

  OwnAddresses(
      @Property(name = "rickyard.installation.url", defaultValue = "http://localhost:8000")
          String url) {
    this.base = URI.create(url.replaceAll("/$", "") + "/auth/v1");
  }

  /** Where a browser sets out on what this request asks for. */
  URI authorizeAgain(HttpRequest<?> request) {
    List<String> names = new ArrayList<>(ASKED);
    return authorize(request, names, UriBuilder.of(base).path("authorize"));
  }

  /** Where a browser sets out on a way that was begun for it. */
  URI authorize(HttpRequest<?> request, OpaqueToken state) {
    var address = UriBuilder.of(base).path("authorize").queryParam("flow", state.value());
    return authorize(request, List.of(), address);
  }

  private static URI authorize(HttpRequest<?> request, List<String> names, UriBuilder address) {
    List<String> kept = new ArrayList<>(names);
    kept.add("scopes");
    kept.addAll(AuthorizationRequests.HINTS);
    for (String name : kept) {
      String value = request.getParameters().get(name);
      if (value != null) {
        address.queryParam(name, value);
      }
    }
    return address.build();
  }

  /** Where a browser comes back to, with what a form said. */
  URI callback(String form) {
    return URI.create(base + "/callback?" + form);
  }
}
