package io.rickyard.projector.query;

import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a filter asks of a task, as SQL on a row of the table {@code task} that is called t. Another
 * row is looked up for each task; {@code offset 0} keeps PostgreSQL from collecting all such rows
 * once, of which there may be a million.
 */
final class Conditions {

  private final Map<Matter, SqlText> conditions = new EnumMap<>(Matter.class);

  /** Reads a filter. */
  Conditions(TaskFilter filter) {
    any(Matter.STATE, "t.state", filter.states().stream().map(TaskStatus::wireName).toList());
    any(Matter.TYPE, "t.type", filter.types().stream().map(TaskType::wireName).toList());
    any(Matter.QUEUE, "t.queue", filter.queues().stream().map(TaskQueue::wireName).toList());
    var project = filter.project();
    equal(Matter.PROJECT, "t.project", project == null ? null : project.value());
    filter.labels().forEach(this::label);
    equal(Matter.ACTOR, "t.actor", filter.actor());
    var parent = filter.parent();
    equal(Matter.PARENT, "t.parent", parent == null ? null : parent.value());
    var retryOf = filter.retryOf();
    equal(Matter.RETRY_OF, "t.retry_of", retryOf == null ? null : retryOf.value());
    ended(filter.ended());
    text(filter.text());
    if (filter.dead()) {
      of(Matter.DEAD)
          .and("not exists (select from task as again where again.retry_of = t.id offset 0)");
    }
  }

  /** All that is asked but what is answered already; empty when nothing is left. */
  SqlText without(Set<Matter> answered) {
    var left = new SqlText();
    conditions.forEach((matter, condition) -> {
      if (!answered.contains(matter)) {
        left.and("").add(condition);
      }
    });
    return left;
  }

  private SqlText of(Matter matter) {
    return conditions.computeIfAbsent(matter, _ -> new SqlText());
  }

  private void any(Matter matter, String column, List<String> values) {
    if (!values.isEmpty()) {
      of(matter).and(column + " = any (?)", values);
    }
  }

  private void equal(Matter matter, String column, @Nullable Object value) {
    if (value != null) {
      of(matter).and(column + " = ?", value);
    }
  }

  private void label(WantedLabel label) {
    var condition =
        of(Matter.LABELS)
            .and("exists (select from task_label as l where l.organization = t.organization")
            .add(" and l.key = ?", label.key());
    var value = label.value();
    if (value != null) {
      condition.add(" and l.value = ?", value);
    }
    condition.add(" and l.created_at = t.created_at and l.task_id = t.id offset 0)");
  }

  private void ended(TimeRange ended) {
    var from = ended.from();
    if (from != null) {
      of(Matter.ENDED).and("t.ended_at >= ?::timestamptz", from.toString());
    }
    var until = ended.until();
    if (until != null) {
      of(Matter.ENDED).and("t.ended_at < ?::timestamptz", until.toString());
    }
  }

  private void text(@Nullable SearchText text) {
    switch (text) {
      case SearchText.IdPrefix(var first, var last) ->
          of(Matter.TEXT).and("t.id >= ?", first).and("t.id <= ?", last);
      case SearchText.ErrorCode(var code) -> equal(Matter.TEXT, "t.error_code", code);
      case null -> {}
    }
  }
}
