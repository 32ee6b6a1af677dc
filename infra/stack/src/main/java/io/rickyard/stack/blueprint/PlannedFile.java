package io.rickyard.stack.blueprint;

/**
 * A file a service finds in its container, readable for every user in it.
 *
 * @param path where
 * @param content its whole text, UTF-8
 * @param secret whether it may be shown
 */
public record PlannedFile(String path, String content, boolean secret) {

  @Override
  public String toString() {
    return "%s (%s)".formatted(path, secret ? "secret" : content.length() + " characters");
  }
}
