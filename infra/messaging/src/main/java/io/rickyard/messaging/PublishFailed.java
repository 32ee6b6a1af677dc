package io.rickyard.messaging;

/** A message is not in its topic and never will be. */
public final class PublishFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PublishFailed(String topic, String key, Throwable cause) {
    super("%s was not published to %s: %s".formatted(key, topic, cause.getMessage()), cause);
  }
}
