package io.rickyard.messaging;

/**
 * The names of the headers. What identifies a message is there too, so that it outlives its body.
 */
public final class MessageHeader {

  /** The message's id. */
  public static final String MESSAGE_ID = "rickyard-message-id";

  /** The body's type. */
  public static final String TYPE = "rickyard-type";

  /** The body format's version. */
  public static final String SCHEMA_VERSION = "rickyard-schema-version";

  /** What the message is about. */
  public static final String ENTITY = "rickyard-entity";

  /** The entity's version. */
  public static final String VERSION = "rickyard-version";

  /** The organization it belongs to. */
  public static final String ORGANIZATION = "rickyard-organization";

  /** The project it means. */
  public static final String PROJECT = "rickyard-project";

  /** The desired state it means. */
  public static final String GENERATION = "rickyard-generation";

  /** What ties it to the request that caused it. */
  public static final String CORRELATION_ID = "rickyard-correlation-id";

  /** The message that caused it. */
  public static final String CAUSATION_ID = "rickyard-causation-id";

  /** The W3C trace context. */
  public static final String TRACEPARENT = "traceparent";

  /** Key id and signature, see {@link MessageSigner}. */
  public static final String SIGNATURE = "rickyard-signature";

  /** In a dead letter: the sort of cause, see {@link DeadLetter.Cause}. */
  public static final String DEAD_CAUSE = "rickyard-dlt-cause";

  /** In a dead letter: what went wrong, for people. */
  public static final String DEAD_DETAIL = "rickyard-dlt-detail";

  /** In a dead letter: the consumer that gave up. */
  public static final String DEAD_CONSUMER = "rickyard-dlt-consumer";

  /** In a dead letter: the topic it came from. */
  public static final String DEAD_TOPIC = "rickyard-dlt-topic";

  /** In a dead letter: the partition it came from. */
  public static final String DEAD_PARTITION = "rickyard-dlt-partition";

  /** In a dead letter: the offset it had. */
  public static final String DEAD_OFFSET = "rickyard-dlt-offset";

  /** In a dead letter: how often it was tried. */
  public static final String DEAD_ATTEMPTS = "rickyard-dlt-attempts";

  /** In a dead letter: when it was given up, RFC 3339. */
  public static final String DEAD_TIME = "rickyard-dlt-time";

  private MessageHeader() {}
}
