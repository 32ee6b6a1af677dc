package io.rickyard.projector.query;

import static io.rickyard.projector.query.Matter.ACTOR;
import static io.rickyard.projector.query.Matter.LABELS;
import static io.rickyard.projector.query.Matter.PARENT;
import static io.rickyard.projector.query.Matter.PROJECT;
import static io.rickyard.projector.query.Matter.QUEUE;
import static io.rickyard.projector.query.Matter.RETRY_OF;
import static io.rickyard.projector.query.Matter.STATE;
import static io.rickyard.projector.query.Matter.TEXT;
import static io.rickyard.projector.query.Matter.TYPE;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.projector.query.Stretch.Column;
import io.rickyard.projector.query.Stretch.Table;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which stretches of indexes hold all that a filter asks for: one for each matter that has an
 * index. What usually finds fewest comes first.
 */
final class Stretches {

  /** So many are tried; a filter that asks for more than that is still narrowed by all of it. */
  private static final int MOST = 3;

  private static final Set<TaskStatus> LIVE = states(state -> !state.ended());
  private static final Set<TaskStatus> UNSUCCESSFUL =
      states(state -> state.ended() && state != TaskStatus.SUCCEEDED);

  /** All queues, and what stands there for a task whose command nobody could read. */
  private static final List<String> QUEUES =
      Stream.concat(
              Arrays.stream(TaskQueue.values()).map(TaskQueue::wireName), Stream.of("unknown"))
          .toList();

  private final TaskFilter filter;
  private final Column organizations;
  private final List<Stretch> stretches = new ArrayList<>();

  /**
   * What finds the tasks of a filter.
   *
   * @param filter part of what was asked for
   * @param stretches each of them holds all of it
   */
  record Part(TaskFilter filter, List<Stretch> stretches) {}

  private Stretches(TaskFilter filter, List<String> organizations) {
    this.filter = filter;
    this.organizations = Column.text("organization", organizations);
  }

  /**
   * The parts of a filter, which are lists of their own. There are several when nothing but states
   * is asked for and no one index holds them all: live tasks, those that ended without success, and
   * those that succeeded, which are most of all and need no index.
   */
  static List<Part> of(TaskFilter filter, List<String> organizations) {
    boolean indexed = !new Stretches(filter, organizations).indexed().isEmpty();
    if (indexed || filter.states().isEmpty()) {
      return List.of(part(filter, organizations));
    }
    return Stream.of(LIVE, UNSUCCESSFUL, Set.of(TaskStatus.SUCCEEDED))
        .map(sort -> filter.states().stream().filter(sort::contains).collect(toUnmodifiableSet()))
        .filter(sort -> !sort.isEmpty())
        .map(sort -> part(filter.withStates(sort), organizations))
        .toList();
  }

  private static Part part(TaskFilter filter, List<String> organizations) {
    var stretches = new Stretches(filter, organizations);
    List<Stretch> indexed = stretches.indexed();
    return new Part(filter, indexed.isEmpty() ? List.of(stretches.everything()) : indexed);
  }

  private Stretch everything() {
    return new Stretch(Table.TASK, List.of(organizations), "", EnumSet.noneOf(Matter.class));
  }

  private List<Stretch> indexed() {
    var retryOf = filter.retryOf();
    if (retryOf != null) {
      add(RETRY_OF, "t.retry_of is not null", Column.id("retry_of", retryOf));
    }
    var parent = filter.parent();
    if (parent != null) {
      add(PARENT, "t.parent is not null", Column.id("parent", parent));
    }
    if (filter.text() instanceof SearchText.ErrorCode(var code)) {
      add(TEXT, "t.error_code is not null", organizations, text("error_code", code));
    }
    var project = filter.project();
    if (project != null) {
      add(PROJECT, "t.project is not null", text("project", project.value()));
    }
    filter.labels().forEach(this::label);
    states();
    var actor = filter.actor();
    if (actor != null) {
      add(ACTOR, "", organizations, text("actor", actor));
    }
    kinds();
    return stretches.subList(0, Math.min(MOST, stretches.size()));
  }

  private void label(WantedLabel label) {
    List<Column> columns = new ArrayList<>(List.of(organizations, text("key", label.key())));
    var value = label.value();
    if (value != null) {
      columns.add(text("value", value));
    }
    Set<Matter> answers =
        filter.labels().size() == 1 ? EnumSet.of(LABELS) : EnumSet.noneOf(Matter.class);
    stretches.add(new Stretch(Table.LABEL, columns, "", answers));
  }

  private void states() {
    if (filter.states().isEmpty()) {
      return;
    }
    if (LIVE.containsAll(filter.states())) {
      add(STATE, "t.ended_at is null", organizations, wantedStates());
    } else if (UNSUCCESSFUL.containsAll(filter.states())) {
      add(
          STATE,
          "t.state in ('failed', 'cancelled', 'expired', 'superseded')",
          organizations,
          wantedStates());
    }
  }

  private Column wantedStates() {
    return Column.text("state", filter.states().stream().map(TaskStatus::wireName).toList());
  }

  /** Type and queue have one index between them: what is not asked for is any. */
  private void kinds() {
    if (filter.types().isEmpty() && filter.queues().isEmpty()) {
      return;
    }
    var types = filter.types().stream().map(TaskType::wireName).toList();
    var queues =
        filter.queues().isEmpty()
            ? QUEUES
            : filter.queues().stream().map(TaskQueue::wireName).toList();
    stretches.add(
        new Stretch(
            Table.TASK,
            List.of(organizations, Column.text("type", types), Column.text("queue", queues)),
            "",
            EnumSet.of(TYPE, QUEUE)));
  }

  private void add(Matter matter, String only, Column... columns) {
    stretches.add(new Stretch(Table.TASK, List.of(columns), only, EnumSet.of(matter)));
  }

  private static Column text(String name, String value) {
    return Column.text(name, List.of(value));
  }

  private static Set<TaskStatus> states(Predicate<TaskStatus> wanted) {
    return Stream.of(TaskStatus.values()).filter(wanted).collect(toUnmodifiableSet());
  }
}
