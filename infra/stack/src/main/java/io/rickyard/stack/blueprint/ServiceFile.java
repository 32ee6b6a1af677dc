package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A file a service finds in its container.
 *
 * @param path where
 * @param source the file of this module's data that holds its text, with references
 * @param generated what its text is computed from instead
 * @param secret whether whoever reads it can do harm
 * @param meaning what it is for
 */
record ServiceFile(
    String path,
    @Nullable String source,
    @Nullable Generated generated,
    boolean secret,
    String meaning) {

  /** What the text of a file is computed from. */
  enum Generated {
    /** The routes, for Kong. */
    KONG_ROUTES,
    /** The routes, for Envoy. */
    ENVOY_ROUTES,
    /** The deployed functions, by name, for the program that starts them. */
    FUNCTIONS,
    /** What functions find in their environment, by name. */
    FUNCTION_SECRETS
  }

  ServiceFile {
    requireNonNull(path, "path");
    requireNonNull(meaning, "meaning");
    if ((source == null) == (generated == null)) {
      throw new IllegalArgumentException(path + " has a source, or it is generated");
    }
  }
}
