package io.rickyard.stack.blueprint;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.StackKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The secrets every stack has, as the data declare them. */
public final class DeclaredSecrets {

  private final Values values;

  DeclaredSecrets(Values values) {
    this.values = values;
  }

  /** Reads the declarations that come with this module. */
  public static DeclaredSecrets shipped() {
    return new DeclaredSecrets(
        BlueprintJson.read(BlueprintFiles.shipped(), Blueprints.VALUES, Values.class));
  }

  /** What those are called that are made with a project. */
  public Set<String> names() {
    return made().map(Secret::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Makes one of each for a project, by name. */
  public Map<String, String> make(ProjectRef project, Instant now, SecureRandom random) {
    var keys = StackKeys.generate(project, now, random);
    var made = new TreeMap<String, String>();
    made()
        .forEach(secret -> made.put(secret.name(), SecretForms.make(secret.form(), keys, random)));
    return made;
  }

  /**
   * Makes one that a project does not have from its beginning.
   *
   * @throws IllegalArgumentException when there is none of that name that can be made so
   */
  public String make(String name, SecureRandom random) {
    return values.secrets().stream()
        .filter(secret -> secret.name().equals(name))
        .map(Secret::form)
        .filter(Secret.RsaKey.class::isInstance)
        .map(Secret.RsaKey.class::cast)
        .map(form -> RsaKeys.make(form.bits(), random))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not made when it is needed"));
  }

  private Stream<Secret> made() {
    return values.secrets().stream().filter(Secret::always);
  }
}
