package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What a stack's gateway has to know: its routes and the keys it checks. Keys and passwords are
 * made of letters, digits, hyphens, underscores and dots, so they stand in any configuration as
 * they are.
 *
 * @param routes those whose service the stack has
 * @param ports the HTTP port of each service
 * @param anonToken the token of the role anon, which is also the legacy key for browsers
 * @param serviceToken the token of the role service_role, which is also the legacy key for servers
 * @param publishableKey the opaque key for browsers
 * @param secretKey the opaque key for servers
 * @param dashboardUser who signs in to studio
 * @param dashboardPassword with which password
 */
record Gateway(
    List<Route> routes,
    Map<String, Integer> ports,
    String anonToken,
    String serviceToken,
    String publishableKey,
    String secretKey,
    String dashboardUser,
    String dashboardPassword) {

  /** The values it is made from; {@link #of} takes them in this order. */
  static final List<String> VALUES =
      List.of(
          "anon_key",
          "service_key",
          "publishable_key",
          "secret_key",
          "dashboard_username",
          "dashboard_password");

  /** Where every gateway listens. */
  static final int PORT = 8000;

  static Gateway of(List<Route> routes, Map<String, Integer> ports, List<String> values) {
    return new Gateway(
        List.copyOf(routes),
        Map.copyOf(ports),
        values.get(0),
        values.get(1),
        values.get(2),
        values.get(3),
        values.get(4),
        values.get(5));
  }

  int port(Route route) {
    var port = ports.get(route.service());
    if (port == null) {
      throw new IllegalStateException(route.name() + " leads to a service without an HTTP port");
    }
    return port;
  }

  /** The header of somebody who knows the password of studio. */
  String dashboardAuthorization() {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((dashboardUser + ":" + dashboardPassword).getBytes(UTF_8));
  }

  /** A table in Lua from each opaque key to the token of its role. */
  String tokensByKey() {
    return "{['%s'] = '%s', ['%s'] = '%s'}"
        .formatted(publishableKey, anonToken, secretKey, serviceToken);
  }

  @Override
  public String toString() {
    return "Gateway[routes=%s]".formatted(routes.stream().map(Route::name).toList());
  }
}
