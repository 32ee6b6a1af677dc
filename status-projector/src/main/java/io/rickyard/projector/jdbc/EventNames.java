package io.rickyard.projector.jdbc;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.TaskEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of events on the wire, as the contracts declare them. */
final class EventNames {

  private static final Map<Class<?>, String> NAMES =
      Stream.of(TaskEvent.class, StackEvent.class, OrganizationEvent.class)
          .map(family -> requireNonNull(family.getAnnotation(JsonSubTypes.class)))
          .flatMap(types -> Arrays.stream(types.value()))
          .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

  private EventNames() {}

  static String of(Object event) {
    return requireNonNull(NAMES.get(event.getClass()), () -> event.getClass() + " has no name");
  }
}
