package io.rickyard.worker.content;

import io.rickyard.contracts.ProjectRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a project's gateway.
 *
 * @param opaque those that are no tokens
 * @param legacyEnabled whether the signed tokens of the roles are keys, too
 */
public record ApiKeys(List<ProjectKey> opaque, boolean legacyEnabled) {

  private static final int MOST = 100;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final int LONGEST_TEMPLATE = 4_000;

  /** As the hosted platform's clients check it. */
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{3,63}");

  /** Copies the keys. */
  public ApiKeys {
    opaque = List.copyOf(opaque);
  }

  /**
   * Those that were made with a project: one of each kind, and the tokens. Of a stack that was
   * adopted some may not be known.
   *
   * @param anonToken what the key for browsers stands for
   * @param serviceToken what the key for servers stands for
   */
  public static ApiKeys original(
      ProjectRef project,
      Optional<String> publishable,
      Optional<String> secret,
      Optional<String> anonToken,
      Optional<String> serviceToken) {
    return new ApiKeys(
        Stream.of(
                publishable.map(key -> first(project, ProjectKey.Kind.PUBLISHABLE, key, anonToken)),
                secret.map(key -> first(project, ProjectKey.Kind.SECRET, key, serviceToken)))
            .flatMap(Optional::stream)
            .toList(),
        true);
  }

  /** It has the same id whenever it is asked for, without anything being kept. */
  private static ProjectKey first(
      ProjectRef project, ProjectKey.Kind kind, String key, Optional<String> token) {
    var id =
        UUID.nameUUIDFromBytes(
            "api-key:%s:%s".formatted(project, kind).getBytes(StandardCharsets.UTF_8));
    return new ProjectKey(id, kind, "default", null, null, key, token.orElse(""), null, null);
  }

  /** The one of that id. */
  public Optional<ProjectKey> find(UUID id) {
    return opaque.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** The one of that id, or else a refusal. */
  public ProjectKey get(UUID id) throws ContentRefused {
    return find(id)
        .orElseThrow(
            () -> new ContentRefused(ContentRefused.Why.ABSENT, "The project has no key " + id));
  }

  /** With one more, which is the last. */
  public ApiKeys with(WantedKey wanted, UUID id, KeyMint mint) throws ContentRefused {
    var kind = wanted.kind();
    var name = wanted.name();
    if (kind == null || name == null) {
      throw malformed("A key has a type and a name");
    }
    requireName(kind, name, null);
    requireFitting(kind, wanted);
    if (opaque.size() >= MOST) {
      throw new ContentRefused(
          ContentRefused.Why.TOO_MANY, "A project has at most %d keys".formatted(MOST));
    }
    var more = new ArrayList<>(opaque);
    more.add(
        new ProjectKey(
            id,
            kind,
            name,
            wanted.description(),
            wanted.template(),
            mint.key(kind),
            mint.token(kind, wanted.template()),
            mint.now(),
            mint.now()));
    return new ApiKeys(more, legacyEnabled);
  }

  /** With one of them changed; what is null stays as it is. */
  public ApiKeys changed(UUID id, WantedKey wanted, KeyMint mint) throws ContentRefused {
    var before = get(id);
    if (wanted.kind() != null && wanted.kind() != before.kind()) {
      throw malformed("A key's type cannot be changed");
    }
    var name = wanted.name() == null ? before.name() : wanted.name();
    if (wanted.name() != null) {
      requireName(before.kind(), name, id);
    }
    requireFitting(before.kind(), wanted);
    var template = wanted.template() == null ? before.template() : wanted.template();
    var after =
        new ProjectKey(
            id,
            before.kind(),
            name,
            wanted.description() == null ? before.description() : wanted.description(),
            template,
            before.key(),
            wanted.template() == null ? before.token() : mint.token(before.kind(), template),
            before.insertedAt(),
            mint.now());
    return new ApiKeys(
        opaque.stream().map(key -> key.id().equals(id) ? after : key).toList(), legacyEnabled);
  }

  /** Without one of them. */
  public ApiKeys without(UUID id) throws ContentRefused {
    var gone = get(id);
    return new ApiKeys(opaque.stream().filter(key -> !key.equals(gone)).toList(), legacyEnabled);
  }

  /** With the tokens being keys, or not. */
  public ApiKeys legacy(boolean enabled) {
    return new ApiKeys(opaque, enabled);
  }

  /** With other tokens behind those keys whose own are not taken any more. */
  public ApiKeys renewed(Predicate<String> taken, KeyMint mint) {
    return new ApiKeys(
        opaque.stream()
            .map(key ->
                taken.test(key.token())
                    ? key
                    : key.standingFor(mint.token(key.kind(), key.template())))
            .toList(),
        legacyEnabled);
  }

  private void requireName(ProjectKey.Kind kind, String name, @Nullable UUID own)
      throws ContentRefused {
    if (!NAME.matcher(name).matches()) {
      throw malformed(
          "A key's name has 4 to 64 lower-case letters, digits and _, and does not begin with a"
              + " digit");
    }
    if (opaque.stream()
        .anyMatch(key -> key.kind() == kind && key.name().equals(name) && !key.id().equals(own))) {
      throw new ContentRefused(
          ContentRefused.Why.TAKEN,
          "The project has a %s key called %s".formatted(kind.wireName(), name));
    }
  }

  private static void requireFitting(ProjectKey.Kind kind, WantedKey wanted) throws ContentRefused {
    var description = wanted.description();
    if (description != null && description.length() > LONGEST_DESCRIPTION) {
      throw malformed("A description has up to %d characters".formatted(LONGEST_DESCRIPTION));
    }
    var template = wanted.template();
    if (template == null) {
      return;
    }
    if (kind != ProjectKey.Kind.SECRET) {
      throw malformed("Only secret keys have a secret_jwt_template");
    }
    if (!template.isObject()
        || !template.path("role").isTextual()
        || template.toString().length() > LONGEST_TEMPLATE) {
      throw malformed(
          "secret_jwt_template is an object with a role, of up to %d characters"
              .formatted(LONGEST_TEMPLATE));
    }
  }

  private static ContentRefused malformed(String message) {
    return new ContentRefused(ContentRefused.Why.MALFORMED, message);
  }
}
