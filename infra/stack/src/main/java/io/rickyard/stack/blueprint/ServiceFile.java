package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A file a service finds in its container.
 *
 * @param path where
 * @param source the file of this module's data that holds its text, with references
 * @param secret whether whoever reads it can do harm
 * @param meaning what it is for
 */
record ServiceFile(String path, String source, boolean secret, String meaning) {

  ServiceFile {
    requireNonNull(path, "path");
    requireNonNull(source, "source");
    requireNonNull(meaning, "meaning");
  }
}
