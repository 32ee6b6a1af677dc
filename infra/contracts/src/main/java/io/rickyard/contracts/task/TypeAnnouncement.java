package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.MessageBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker tells that it runs an extension's type, and what others have to know to accept it. It
 * says so again and again; of two announcements the later one holds.
 *
 * @param taskType the type
 * @param description what it does, in a few words for people
 * @param terms what holds for all its tasks
 * @param fields what its input is made of; whatever is not named here is refused
 */
public record TypeAnnouncement(
    ExtensionType taskType, String description, TypeTerms terms, List<InputField> fields)
    implements MessageBody {

  /** How long it holds after it was last made, so that what nobody runs any more is forgotten. */
  public static final Duration HOLDS = Duration.ofDays(30);

  /** Checks that nothing is missing. */
  public TypeAnnouncement {
    requireNonNull(taskType, "task_type");
    requireNonNull(description, "description");
    requireNonNull(terms, "terms");
    fields = List.copyOf(fields);
  }

  @Override
  @JsonIgnore
  public String messageType() {
    return "task.type";
  }

  /** The first field that is too many in an input. */
  public Optional<String> unknownField(ObjectNode input) {
    return input.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> fields.stream().noneMatch(field -> field.name().equals(name)))
        .findFirst();
  }

  /** What is wrong with the fields of an input, for callers; empty when nothing is. */
  public Optional<String> complaint(ObjectNode input) {
    return fields.stream()
        .<String>mapMulti(
            (field, complaints) -> field.complaint(input.path(field.name())).ifPresent(complaints))
        .findFirst();
  }
}
