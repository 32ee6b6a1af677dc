package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk task did about one of its tasks. It is written to the bulk task's log as a line for
 * people and read from there again for programs, so that a list of any length is kept and paged
 * like every log.
 *
 * @param id the task
 * @param result what became of it
 * @param detail the new task's id, or why it was refused
 */
public record BulkOutcome(TaskId id, Result result, @Nullable String detail) {

  private static final Pattern FORM =
      Pattern.compile("([0-9a-f-]{36}) ([a-z_]+)(?:: ([A-Za-z0-9_-]+))?");

  /** What can become of it. */
  public enum Result {
    /** It had not run, and now never will. */
    CANCELLED("cancelled"),
    /** It runs and was asked to stop. */
    STOPPING("stopping"),
    /** It had ended before. */
    ENDED_BEFORE("ended_before"),
    /** A new task repeats it; the detail is its id. */
    SUBMITTED("submitted"),
    /** It cannot be repeated; the detail says why. */
    REFUSED("refused");

    private final String wireName;

    Result(String wireName) {
      this.wireName = wireName;
    }

    /** The name on the wire. */
    public String wireName() {
      return wireName;
    }
  }

  /** Checks that nothing required is missing. */
  public BulkOutcome {
    requireNonNull(id, "id");
    requireNonNull(result, "result");
  }

  /** As a line of the log. */
  public String line() {
    return id + " " + result.wireName() + (detail == null ? "" : ": " + detail);
  }

  /** Reads what {@link #line} wrote; empty for a line that says something else. */
  public static Optional<BulkOutcome> parse(String line) {
    Matcher form = FORM.matcher(line);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Arrays.stream(Result.values())
        .filter(result -> result.wireName.equals(form.group(2)))
        .findFirst()
        .map(result -> new BulkOutcome(TaskId.parse(form.group(1)), result, form.group(3)));
  }
}
