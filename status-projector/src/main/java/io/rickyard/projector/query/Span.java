package io.rickyard.projector.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Between which two places a list is read. A place's two halves are values for {@code (created_at,
 * id)}.
 *
 * @param from the first moment of the oldest tasks
 * @param until the place before which they stand; its time
 * @param untilId its task
 */
record Span(String from, String until, String untilId) {

  /** Less than any other id. */
  static final String FIRST_ID = "00000000-0000-0000-0000-000000000000";

  private static final String LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

  /** What a filter leaves after a place. What ended before a moment was also accepted before it. */
  static Span of(TaskFilter filter, @Nullable Place after) {
    Instant from = filter.created().from();
    String first = from == null ? "-infinity" : from.toString();
    Instant until = earlier(filter.created().until(), filter.ended().until());
    if (after != null && (until == null || after.createdAt().isBefore(until))) {
      return new Span(first, after.createdAt().toString(), after.id().toString());
    }
    return until == null
        ? new Span(first, "infinity", LAST_ID)
        : new Span(first, until.toString(), FIRST_ID);
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }
}
