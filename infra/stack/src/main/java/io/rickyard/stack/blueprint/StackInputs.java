package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a release is rendered with for one project.
 *
 * @param settings by the names the data declare; what is not given has its preset
 * @param secrets by the names the data declare, every one that is made for a project
 * @param images where images are pulled from
 */
public record StackInputs(
    Map<String, String> settings, Map<String, String> secrets, ImageSource images) {

  /** Copies what is given. */
  public StackInputs {
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
    requireNonNull(images, "images");
  }

  @Override
  public String toString() {
    return "StackInputs[settings=%s, images=%s]".formatted(settings, images);
  }
}
