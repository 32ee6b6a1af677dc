package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.StackContents;
import io.rickyard.stack.blueprint.StackContents.FunctionEntry;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a project's members have put into its stack.
 *
 * @param revision how often it was changed
 * @param keys the keys of its gateway; null as long as they are those that were made with it
 * @param secrets what its functions find in their environment
 * @param functions its functions
 */
public record Contents(
    long revision, @Nullable ApiKeys keys, FunctionSecrets secrets, Functions functions) {

  /** Nothing yet. */
  public static final Contents NONE = new Contents(0, null, FunctionSecrets.NONE, Functions.NONE);

  /** Takes what is kept; what an older version did not know is empty. */
  public Contents {
    secrets = requireNonNullElse(secrets, FunctionSecrets.NONE);
    functions = requireNonNullElse(functions, Functions.NONE);
  }

  /** The next revision, with other keys. */
  public Contents with(ApiKeys others) {
    return new Contents(revision + 1, requireNonNull(others), secrets, functions);
  }

  /** The next revision, with other secrets. */
  public Contents with(FunctionSecrets others) {
    return new Contents(revision + 1, keys, others, functions);
  }

  /** The next revision, with other functions. */
  public Contents with(Functions others) {
    return new Contents(revision + 1, keys, secrets, others);
  }

  /** What nobody may read in logs. */
  @JsonIgnore
  public List<String> hidden() {
    var opaque = keys == null ? List.<ProjectKey>of() : keys.opaque();
    return Stream.concat(
            opaque.stream().flatMap(key -> Stream.of(key.key(), key.token())),
            secrets.values().values().stream())
        .toList();
  }

  /**
   * What the services of a stack are rendered with.
   *
   * @param original the keys that were made with the project
   */
  public StackContents planned(ProjectRef project, ApiKeys original) {
    var now = requireNonNullElse(keys, original);
    var entries = new TreeMap<String, FunctionEntry>();
    functions.bySlug().forEach((slug, function) -> entries.put(slug, function.planned(project)));
    return new StackContents(
        now.opaque().stream().map(ProjectKey::planned).toList(),
        now.legacyEnabled(),
        secrets.values(),
        entries);
  }
}
