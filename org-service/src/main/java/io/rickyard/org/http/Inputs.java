package io.rickyard.org.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import org.jspecify.annotations.Nullable;

/** Between a task's type with its bare input, as the wire has them, and {@link TaskInput}. */
final class Inputs {

  private static final String TYPE = "type";

  private static final ObjectMapper STRICT =
      ContractJson.mapper().copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private Inputs() {}

  /** Reads an input; a new project's region and profile may be left out. */
  static TaskInput read(TaskType type, @Nullable JsonNode input, String defaultRegion) {
    ObjectNode complete = object(input);
    var stated = complete.get(TYPE);
    if (stated != null && !type.wireName().equals(stated.asText())) {
      throw new Refused(Refusal.INVALID, "input.type is not the task's type");
    }
    complete.put(TYPE, type.wireName());
    if (type == TaskType.STACK_PROVISION) {
      fillIn(complete, "region", defaultRegion);
      fillIn(complete, "profile", StackProfile.DATABASE.wireName());
    }
    try {
      return STRICT.treeToValue(complete, TaskInput.class);
    } catch (UnrecognizedPropertyException e) {
      throw new Refused(
          Refusal.UNKNOWN_FIELD, "The field input." + e.getPropertyName() + " is not known", e);
    } catch (JsonProcessingException e) {
      throw Reading.unfit(e);
    }
  }

  /** The input without its type, which stands beside it. */
  static JsonNode write(TaskInput input) {
    ObjectNode node = ContractJson.mapper().valueToTree(input);
    node.remove(TYPE);
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
