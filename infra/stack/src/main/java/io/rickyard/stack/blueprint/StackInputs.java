package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a release is rendered with for one project.
 *
 * @param settings by the names the data declare; what is not given has its preset
 * @param secrets by the names the data declare, every one that is made for a project
 * @param images where images are pulled from
 * @param contents what members have put in; null where nobody has put in anything
 */
public record StackInputs(
    Map<String, String> settings,
    Map<String, String> secrets,
    ImageSource images,
    @Nullable StackContents contents) {

  /** Copies what is given. */
  public StackInputs {
    settings = Map.copyOf(settings);
    secrets = Map.copyOf(secrets);
    requireNonNull(images, "images");
  }

  /** Those of a stack into which nobody has put anything. */
  public StackInputs(
      Map<String, String> settings, Map<String, String> secrets, ImageSource images) {
    this(settings, secrets, images, null);
  }

  @Override
  public String toString() {
    return "StackInputs[settings=%s, images=%s]".formatted(settings, images);
  }
}
