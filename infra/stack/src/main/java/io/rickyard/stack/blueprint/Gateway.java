package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a stack's gateway has to know: its routes and the keys it checks. Keys and passwords are
 * made of letters, digits, hyphens, underscores and dots, so they stand in any configuration as
 * they are.
 *
 * @param routes those whose service the stack has
 * @param ports the HTTP port of each service
 * @param anonToken the token of the role anon, which is also the legacy key for browsers
 * @param serviceToken the token of the role service_role, which is also the legacy key for servers
 * @param contents the opaque keys, and whether these tokens are keys, too
 * @param dashboardUser who signs in to studio
 * @param dashboardPassword with which password
 */
record Gateway(
    List<Route> routes,
    Map<String, Integer> ports,
    String anonToken,
    String serviceToken,
    StackContents contents,
    String dashboardUser,
    String dashboardPassword) {

  static final String ANON_KEY = "anon_key";
  static final String SERVICE_KEY = "service_key";
  static final String PUBLISHABLE_KEY = "publishable_key";
  static final String SECRET_KEY = "secret_key";
  private static final String DASHBOARD_USER = "dashboard_username";
  private static final String DASHBOARD_PASSWORD = "dashboard_password";

  /** The values it is made from, by name. */
  static final List<String> VALUES =
      List.of(
          ANON_KEY, SERVICE_KEY, PUBLISHABLE_KEY, SECRET_KEY, DASHBOARD_USER, DASHBOARD_PASSWORD);

  /** Where every gateway listens. */
  static final int PORT = 8000;

  static Gateway of(
      List<Route> routes,
      Map<String, Integer> ports,
      StackContents contents,
      UnaryOperator<String> values) {
    return new Gateway(
        List.copyOf(routes),
        Map.copyOf(ports),
        values.apply(ANON_KEY),
        values.apply(SERVICE_KEY),
        contents,
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

  /**
   * The public keys that are published on a route in the place of those that its service knows:
   * among them those that no service may take yet.
   */
  Optional<String> published(Route route) {
    var signing = contents.signing();
    return route.publishesKeys() && signing != null
        ? Optional.of(signing.published())
        : Optional.empty();
  }

  /** What opens the routes for browsers: the opaque keys, behind the token where it is a key. */
  List<String> browserKeys() {
    return keys(anonToken, StackContents.OpaqueKey.Kind.PUBLISHABLE);
  }

  /** What opens the routes for servers. */
  List<String> serverKeys() {
    return keys(serviceToken, StackContents.OpaqueKey.Kind.SECRET);
  }

  private List<String> keys(String token, StackContents.OpaqueKey.Kind kind) {
    return Stream.concat(
            contents.legacyKeys() ? Stream.of(token) : Stream.empty(),
            contents.keys(kind).stream().map(StackContents.OpaqueKey::key))
        .toList();
  }

  /** A table in Lua from each opaque key to the token that is sent on for it. */
  String tokensByKey() {
    return table(contents.keys().stream().map(key -> entry(key.key(), "'" + key.token() + "'")));
  }

  /**
   * A table in Lua of the tokens that are no keys any more. Services that check tokens themselves
   * would go on taking them.
   */
  String voidTokens() {
    return table(
        contents.legacyKeys()
            ? Stream.empty()
            : Stream.of(entry(anonToken, "true"), entry(serviceToken, "true")));
  }

  static String entry(String key, String value) {
    return "['%s'] = %s".formatted(key, value);
  }

  static String table(Stream<String> entries) {
    return entries.collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public String toString() {
    return "Gateway[routes=%s]".formatted(routes.stream().map(Route::name).toList());
  }
}
