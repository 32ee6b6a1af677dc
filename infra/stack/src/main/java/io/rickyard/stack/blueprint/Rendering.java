package io.rickyard.stack.blueprint;

import io.rickyard.contracts.stack.StackProfile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One release being rendered for one project. */
final class Rendering {

  private static final String PUBLISHABLE_KEYS = "publishable_keys";
  private static final String SECRET_KEYS = "secret_keys";
  private static final String ANON_OPENER = "anon_opener";
  private static final String SERVICE_OPENER = "service_opener";

  private final ReleaseParts parts;
  private final StackProfile profile;
  private final ImageSource images;
  private final Map<String, String> known;
  private final StackContents contents;

  Rendering(ReleaseParts parts, StackProfile profile, StackInputs inputs) {
    this.parts = parts;
    this.profile = profile;
    this.images = inputs.images();
    this.known = parts.values().of(inputs);
    var changed = inputs.contents();
    this.contents = changed == null ? original() : changed;
    known.put(PUBLISHABLE_KEYS, byName(StackContents.OpaqueKey.Kind.PUBLISHABLE));
    known.put(SECRET_KEYS, byName(StackContents.OpaqueKey.Kind.SECRET));
    if (!contents.legacyKeys()) {
      opener(StackContents.OpaqueKey.Kind.PUBLISHABLE)
          .ifPresent(key -> known.put(ANON_OPENER, key));
      opener(StackContents.OpaqueKey.Kind.SECRET).ifPresent(key -> known.put(SERVICE_OPENER, key));
    }
    var signing = contents.signing();
    if (signing != null) {
      known.putAll(signing.values());
    }
  }

  private StackContents original() {
    return StackContents.original(
        value(Gateway.PUBLISHABLE_KEY),
        value(Gateway.SECRET_KEY),
        value(Gateway.ANON_KEY),
        value(Gateway.SERVICE_KEY));
  }

  private String byName(StackContents.OpaqueKey.Kind kind) {
    var keys = new TreeMap<String, String>();
    contents.keys(kind).forEach(key -> keys.put(key.name(), key.key()));
    return BlueprintJson.text(keys);
  }

  /** There is none where members have deleted them all: then nothing opens the gateway. */
  private Optional<String> opener(StackContents.OpaqueKey.Kind kind) {
    return contents.keys(kind).stream().map(StackContents.OpaqueKey::key).findFirst();
  }

  ServicePlan service(ServiceBlueprint blueprint, ImageName image) {
    return new ServicePlan(
        blueprint.service(),
        images.reference(image),
        blueprint.entrypoint(),
        blueprint.command(),
        environment(blueprint),
        blueprint.files().stream().map(this::file).toList(),
        blueprint.volumes(),
        blueprint.ports(),
        health(blueprint.health()),
        blueprint.dependsOn().stream().filter(needed -> present(needed.service())).toList(),
        blueprint.limits(),
        blueprint.ulimits(),
        blueprint.capabilities(),
        blueprint.aliases());
  }

  private SortedMap<String, PlannedValue> environment(ServiceBlueprint blueprint) {
    var environment = new TreeMap<String, PlannedValue>();
    for (var variable : blueprint.environment()) {
      if (present(variable)) {
        environment.put(
            variable.name(), new PlannedValue(text(blueprint, variable), variable.secret()));
      }
    }
    return environment;
  }

  private boolean present(Variable variable) {
    var needs = variable.needs();
    return (needs == null || present(needs))
        && (!variable.optional() || known.keySet().containsAll(variable.value().references()));
  }

  private boolean present(String service) {
    return parts.find(service).filter(blueprint -> blueprint.in(profile)).isPresent();
  }

  private String text(ServiceBlueprint blueprint, Variable variable) {
    var text = variable.value().with(this::value);
    if (!variable.form().accepts(text)) {
      throw new BlueprintException(
          "%s of %s would be no %s"
              .formatted(variable.name(), blueprint.service(), variable.form()));
    }
    return text;
  }

  private PlannedFile file(ServiceFile file) {
    return new PlannedFile(file.path(), content(file), file.secret());
  }

  private String content(ServiceFile file) {
    var source = file.source();
    if (source != null) {
      return parts.text(source).with(this::value);
    }
    return switch (file.generated()) {
      case KONG_ROUTES -> KongRoutes.of(gateway());
      case ENVOY_ROUTES -> EnvoyRoutes.of(gateway());
      case FUNCTIONS -> BlueprintJson.text(contents.functions());
      case FUNCTION_SECRETS -> BlueprintJson.text(contents.functionSecrets());
      case null -> throw new IllegalStateException(file.path() + " comes from nowhere");
    };
  }

  private Gateway gateway() {
    var ports = new HashMap<String, Integer>();
    for (var blueprint : parts.blueprints()) {
      blueprint.httpPort().ifPresent(port -> ports.put(blueprint.service(), port));
    }
    return Gateway.of(
        parts.routes().stream()
            .filter(route -> route.service() == null || present(route.service()))
            .toList(),
        ports,
        contents,
        this::value);
  }

  private @Nullable HealthCheck health(@Nullable HealthCheck health) {
    return health == null
        ? null
        : new HealthCheck(
            health.command().stream().map(word -> new Text(word).with(this::value)).toList(),
            health.interval(),
            health.timeout(),
            health.retries(),
            health.startPeriod());
  }

  private String value(String name) {
    var value = known.get(name);
    if (value == null) {
      throw new BlueprintException("The value %s is needed and was not given".formatted(name));
    }
    return value;
  }
}
