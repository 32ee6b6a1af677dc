package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

/**
 * A place for files that outlives a container. Services of one stack that name the same volume
 * share it; no two stacks do.
 *
 * @param name its name within the stack
 * @param path where the service sees it
 * @param kind what losing it means
 * @param readOnly whether the service only reads it
 * @param meaning what it holds
 */
public record Volume(String name, String path, Kind kind, boolean readOnly, String meaning) {

  /** What losing a volume means. */
  public enum Kind {
    /** The project's data are gone; it is kept until the project is deleted. */
    DATA,
    /** The service fills it again. */
    CACHE
  }

  /** Checks that nothing is missing. */
  public Volume {
    requireNonNull(name, "name");
    requireNonNull(path, "path");
    requireNonNull(kind, "kind");
    requireNonNull(meaning, "meaning");
  }
}
