package io.rickyard.messaging;

/** Someone else has stored another offset since: this consumer is a left-over and starts afresh. */
public final class StaleOffset extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says whose offset was found to be another. */
  public StaleOffset(String consumer, Advance advance) {
    super(
        "%s is not the only one that reads %s-%d: the next offset is not %s any more"
            .formatted(
                consumer,
                advance.partition().topic().topicName(),
                advance.partition().number(),
                advance.from()));
  }
}
