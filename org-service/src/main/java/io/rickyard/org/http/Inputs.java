package io.rickyard.org.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.org.acceptance.KnownTypes;
import io.rickyard.org.acceptance.ProvisionRules;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Between a task's type with its bare input, as the wire has them, and {@link TaskInput}. */
@Singleton
final class Inputs {

  private static final ObjectMapper STRICT =
      ContractJson.mapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final KnownTypes known;
  private final ProvisionRules rules;

  Inputs(KnownTypes known, ProvisionRules rules) {
    this.known = known;
    this.rules = rules;
  }

  /** What holds for the tasks of a type. */
  TypeTerms terms(TaskType type) {
    return known.terms(type);
  }

  /** Reads an input; a new project's region and profile may be left out. */
  TaskInput read(TaskType type, @Nullable JsonNode input) {
    ObjectNode given = object(input);
    var stated = given.remove(TaskInput.TYPE);
    if (stated != null && !type.wireName().equals(stated.asText())) {
      throw new Refused(Refusal.INVALID, "input.type is not the task's type");
    }
    return switch (type) {
      case BuiltInType builtIn -> builtIn(builtIn, given);
      case ExtensionType extension -> extension(extension, given);
    };
  }

  private TaskInput builtIn(BuiltInType type, ObjectNode given) {
    given.put(TaskInput.TYPE, type.wireName());
    if (type == BuiltInType.STACK_PROVISION) {
      fillIn(given, "region", rules.defaultRegion().code());
      fillIn(given, "profile", StackProfile.DATABASE.wireName());
    }
    if (type == BuiltInType.STACK_ADOPT) {
      fillIn(given, "region", rules.defaultRegion().code());
    }
    try {
      return STRICT.treeToValue(given, TaskInput.class);
    } catch (UnrecognizedPropertyException e) {
      throw unknown(e.getPropertyName());
    } catch (JsonProcessingException e) {
      throw Reading.unfit(e);
    }
  }

  private TaskInput extension(ExtensionType type, ObjectNode given) {
    var announced = known.announcement(type);
    announced
        .unknownField(given)
        .ifPresent(field -> {
          throw unknown(field);
        });
    announced
        .complaint(given)
        .ifPresent(complaint -> {
          throw new Refused(Refusal.INVALID, complaint);
        });
    return new TaskInput.Extension(type, given);
  }

  private static Refused unknown(String field) {
    return new Refused(Refusal.UNKNOWN_FIELD, "The field input." + field + " is not known");
  }

  /** The input without its type, which stands beside it. */
  static JsonNode write(TaskInput input) {
    ObjectNode node = ContractJson.mapper().valueToTree(input);
    node.remove(TaskInput.TYPE);
    return node;
  }

  private static ObjectNode object(@Nullable JsonNode input) {
    if (input == null || input.isNull()) {
      return ContractJson.mapper().createObjectNode();
    }
    if (input instanceof ObjectNode object) {
      return object.deepCopy();
    }
    throw new Refused(Refusal.INVALID, "input is an object");
  }

  private static void fillIn(ObjectNode node, String field, String value) {
    if (!node.hasNonNull(field)) {
      node.put(field, value);
    }
  }
}
