package io.rickyard.stack.blueprint;

import io.rickyard.contracts.stack.StackProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A choice of blueprint and image for every service, tried together. It has been checked: it
 * renders for every profile with whatever inputs are valid.
 */
public final class Release {

  private final ReleaseData data;
  private final List<ServiceBlueprint> blueprints;
  private final Values values;
  private final Map<String, Text> texts;

  /**
   * @param blueprints in an order of start
   * @param texts the texts of files, by their source
   */
  Release(
      ReleaseData data, List<ServiceBlueprint> blueprints, Values values, Map<String, Text> texts) {
    this.data = data;
    this.blueprints = List.copyOf(blueprints);
    this.values = values;
    this.texts = Map.copyOf(texts);
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

  /** The same with other images: a registry of one's own may name them otherwise. */
  public Release withImages(Map<String, ImageName> images) {
    return new Release(data.withImages(images), blueprints, values, texts);
  }

  /**
   * What a runtime has to bring about for a project.
   *
   * @throws BlueprintException when an input is unknown, missing, malformed or a public secret
   */
  public StackPlan render(StackProfile profile, StackInputs inputs) {
    var rendering = new Rendering(profile, inputs);
    return new StackPlan(
        name(),
        profile,
        blueprints.stream()
            .filter(blueprint -> blueprint.in(profile))
            .map(rendering::service)
            .toList());
  }

  /** One release being rendered for one project. */
  private final class Rendering {

    private final StackProfile profile;
    private final ImageSource images;
    private final Map<String, String> known;

    private Rendering(StackProfile profile, StackInputs inputs) {
      this.profile = profile;
      this.images = inputs.images();
      this.known = values.of(inputs);
    }

    private ServicePlan service(ServiceBlueprint blueprint) {
      return new ServicePlan(
          blueprint.service(),
          images.reference(data.service(blueprint.service()).image()),
          blueprint.entrypoint(),
          blueprint.command(),
          environment(blueprint),
          blueprint.files().stream().map(this::file).toList(),
          blueprint.volumes(),
          blueprint.ports(),
          health(blueprint),
          blueprint.dependsOn().stream().filter(needed -> present(needed.service())).toList(),
          blueprint.limits(),
          blueprint.ulimits(),
          blueprint.capabilities(),
          blueprint.aliases());
    }

    private SortedMap<String, PlannedValue> environment(ServiceBlueprint blueprint) {
      var environment = new TreeMap<String, PlannedValue>();
      for (var variable : blueprint.environment()) {
        var needs = variable.needs();
        if ((needs == null || present(needs))
            && (!variable.optional()
                || known.keySet().containsAll(variable.value().references()))) {
          environment.put(
              variable.name(), new PlannedValue(text(blueprint, variable), variable.secret()));
        }
      }
      return environment;
    }

    private String text(ServiceBlueprint blueprint, Variable variable) {
      var text = resolved(variable.value());
      if (!variable.form().accepts(text)) {
        throw new BlueprintException(
            "%s of %s would be no %s"
                .formatted(variable.name(), blueprint.service(), variable.form()));
      }
      return text;
    }

    private PlannedFile file(ServiceFile file) {
      var text = texts.get(file.source());
      if (text == null) {
        throw new IllegalStateException(file.source() + " was not read with the release");
      }
      return new PlannedFile(file.path(), resolved(text), file.secret());
    }

    private @Nullable HealthCheck health(ServiceBlueprint blueprint) {
      var health = blueprint.health();
      return health == null
          ? null
          : new HealthCheck(
              health.command().stream().map(word -> resolved(new Text(word))).toList(),
              health.interval(),
              health.timeout(),
              health.retries(),
              health.startPeriod());
    }

    private boolean present(String service) {
      return blueprints.stream()
          .anyMatch(blueprint -> blueprint.service().equals(service) && blueprint.in(profile));
    }

    private String resolved(Text text) {
      return text.with(name -> {
        var value = known.get(name);
        if (value == null) {
          throw new BlueprintException(
              "The value %s is needed and has not been given".formatted(name));
        }
        return value;
      });
    }
  }
}
