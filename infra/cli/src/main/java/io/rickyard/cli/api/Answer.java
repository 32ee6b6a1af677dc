package io.rickyard.cli.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A good answer.
 *
 * @param status the HTTP status, 2xx; of a form also 400, with an error of OAuth's in the body
 * @param body its JSON; a missing node when it had none
 * @param acceptedTask the task that was accepted with it ({@code Rickyard-Task}), or null
 * @param position where its command stands ({@code Rickyard-Position}), to read one's own write
 */
public record Answer(
    int status, JsonNode body, @Nullable String acceptedTask, @Nullable String position) {
  /** Checks that nothing required is missing. */
  public Answer {
    requireNonNull(body, "body");
  }

  /** The id of the task that was accepted, from the header or, for a submitted task, the body. */
  public Optional<String> task() {
    return Optional.ofNullable(acceptedTask);
  }
}
