package io.rickyard.stack.blueprint;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Puts each service behind those it depends on, and otherwise leaves them in their order. */
final class StartOrder {

  private StartOrder() {}

  static List<ServiceBlueprint> of(String release, List<ServiceBlueprint> blueprints) {
    var ordered = new ArrayList<ServiceBlueprint>();
    var started = new LinkedHashSet<String>();
    var waiting = new ArrayList<>(blueprints);
    while (!waiting.isEmpty()) {
      var next =
          waiting.stream()
              .filter(blueprint ->
                  blueprint.dependsOn().stream()
                      .allMatch(needed -> started.contains(needed.service())))
              .findFirst()
              .orElseThrow(() ->
                  new BlueprintException(
                      "%s: none of %s can start before another of them"
                          .formatted(
                              release, waiting.stream().map(ServiceBlueprint::service).toList())));
      waiting.remove(next);
      started.add(next.service());
      ordered.add(next);
    }
    return ordered;
  }
}
