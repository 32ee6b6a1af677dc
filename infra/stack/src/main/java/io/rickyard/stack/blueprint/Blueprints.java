package io.rickyard.stack.blueprint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** All releases there are. */
public final class Blueprints {

  static final String VALUES = "values.json";

  private final List<Release> releases;

  private Blueprints(List<Release> releases) {
    this.releases = List.copyOf(releases);
  }

  /**
   * Reads and checks the data that come with this module.
   *
   * @throws BlueprintException naming the file and what is wrong in it
   */
  public static Blueprints shipped() {
    return read(BlueprintFiles.shipped());
  }

  static Blueprints read(BlueprintFiles files) {
    var values = BlueprintJson.read(files, VALUES, Values.class);
    var index = BlueprintJson.read(files, "index.json", Index.class);
    return new Blueprints(
        index.releases().stream().map(name -> release(files, values, name)).toList());
  }

  /**
   * Which releases there are.
   *
   * @param releases their names, the one for new stacks first
   */
  record Index(List<String> releases) {
    Index {
      if (releases.isEmpty()) {
        throw new IllegalArgumentException("There is no release");
      }
    }
  }

  /** All releases, the one for new stacks first. */
  public List<Release> releases() {
    return releases;
  }

  /** The release of that name. */
  public Release release(String name) {
    return releases.stream()
        .filter(release -> release.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new BlueprintException(
                "There is no release %s, but %s"
                    .formatted(name, releases.stream().map(Release::name).toList())));
  }

  /** The release new stacks are made of. */
  public Release newest() {
    return releases.getFirst();
  }

  private static Release release(BlueprintFiles files, Values values, String name) {
    var path = "releases/" + name + ".json";
    var data = BlueprintJson.read(files, path, ReleaseData.class);
    var blueprints = new ArrayList<ServiceBlueprint>();
    var texts = new HashMap<String, Text>();
    data.services()
        .forEach((service, chosen) -> {
          var blueprint =
              BlueprintJson.read(
                  files, "services/" + chosen.blueprint() + ".json", ServiceBlueprint.class);
          if (!blueprint.service().equals(service)) {
            throw new BlueprintException(
                "%s: %s is a blueprint of %s, not of %s"
                    .formatted(path, chosen.blueprint(), blueprint.service(), service));
          }
          blueprints.add(blueprint);
          blueprint
              .files()
              .forEach(file ->
                  texts.computeIfAbsent(
                      file.source(), source -> new Text(files.read("files/" + source))));
        });
    if (!data.name().equals(name)) {
      throw new BlueprintException("%s: the release calls itself %s".formatted(path, data.name()));
    }
    new ReleaseCheck(name, blueprints, values, texts).run();
    return new Release(data, StartOrder.of(name, blueprints), values, texts);
  }
}
