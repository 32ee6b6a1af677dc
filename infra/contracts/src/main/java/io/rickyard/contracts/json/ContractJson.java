package io.rickyard.contracts.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.stack.StackEvents;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.task.TypeAnnouncement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes and reads every contract. Fields that a reader does not know are ignored: formats only
 * grow.
 */
public final class ContractJson {

  private static final Map<String, Class<? extends MessageBody>> BODIES =
      Map.of(
          "task.submit", TaskCommand.SubmitTask.class,
          "task.cancel", TaskCommand.CancelTask.class,
          "flow.rules", FlowRules.class,
          "task.events", TaskEvents.class,
          "task.log", TaskLog.class,
          "stack.events", StackEvents.class,
          "organization.events", OrganizationEvents.class,
          "identity.events", IdentityEvents.class,
          "audit.record", AuditRecord.class,
          "task.type", TypeAnnouncement.class);

  /** The buffers that Jackson keeps for a thread would be new ones for each virtual thread. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final Map<String, ObjectReader> READERS =
      BODIES.entrySet().stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Map.Entry::getKey,
                  entry ->
                      MAPPER.readerFor(
                          MAPPER
                              .getTypeFactory()
                              .constructParametricType(Envelope.class, entry.getValue()))));

  private ContractJson() {}

  /** The mapper itself, for values that are no messages. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  /**
   * Whether a message type is known; an unknown one is ignored by readers, for rolling upgrades.
   */
  public static boolean knows(String messageType) {
    return BODIES.containsKey(messageType);
  }

  /** Writes a message. */
  public static byte[] write(Envelope<?> envelope) {
    try {
      return MAPPER.writeValueAsBytes(envelope);
    } catch (IOException e) {
      throw new UncheckedIOException("A " + envelope.type() + " cannot be written", e);
    }
  }

  /**
   * Reads a message.
   *
   * @throws IOException when the bytes are no message of a known type
   */
  public static Envelope<?> read(byte[] json) throws IOException {
    String type = type(json);
    ObjectReader reader = READERS.get(type);
    if (reader == null) {
      throw new IOException("'" + type + "' is no known message type");
    }
    return reader.readValue(json);
  }

  /** The type is among the first fields, so looking for it costs little of a second pass. */
  private static String type(byte[] json) throws IOException {
    try (JsonParser parser = MAPPER.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
          parser.nextToken();
          if (field.equals("type")) {
            return parser.getValueAsString("");
          }
          parser.skipChildren();
        }
      }
    }
    return "";
  }
}
