package io.rickyard.cli.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What there is to show of a task. States and types are plain text here: a newer installation may
 * know more of them than this command line does.
 *
 * @param id its id
 * @param type what it does
 * @param state where it stands
 * @param project the project's reference, if it belongs to one
 * @param attempt the attempt it is in, from 1; 0 before the first
 * @param completed how many steps are done
 * @param total how many steps there are; 0 while unknown
 * @param step the name of the step under way
 * @param error why it failed or is being retried
 * @param createdAt when it was accepted
 * @param startedAt when a worker first took it
 * @param endedAt when it ended
 * @param steps the steps of its attempts, empty in a list's short form
 */
public record Task(
    String id,
    String type,
    String state,
    @Nullable String project,
    int attempt,
    int completed,
    int total,
    @Nullable String step,
    @Nullable String error,
    @Nullable Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    List<Step> steps) {

  private static final Set<String> ENDS =
      Set.of("succeeded", "failed", "cancelled", "expired", "superseded");

  /**
   * One step of one attempt.
   *
   * @param attempt in which attempt
   * @param number its place, from 1
   * @param name its name
   * @param state where it stands
   * @param startedAt when it began
   * @param endedAt when it ended
   * @param error why it failed
   */
  public record Step(
      int attempt,
      int number,
      String name,
      String state,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable String error) {
    /** Checks that nothing required is missing. */
    public Step {
      requireNonNull(name, "name");
      requireNonNull(state, "state");
    }
  }

  /** Copies the steps. */
  public Task {
    requireNonNull(id, "id");
    requireNonNull(type, "type");
    requireNonNull(state, "state");
    steps = List.copyOf(steps);
  }

  /** Reads the API's form. */
  public static Task of(JsonNode json) {
    var progress = json.path("progress");
    return new Task(
        json.path("id").asText(),
        json.path("type").asText(),
        json.path("state").asText(),
        text(json, "project"),
        json.path("attempt").asInt(),
        progress.path("completed").asInt(),
        progress.path("total").asInt(),
        text(progress, "step"),
        text(json.path("error"), "message"),
        instant(json, "created_at"),
        instant(json, "started_at"),
        instant(json, "ended_at"),
        StreamSupport.stream(json.path("steps").spliterator(), false).map(Task::step).toList());
  }

  /** Whether it has come to its end. */
  public boolean ended() {
    return ENDS.contains(state);
  }

  /** Whether it came to a good end. */
  public boolean succeeded() {
    return state.equals("succeeded");
  }

  /** The steps of its newest attempt that has any. */
  public List<Step> currentSteps() {
    var newest = steps.stream().mapToInt(Step::attempt).max().orElse(0);
    return steps.stream().filter(step -> step.attempt() == newest).toList();
  }

  private static Step step(JsonNode json) {
    return new Step(
        json.path("attempt").asInt(1),
        json.path("step").asInt(),
        json.path("name").asText(),
        json.path("state").asText(),
        instant(json, "started_at"),
        instant(json, "ended_at"),
        json.path("error").isTextual()
            ? json.path("error").textValue()
            : text(json.path("error"), "message"));
  }

  private static @Nullable String text(JsonNode json, String field) {
    return json.path(field).textValue();
  }

  private static @Nullable Instant instant(JsonNode json, String field) {
    var value = text(json, field);
    try {
      return value == null ? null : Instant.parse(value);
    } catch (DateTimeParseException _) {
      return null; // shown as unknown rather than failing the whole display
    }
  }
}
