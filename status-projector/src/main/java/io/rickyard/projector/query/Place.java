package io.rickyard.projector.query;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/**
 * A task's place in every list, which is newest first. It never moves, so a list that is read on
 * from a place neither repeats nor leaves out what was there before, whatever is added meanwhile.
 *
 * @param createdAt when the task was accepted, to the microsecond
 * @param id the task, which tells apart what was accepted in the same microsecond
 */
public record Place(Instant createdAt, TaskId id) implements Comparable<Place> {

  /** As PostgreSQL orders them: a UUID's bits have no sign. */
  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::createdAt)
          .thenComparing(
              place -> place.id().value().getMostSignificantBits(), Long::compareUnsigned)
          .thenComparing(
              place -> place.id().value().getLeastSignificantBits(), Long::compareUnsigned);

  private static final String FORM = "it is the 'next' of the page before";

  /** Checks that nothing is missing. */
  public Place {
    requireNonNull(createdAt, "createdAt");
    requireNonNull(id, "id");
  }

  /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for anything else. */
  public static Place parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1 || dash > 18 || !text.substring(0, dash).matches("[0-9]+")) {
      throw new IllegalArgumentException(FORM);
    }
    long micros = Long.parseLong(text.substring(0, dash));
    try {
      return new Place(
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS), TaskId.parse(text.substring(dash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(FORM, e);
    }
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** As the cursor on the wire: digits, letters and dashes. */
  public String text() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "-" + id;
  }
}
