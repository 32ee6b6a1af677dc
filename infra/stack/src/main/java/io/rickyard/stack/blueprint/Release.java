package io.rickyard.stack.blueprint;

import io.rickyard.contracts.stack.StackProfile;
import java.util.HashMap;
import java.util.Map;

/**
 * A choice of blueprint and image for every service, tried together. It has been checked: it
 * renders for every profile with whatever inputs are valid.
 */
public final class Release {

  private final ReleaseData data;
  private final ReleaseParts parts;

  /**
   * @param parts checked, with the services in an order of start
   */
  Release(ReleaseData data, ReleaseParts parts) {
    this.data = data;
    this.parts = parts;
  }

  /** Its name. */
  public String name() {
    return data.name();
  }

  /** What is special about it. */
  public String meaning() {
    return data.meaning();
  }

  /** The major version of its database, which data directories belong to. */
  public int databaseMajor() {
    return data.databaseMajor();
  }

  /** The image of each service. */
  public Map<String, ImageName> images() {
    var images = new HashMap<String, ImageName>();
    data.services().forEach((service, chosen) -> images.put(service, chosen.image()));
    return Map.copyOf(images);
  }

  /**
   * The same with other images: a registry of one's own may name them otherwise.
   *
   * @throws BlueprintException when there is no such service
   */
  public Release withImages(Map<String, ImageName> images) {
    return new Release(data.withImages(images), parts);
  }

  /**
   * What a runtime has to bring about for a project.
   *
   * @throws BlueprintException when an input is unknown, missing, malformed or a public secret
   */
  public StackPlan render(StackProfile profile, StackInputs inputs) {
    var rendering = new Rendering(parts, profile, inputs);
    return new StackPlan(
        name(),
        profile,
        parts.blueprints().stream()
            .filter(blueprint -> blueprint.in(profile))
            .map(blueprint ->
                rendering.service(blueprint, data.service(blueprint.service()).image()))
            .toList());
  }
}
