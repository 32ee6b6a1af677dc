package io.rickyard.gateway.lock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;

/** A lock that the worker does not know yet, or not any more, in the form of the others. */
final class LockShape {

  private static final String LEASE_ENDED = "lease_ended";

  private LockShape() {}

  /** The form of one whose task looks like this. */
  static ObjectNode of(JsonNode task) {
    if (!task.path("type").asText().equals(BuiltInType.LOCK_HOLD.wireName())) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such ticket");
    }
    var input = task.path("input");
    return ContractJson.mapper()
        .createObjectNode()
        .put("ticket", task.path("id").asText())
        .put("name", input.path("name").asText())
        .put("organization", task.path("organization").asText())
        .put("state", state(task))
        .put("lease", input.path("lease").asText());
  }

  private static String state(JsonNode task) {
    return switch (TaskStatus.named(task.path("state").asText())) {
      case SCHEDULED, QUEUED, RETRYING -> "waiting";
      case RUNNING -> "held";
      case SUCCEEDED -> "released";
      case EXPIRED -> "wait_ended";
      case FAILED ->
          task.path("error").path("code").asText().equals(LEASE_ENDED) ? LEASE_ENDED : "failed";
      case CANCELLED, SUPERSEDED -> "cancelled";
    };
  }
}
