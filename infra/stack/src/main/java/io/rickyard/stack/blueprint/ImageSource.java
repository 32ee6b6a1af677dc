package io.rickyard.stack.blueprint;

/**
 * Where images are pulled from.
 *
 * @param prefix stands before every image's repository: a registry's host and port, and a path if
 *     it is a mirror under one; empty for the engine's own default
 */
public record ImageSource(String prefix) {

  /** Where the engine pulls from by itself. */
  public static final ImageSource ENGINE_DEFAULT = new ImageSource("");

  /** Checks that the prefix is one. */
  public ImageSource {
    if (!prefix.matches("([A-Za-z0-9.-]+(:[0-9]{1,5})?(/[a-z0-9][a-z0-9._-]*)*)?")) {
      throw new IllegalArgumentException(
          "'%s' is no registry: host[:port][/path], without a scheme".formatted(prefix));
    }
  }

  /** The whole reference of an image. */
  public String reference(ImageName image) {
    return prefix.isEmpty() ? image.toString() : prefix + "/" + image;
  }
}
