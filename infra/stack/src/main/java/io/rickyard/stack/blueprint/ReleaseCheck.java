package io.rickyard.stack.blueprint;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what contradicts itself in a release, or points to something that is not there. */
final class ReleaseCheck {

  private final String release;
  private final ReleaseParts parts;
  private final Values values;

  ReleaseCheck(String release, ReleaseParts parts) {
    this.release = release;
    this.parts = parts;
    this.values = parts.values();
  }

  /** Throws a {@link BlueprintException} for the first thing that is wrong. */
  void run() {
    unique(
        "name in the stack's network",
        parts.blueprints().stream()
            .flatMap(b -> Stream.concat(Stream.of(b.service()), b.aliases().stream())));
    parts.blueprints().forEach(this::check);
    new RouteCheck(release, parts).run();
  }

  private void check(ServiceBlueprint blueprint) {
    var service = blueprint.service();
    unique(service + " variable", blueprint.environment().stream().map(Variable::name));
    unique(service + " file", blueprint.files().stream().map(ServiceFile::path));
    unique(service + " volume path", blueprint.volumes().stream().map(Volume::path));
    unique(service + " port name", blueprint.ports().stream().map(Port::name));
    unique(service + " port number", blueprint.ports().stream().map(Port::number));
    unique(service + " dependency", blueprint.dependsOn().stream().map(Dependency::service));
    unique(service + " ulimit", blueprint.ulimits().stream().map(Ulimit::name));
    blueprint.environment().forEach(variable -> check(blueprint, variable));
    blueprint.files().forEach(file -> check(blueprint, file));
    blueprint.dependsOn().forEach(needed -> check(blueprint, needed));
    var health = blueprint.health();
    if (health != null) {
      health
          .command()
          .forEach(word -> {
            var references = known(service + " health check", new Text(word));
            refuse(
                references.stream().anyMatch(values::harmful),
                "%s: its health check would show a secret".formatted(service));
            resolvable(service + " health check", references);
          });
    }
  }

  private void check(ServiceBlueprint blueprint, Variable variable) {
    var place = blueprint.service() + " " + variable.name();
    var references = known(place, variable.value());
    var harmful = references.stream().anyMatch(values::harmful);
    refuse(variable.secret() && !harmful, place + " is secret and has its text in the data");
    refuse(!variable.secret() && harmful, place + " refers to a secret and is not called one");
    refuse(values.refused().refuses(variable.value().raw()), place + " is what everybody knows");
    refuse(
        references.isEmpty() && !variable.form().accepts(variable.value().raw()),
        "%s is no %s: '%s'".formatted(place, variable.form(), variable.value().raw()));
    var needs = variable.needs();
    refuse(
        needs != null && parts.find(needs).isEmpty(),
        place + " needs the unknown service " + needs);
    if (!variable.optional()) {
      resolvable(place, references);
    } else {
      refuse(
          references.stream().noneMatch(values::mayBeUnset),
          place + " is optional, and everything it refers to always has a value");
    }
  }

  private void check(ServiceBlueprint blueprint, ServiceFile file) {
    var place = blueprint.service() + " " + file.path();
    var source = file.source();
    if (source == null) {
      refuse(!file.secret(), place + " holds the project's keys and is not called secret");
      return;
    }
    var text = parts.text(source);
    var references = known(place, text);
    refuse(
        file.secret() != references.stream().anyMatch(values::harmful),
        place + " is secret exactly if it refers to a secret");
    refuse(values.refused().refuses(text.raw()), place + " holds what everybody knows");
    resolvable(place, references);
  }

  private void check(ServiceBlueprint blueprint, Dependency dependency) {
    var place = "%s depends on %s".formatted(blueprint.service(), dependency.service());
    var needed =
        parts
            .find(dependency.service())
            .orElseThrow(() -> wrong("%s, which there is not".formatted(place)));
    refuse(
        dependency.condition() == Dependency.Condition.HEALTHY && needed.health() == null,
        place + " being healthy, and nothing tells whether it is");
    var always = needed.in(blueprint.since());
    refuse(!always && !dependency.optional(), place + ", which its smallest profile leaves out");
    refuse(always && dependency.optional(), place + ", optional, though it is always there");
  }

  private Set<String> known(String place, Text text) {
    for (var name : text.references()) {
      refuse(
          !values.declared(name), "%s refers to %s, which is not declared".formatted(place, name));
    }
    return text.references();
  }

  private void resolvable(String place, Collection<String> references) {
    for (var name : references) {
      refuse(
          values.mayBeUnset(name),
          "%s is always there, and %s may have no value".formatted(place, name));
    }
  }

  private <T> void unique(String what, Stream<T> names) {
    var seen = new HashSet<T>();
    names
        .filter(Predicate.not(seen::add))
        .findFirst()
        .ifPresent(name -> {
          throw wrong("%s %s is there twice".formatted(what, name));
        });
  }

  private void refuse(boolean wrong, String why) {
    if (wrong) {
      throw wrong(why);
    }
  }

  private BlueprintException wrong(String why) {
    return new BlueprintException("%s: %s".formatted(release, why));
  }
}
