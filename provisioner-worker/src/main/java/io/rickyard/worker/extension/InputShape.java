package io.rickyard.worker.extension;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.InputField;
import io.rickyard.contracts.task.InputField.Kind;
import io.rickyard.contracts.task.TaskInput;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can be told of an input record without its class. */
final class InputShape {

  private static final JsonMapper JSON = ContractJson.mapper();
  private static final Set<Class<?>> INTEGERS =
      Set.of(
          int.class,
          Integer.class,
          long.class,
          Long.class,
          short.class,
          Short.class,
          BigInteger.class);
  private static final Set<Class<?>> NUMBERS =
      Set.of(double.class, Double.class, float.class, Float.class, BigDecimal.class);

  private InputShape() {}

  /** The fields of a record, in its order. */
  static List<InputField> of(Class<? extends Record> input) {
    JavaType type = JSON.constructType(input);
    Map<String, String> names =
        JSON.getDeserializationConfig().introspect(type).findProperties().stream()
            .collect(
                Collectors.toMap(
                    BeanPropertyDefinition::getInternalName, BeanPropertyDefinition::getName));
    return Arrays.stream(input.getRecordComponents())
        .map(component ->
            field(names.getOrDefault(component.getName(), component.getName()), component))
        .toList();
  }

  private static InputField field(String name, RecordComponent component) {
    if (name.equals(TaskInput.TYPE)) {
      throw new IllegalArgumentException(
          "An input has no field called type: " + component.getDeclaringRecord().getName());
    }
    Class<?> type = component.getType();
    return new InputField(name, kind(type), !isNullable(component), choices(type));
  }

  private static Kind kind(Class<?> type) {
    if (type == String.class || type == UUID.class) {
      return Kind.TEXT;
    } else if (INTEGERS.contains(type)) {
      return Kind.INTEGER;
    } else if (NUMBERS.contains(type)) {
      return Kind.NUMBER;
    } else if (type == boolean.class || type == Boolean.class) {
      return Kind.BOOLEAN;
    } else if (type == Duration.class) {
      return Kind.DURATION;
    } else if (type == Instant.class || type == OffsetDateTime.class) {
      return Kind.TIME;
    } else if (type.isEnum()) {
      return Kind.CHOICE;
    } else if (Collection.class.isAssignableFrom(type)) {
      return Kind.LIST;
    } else if (Map.class.isAssignableFrom(type) || type.isRecord()) {
      return Kind.OBJECT;
    }
    return Kind.ANY;
  }

  private static List<String> choices(Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return constants == null
        ? List.of()
        : Arrays.stream(constants).map(one -> JSON.valueToTree(one).asText()).toList();
  }

  /** Whoever's annotation it is. */
  private static boolean isNullable(RecordComponent component) {
    return Stream.of(
            component.getAnnotatedType().getAnnotations(),
            component.getAnnotations(),
            component.getAccessor().getAnnotations())
        .flatMap(Arrays::stream)
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }
}
