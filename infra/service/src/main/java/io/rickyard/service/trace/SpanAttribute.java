package io.rickyard.service.trace;

/**
 * What spans tell: OpenTelemetry's names where its semantic conventions have one, ours under {@code
 * rickyard.} else.
 */
public final class SpanAttribute {

  /** The stable code of what went wrong, on what failed. */
  public static final String ERROR_TYPE = "error.type";

  /** The request's method. */
  public static final String HTTP_METHOD = "http.request.method";

  /** The answer's status. */
  public static final String HTTP_STATUS = "http.response.status_code";

  /** The template of the resource that answered. */
  public static final String HTTP_ROUTE = "http.route";

  /** The request's path; never its query, which may hold a ticket. */
  public static final String URL_PATH = "url.path";

  /** The service that is asked. */
  public static final String PEER = "peer.service";

  /** Where the service that is asked listens. */
  public static final String SERVER_ADDRESS = "server.address";

  /** On which port. */
  public static final String SERVER_PORT = "server.port";

  /** What carries messages. */
  public static final String MESSAGING_SYSTEM = "messaging.system";

  /** What is done with a message: {@code send} or {@code process}. */
  public static final String MESSAGING_OPERATION = "messaging.operation.name";

  /** The same in the words that OpenTelemetry has for it. */
  public static final String MESSAGING_OPERATION_TYPE = "messaging.operation.type";

  /** The topic. */
  public static final String MESSAGING_DESTINATION = "messaging.destination.name";

  /** The partition. */
  public static final String MESSAGING_PARTITION = "messaging.destination.partition.id";

  /** The consumer group. */
  public static final String MESSAGING_GROUP = "messaging.consumer.group.name";

  /** The message's id. */
  public static final String MESSAGING_ID = "messaging.message.id";

  /** The correlation id of a message. */
  public static final String MESSAGING_CONVERSATION = "messaging.message.conversation_id";

  /** How many messages take effect at once. */
  public static final String MESSAGING_BATCH = "messaging.batch.message_count";

  /** Where a message stands in its partition. */
  public static final String KAFKA_OFFSET = "messaging.kafka.offset";

  /** A message's type, such as {@code task.submit}. */
  public static final String MESSAGE_TYPE = "rickyard.message.type";

  /** What a message is about: a task's id, a project's reference. */
  public static final String MESSAGE_ENTITY = "rickyard.message.entity";

  /** Ties together what one request set in motion. */
  public static final String CORRELATION = "rickyard.correlation_id";

  /** The stable code of a refusal, also of one that was the caller's fault. */
  public static final String REFUSAL = "rickyard.refusal";

  /** Whose it is. */
  public static final String ORGANIZATION = "rickyard.organization.id";

  /** The project meant. */
  public static final String PROJECT = "rickyard.project.ref";

  /** The schedule that asked for it. */
  public static final String SCHEDULE = "rickyard.schedule.id";

  /** The task. */
  public static final String TASK = "rickyard.task.id";

  /** What the task does. */
  public static final String TASK_TYPE = "rickyard.task.type";

  /** Where the task waited. */
  public static final String TASK_QUEUE = "rickyard.task.queue";

  /** Which try, from 1. */
  public static final String TASK_ATTEMPT = "rickyard.task.attempt";

  /** What the attempt came to. */
  public static final String ATTEMPT_OUTCOME = "rickyard.attempt.outcome";

  /** Whether the attempt only undoes what earlier ones did. */
  public static final String ATTEMPT_UNDOES = "rickyard.attempt.undoes";

  /** How many steps the attempt undid. */
  public static final String STEPS_UNDONE = "rickyard.attempt.steps_undone";

  /** Who ran it. */
  public static final String WORKER = "rickyard.worker.id";

  /** Which step, from 1. */
  public static final String STEP = "rickyard.step.number";

  /** Whether the step had nothing to do. */
  public static final String STEP_SKIPPED = "rickyard.step.skipped";

  private SpanAttribute() {}
}
