package io.rickyard.stack.blueprint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a release is put together from.
 *
 * @param blueprints one for each service
 * @param values what they may refer to
 * @param routes what a gateway does
 * @param texts the texts of files, by their source
 */
record ReleaseParts(
    List<ServiceBlueprint> blueprints, Values values, List<Route> routes, Map<String, Text> texts) {

  ReleaseParts {
    blueprints = List.copyOf(blueprints);
    routes = List.copyOf(routes);
    texts = Map.copyOf(texts);
  }

  ReleaseParts inOrder(List<ServiceBlueprint> ordered) {
    return new ReleaseParts(ordered, values, routes, texts);
  }

  Optional<ServiceBlueprint> find(String service) {
    return blueprints.stream().filter(blueprint -> blueprint.service().equals(service)).findFirst();
  }

  Text text(String source) {
    var text = texts.get(source);
    if (text == null) {
      throw new IllegalStateException(source + " was not read with the release");
    }
    return text;
  }
}
