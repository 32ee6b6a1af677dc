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

  /** What those are called that are made. */
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

  private Stream<Secret> made() {
    return values.secrets().stream().filter(secret -> !(secret.form() instanceof Secret.Given));
  }
}
