package io.rickyard.stack.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a release and all it is put together from, and checks it. */
final class ReleaseReader {

  private final BlueprintFiles files;
  private final Values values;
  private final List<Route> routes;

  ReleaseReader(BlueprintFiles files) {
    this.files = files;
    this.values = BlueprintJson.read(files, Blueprints.VALUES, Values.class);
    this.routes = BlueprintJson.read(files, "routes.json", Routes.class).routes();
  }

  /**
   * The file of the routes.
   *
   * @param routes in no particular order
   */
  record Routes(List<Route> routes) {}

  Release read(String name) {
    var path = "releases/" + name + ".json";
    var data = BlueprintJson.read(files, path, ReleaseData.class);
    if (!data.name().equals(name)) {
      throw new BlueprintException("%s: the release calls itself %s".formatted(path, data.name()));
    }
    var blueprints = new ArrayList<ServiceBlueprint>();
    data.services()
        .forEach((service, chosen) -> blueprints.add(blueprint(path, service, chosen.blueprint())));
    var parts = new ReleaseParts(blueprints, values, routes, texts(blueprints));
    new ReleaseCheck(name, parts).run();
    return new Release(data, parts.inOrder(StartOrder.of(name, blueprints)));
  }

  private ServiceBlueprint blueprint(String release, String service, String name) {
    var blueprint = BlueprintJson.read(files, "services/" + name + ".json", ServiceBlueprint.class);
    if (!blueprint.service().equals(service)) {
      throw new BlueprintException(
          "%s: %s is a blueprint of %s, not of %s"
              .formatted(release, name, blueprint.service(), service));
    }
    return blueprint;
  }

  private Map<String, Text> texts(List<ServiceBlueprint> blueprints) {
    var texts = new HashMap<String, Text>();
    for (var blueprint : blueprints) {
      for (var file : blueprint.files()) {
        var source = file.source();
        if (source != null) {
          texts.put(source, new Text(files.read("files/" + source)));
        }
      }
    }
    return texts;
  }
}
