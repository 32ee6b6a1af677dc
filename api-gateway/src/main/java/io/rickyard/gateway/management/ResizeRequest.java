package io.rickyard.gateway.management;

import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput.StackResize;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body that says how large a project shall be.
 *
 * @param profile which services it gets; as it is when left out
 * @param limits all limits that are not as the blueprints say; as they are when left out
 */
record ResizeRequest(@Nullable StackProfile profile, @Nullable Map<String, ServiceLimits> limits) {

  StackResize input() {
    try {
      return new StackResize(profile, limits);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
