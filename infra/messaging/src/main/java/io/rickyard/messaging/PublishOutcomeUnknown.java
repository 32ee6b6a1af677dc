package io.rickyard.messaging;

/** No broker confirmed a message in time: it may be in its topic, or may still get there. */
public final class PublishOutcomeUnknown extends RetryableFailure {

  private static final long serialVersionUID = 1L;

  /** Says which message, where to, and what happened; fakes of publishers say it too. */
  public PublishOutcomeUnknown(String topic, String key, Throwable cause) {
    super(
        "Nobody knows whether %s was published to %s: %s".formatted(key, topic, cause.getMessage()),
        cause);
  }
}
