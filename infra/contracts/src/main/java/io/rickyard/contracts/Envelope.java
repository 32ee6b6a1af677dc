package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every message.
 *
 * @param messageId names this message; a redelivery carries the same id
 * @param type the body's type name, see {@link MessageBody#messageType()}
 * @param schemaVersion the body format's version, from 1
 * @param entity the id of what the message is about: task id, project reference, organization id
 * @param version the entity's version after the body's last event; {@link Version#NONE} in a
 *     command
 * @param time when it was decided
 * @param organization whose it is, where that is known
 * @param project the project meant, where there is one; then also the message's key
 * @param generation the desired state meant, where a project is meant
 * @param correlationId ties together what one request set in motion
 * @param causationId the message that caused this one
 * @param actor who caused it
 * @param trace the trace it belongs to
 * @param body the command or the events
 */
public record Envelope<B extends MessageBody>(
    MessageId messageId,
    String type,
    int schemaVersion,
    String entity,
    Version version,
    Instant time,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable Generation generation,
    CorrelationId correlationId,
    @Nullable MessageId causationId,
    Actor actor,
    @Nullable TraceContext trace,
    B body) {

  /** Checks that nothing required is missing and that the type fits the body. */
  public Envelope {
    requireNonNull(messageId, "messageId");
    requireNonNull(type, "type");
    requireNonNull(entity, "entity");
    requireNonNull(version, "version");
    requireNonNull(time, "time");
    requireNonNull(correlationId, "correlationId");
    requireNonNull(actor, "actor");
    requireNonNull(body, "body");
    if (schemaVersion < 1) {
      throw new IllegalArgumentException("A schema version starts at 1");
    }
    if (!type.equals(body.messageType())) {
      throw new IllegalArgumentException("Type " + type + " does not fit a " + body.messageType());
    }
  }

  /** The same message at another place of its trace. */
  public Envelope<B> within(TraceContext place) {
    return new Envelope<>(
        messageId,
        type,
        schemaVersion,
        entity,
        version,
        time,
        organization,
        project,
        generation,
        correlationId,
        causationId,
        actor,
        place,
        body);
  }

  /** What Kafka keeps in order: the project where there is one, else the entity. */
  public String key() {
    return project == null ? entity : project.value();
  }
}
