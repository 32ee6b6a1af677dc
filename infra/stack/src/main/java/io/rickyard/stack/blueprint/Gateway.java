package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

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

  private static final String ANON_KEY = "anon_key";
  private static final String SERVICE_KEY = "service_key";
  private static final String PUBLISHABLE_KEY = "publishable_key";
  private static final String SECRET_KEY = "secret_key";
  private static final String DASHBOARD_USER = "dashboard_username";
  private static final String DASHBOARD_PASSWORD = "dashboard_password";

  /** The values it is made from, by name. */
  static final List<String> VALUES =
      List.of(
          ANON_KEY, SERVICE_KEY, PUBLISHABLE_KEY, SECRET_KEY, DASHBOARD_USER, DASHBOARD_PASSWORD);

  /** Where every gateway listens. */
  static final int PORT = 8000;

  static Gateway of(List<Route> routes, Map<String, Integer> ports, UnaryOperator<String> values) {
    return new Gateway(
        List.copyOf(routes),
        Map.copyOf(ports),
        values.apply(ANON_KEY),
        values.apply(SERVICE_KEY),
        values.apply(PUBLISHABLE_KEY),
        values.apply(SECRET_KEY),
        values.apply(DASHBOARD_USER),
        values.apply(DASHBOARD_PASSWORD));
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
