package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * An image, wherever it is pulled from.
 *
 * @param repository its repository without a registry's host: {@code supabase/postgres}
 * @param tag its version
 * @param digest what its manifest hashes to, {@code sha256:...}, where that is known
 */
public record ImageName(String repository, String tag, @Nullable String digest) {

  /** Checks that each part has its form. */
  public ImageName {
    requireNonNull(repository, "repository");
    requireNonNull(tag, "tag");
    if (!repository.matches("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*")
        || !tag.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
        || tag.equals("latest")
        || (digest != null && !digest.matches("sha256:[0-9a-f]{64}"))) {
      throw new IllegalArgumentException(
          "%s:%s names no image, or none in particular".formatted(repository, tag));
    }
  }

  @Override
  public String toString() {
    return repository + ":" + tag + (digest == null ? "" : "@" + digest);
  }
}
