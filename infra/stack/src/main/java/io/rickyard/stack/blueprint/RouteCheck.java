package io.rickyard.stack.blueprint;

import java.util.HashSet;

/** Finds what contradicts itself in the routes, or leads nowhere. */
final class RouteCheck {

  private final String release;
  private final ReleaseParts parts;

  RouteCheck(String release, ReleaseParts parts) {
    this.release = release;
    this.parts = parts;
  }

  /** Throws a {@link BlueprintException} for the first thing that is wrong. */
  void run() {
    var names = new HashSet<String>();
    var paths = new HashSet<String>();
    for (var route : parts.routes()) {
      if (!names.add(route.name()) || !paths.add(route.path())) {
        throw wrong(route, "is there twice");
      }
      if (!route.path().startsWith("/")) {
        throw wrong(route, "has a path that is none");
      }
      check(route);
    }
    for (var name : Gateway.VALUES) {
      if (!parts.values().declared(name) || parts.values().mayBeUnset(name)) {
        throw new BlueprintException("%s: gateways need the value %s".formatted(release, name));
      }
    }
  }

  private void check(Route route) {
    var service = route.service();
    if (service == null) {
      return;
    }
    var target =
        parts.find(service).orElseThrow(() -> wrong(route, "leads to no service: " + service));
    if (target.httpPort().isEmpty()) {
      throw wrong(route, "leads to a service without a port called " + ServiceBlueprint.HTTP);
    }
    var host = route.upstreamHost();
    if (!host.equals(service) && !target.aliases().contains(host)) {
      throw wrong(route, "leads to %s, which is no name of %s".formatted(host, service));
    }
    if (route.path().endsWith("/") != route.to().endsWith("/")) {
      throw wrong(route, "ends with a slash on one side only");
    }
  }

  private BlueprintException wrong(Route route, String why) {
    return new BlueprintException("%s: the route %s %s".formatted(release, route.name(), why));
  }
}
