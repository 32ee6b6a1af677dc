package io.rickyard.projector.query;

import static java.util.Comparator.comparing;

import io.rickyard.contracts.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a stretch of tasks has found.
 *
 * @param tasks those that fit, newest first: all down to the place that was reached
 * @param reached where the look ended before the tasks did; null when there are no more
 */
record Found(List<Listed> tasks, @Nullable Place reached) {

  /** Nothing, and nothing more to look at. */
  static final Found NOTHING = new Found(List.of(), null);

  /** A task and its public form. */
  record Listed(Place place, String json) {}

  /**
   * Reads rows of id, time of acceptance, body, whether it fits, and whether the look ends here.
   */
  static Found read(ResultSet rows, int most) throws SQLException {
    List<Listed> tasks = new ArrayList<>();
    while (tasks.size() < most && rows.next()) {
      var place =
          new Place(
              rows.getObject(2, OffsetDateTime.class).toInstant(),
              new TaskId(rows.getObject(1, UUID.class)));
      if (rows.getBoolean(4)) {
        tasks.add(new Listed(place, rows.getString(3)));
      }
      if (rows.getBoolean(5)) {
        return new Found(tasks, place);
      }
    }
    return new Found(tasks, tasks.size() == most ? tasks.getLast().place() : null);
  }

  /** Whether nothing would be won by looking elsewhere. */
  boolean suffices(int most) {
    return reached == null || tasks.size() >= most;
  }

  /** Which of two looks for the same went further. */
  Found orFurther(Found other) {
    var mine = reached;
    var others = other.reached;
    return mine != null && (others == null || others.compareTo(mine) < 0) ? other : this;
  }

  /** What was found of either of two kinds. */
  Found and(Found other) {
    @Nullable Place end =
        Stream.of(this, other)
            .map(Found::reached)
            .filter(Objects::nonNull)
            .max(Place::compareTo)
            .orElse(null);
    return new Found(
        Stream.concat(tasks.stream(), other.tasks.stream())
            .filter(task -> end == null || task.place().compareTo(end) >= 0)
            .sorted(comparing(Listed::place).reversed())
            .toList(),
        end);
  }

  /**
   * A page of at most so many. It may have fewer and still be followed by others, when little of
   * what was looked at fits.
   */
  Page page(int limit) {
    List<Listed> shown = tasks.subList(0, Math.min(limit, tasks.size()));
    @Nullable Place next = tasks.size() > limit ? shown.getLast().place() : reached;
    return new Page(shown.stream().map(Listed::json).toList(), next == null ? null : next.text());
  }
}
