package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.stack.blueprint.StackContents.OpaqueKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An opaque key of a project's gateway.
 *
 * @param id its id
 * @param kind whom it is for
 * @param name its name, unique among those of its kind
 * @param description what it is for
 * @param template the claims that were asked for; null for those of the kind's role
 * @param key what is sent
 * @param token what the gateway sends on in its place
 * @param insertedAt when it was made; null for those that were made with the project
 * @param updatedAt when it was changed last
 */
public record ProjectKey(
    UUID id,
    Kind kind,
    String name,
    @Nullable String description,
    @Nullable JsonNode template,
    String key,
    String token,
    @Nullable Instant insertedAt,
    @Nullable Instant updatedAt) {

  /** Whom a key is for. */
  public enum Kind {
    /** For browsers. */
    PUBLISHABLE,
    /** For servers. */
    SECRET;

    /** The name on the wire. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Kind named(String name) {
      return Arrays.stream(values())
          .filter(value -> value.wireName().equals(name))
          .findFirst()
          .orElseThrow(() ->
              new IllegalArgumentException("type is publishable or secret, not '" + name + "'"));
    }
  }

  /** Checks that nothing required is missing. */
  public ProjectKey {
    requireNonNull(id, "id");
    requireNonNull(kind, "kind");
    requireNonNull(name, "name");
    requireNonNull(key, "key");
    requireNonNull(token, "token");
  }

  /** The same key; what it stands for is not told to anybody, so that it did not change. */
  ProjectKey standingFor(String other) {
    return new ProjectKey(id, kind, name, description, template, key, other, insertedAt, updatedAt);
  }

  /** As a gateway is told. */
  OpaqueKey planned() {
    return new OpaqueKey(
        name,
        switch (kind) {
          case PUBLISHABLE -> OpaqueKey.Kind.PUBLISHABLE;
          case SECRET -> OpaqueKey.Kind.SECRET;
        },
        key,
        token);
  }

  @Override
  public String toString() {
    return "ProjectKey[%s %s]".formatted(kind, name);
  }
}
