package io.rickyard.gateway.call;

import io.micronaut.http.MutableHttpResponse;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import org.jspecify.annotations.Nullable;

/** The headers of every answer that promises work, also of those whose body is fixed. */
public final class AcceptingAnswer {

  private AcceptingAnswer() {}

  /** Adds them; without a position while the command is not known to stand in Kafka. */
  public static <T> MutableHttpResponse<T> headers(
      MutableHttpResponse<T> response, TaskId task, @Nullable Position position) {
    response.header(CallHeaders.TASK, task.toString()).header("Location", "/v1/tasks/" + task);
    return position == null ? response : response.header(CallHeaders.POSITION, position.text());
  }
}
