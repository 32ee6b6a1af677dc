package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micronaut.core.annotation.Introspected;
import io.rickyard.worker.content.ProjectKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key of a project, in the form of the Management API.
 *
 * @param name its name
 * @param apiKey the key; shortened when it is secret and was not asked for
 * @param id its id
 * @param type {@code legacy}, {@code publishable} or {@code secret}
 * @param prefix what it begins with, for keys that are no JWT
 * @param description what it is for
 * @param secretJwtTemplate the claims of the token that a secret key stands for: clients take a key
 *     for the service's role only where this says so
 * @param insertedAt when it was made, for keys that did not come with the project
 * @param updatedAt when it was changed last
 */
@Introspected
record ApiKey(
    String name,
    String apiKey,
    String id,
    String type,
    @Nullable String prefix,
    @Nullable String description,
    @Nullable JsonNode secretJwtTemplate,
    @Nullable Instant insertedAt,
    @Nullable Instant updatedAt) {

  private static final int SHOWN = 6;
  private static final JsonNode SERVICE_ROLE =
      JsonNodeFactory.instance.objectNode().put("role", "service_role");

  static ApiKey legacy(
      String name, String key, boolean secret, boolean reveal, String description) {
    return new ApiKey(
        name,
        secret && !reveal ? shortened(key, 10) : key,
        name,
        "legacy",
        null,
        description,
        null,
        null,
        null);
  }

  static ApiKey opaque(ProjectKey key, boolean reveal) {
    // Not up to the last underscore: the random part may hold some.
    int prefix = ("sb_" + key.kind().wireName() + "_").length() + SHOWN;
    boolean secret = key.kind() == ProjectKey.Kind.SECRET;
    return new ApiKey(
        key.name(),
        secret && !reveal ? shortened(key.key(), prefix) : key.key(),
        key.id().toString(),
        key.kind().wireName(),
        beginning(key.key(), prefix),
        key.description(),
        secret && key.template() == null ? SERVICE_ROLE : key.template(),
        key.insertedAt(),
        key.updatedAt());
  }

  private static String shortened(String key, int shown) {
    return beginning(key, shown) + "\u00b7".repeat(16);
  }

  /** Never more than half of it, should a key be shorter than ours are. */
  private static String beginning(String key, int shown) {
    return key.substring(0, Math.min(key.length() / 2, shown));
  }
}
