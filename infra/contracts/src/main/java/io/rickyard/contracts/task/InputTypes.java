package io.rickyard.contracts.task;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the record of an input by the name of its type: all extensions' are in one. */
final class InputTypes extends TypeIdResolverBase {

  private @Nullable JavaType input;

  @Override
  public void init(JavaType type) {
    input = type;
  }

  @Override
  public String idFromValue(Object value) {
    return ((TaskInput) value).taskType().wireName();
  }

  @Override
  public String idFromValueAndType(Object value, Class<?> suggestedType) {
    return idFromValue(value);
  }

  /** None for a name that no type can have, which Jackson refuses. */
  @Override
  public @Nullable JavaType typeFromId(DatabindContext context, String id) {
    return TaskType.find(id)
        .map(type ->
            switch (type) {
              case BuiltInType builtIn -> builtIn.input();
              case ExtensionType _ -> TaskInput.Extension.class;
            })
        .map(record -> context.constructSpecializedType(Objects.requireNonNull(input), record))
        .orElse(null);
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
