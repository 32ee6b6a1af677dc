package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a task does: one of our own types, about which every service decides exhaustively, or an
 * extension's, of which only the worker that runs it knows more than what is announced.
 */
public sealed interface TaskType permits BuiltInType, ExtensionType {

  /** The name on the wire. */
  @JsonValue
  String wireName();

  /** Whether a task of this type changes a project's stack, and so carries a generation. */
  boolean changesStack();

  /**
   * The one of that name. Whether an extension's type is known is not decided here: see {@link
   * TaskTypes}.
   *
   * @throws IllegalArgumentException when no type can have that name; the message is for callers
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TaskType named(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is none of %s, and no name of an extension such as acme.greet"
                    .formatted(
                        name,
                        Arrays.stream(BuiltInType.values()).map(BuiltInType::wireName).toList())));
  }

  /** The one of that name, if a type can have it. */
  static Optional<TaskType> find(String name) {
    return Arrays.stream(BuiltInType.values())
        .<TaskType>map(type -> type)
        .filter(type -> type.wireName().equals(name))
        .findFirst()
        .or(() ->
            ExtensionType.isName(name) ? Optional.of(new ExtensionType(name)) : Optional.empty());
  }
}
