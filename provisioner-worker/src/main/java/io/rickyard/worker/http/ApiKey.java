package io.rickyard.worker.http;

import io.micronaut.core.annotation.Introspected;
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
 */
@Introspected
record ApiKey(
    String name,
    String apiKey,
    String id,
    String type,
    @Nullable String prefix,
    String description) {

  private static final int SHOWN = 6;

  static ApiKey legacy(
      String name, String key, boolean secret, boolean reveal, String description) {
    return new ApiKey(
        name, secret && !reveal ? shortened(key, 10) : key, name, "legacy", null, description);
  }

  static ApiKey opaque(
      String type, String key, boolean secret, boolean reveal, String description) {
    // Not up to the last underscore: the random part may hold some.
    int prefix = ("sb_" + type + "_").length() + SHOWN;
    return new ApiKey(
        "default",
        secret && !reveal ? shortened(key, prefix) : key,
        "default_" + type,
        type,
        beginning(key, prefix),
        description);
  }

  private static String shortened(String key, int shown) {
    return beginning(key, shown) + "\u00b7".repeat(16);
  }

  /** Never more than half of it, should a key be shorter than ours are. */
  private static String beginning(String key, int shown) {
    return key.substring(0, Math.min(key.length() / 2, shown));
  }
}
