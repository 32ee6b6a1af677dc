package io.rickyard.worker.http;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.flow.Obstacle;
import io.rickyard.worker.queue.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a task waits for, on the wire.
 *
 * @param task which
 * @param waitsFor {@code time}, {@code retry}, {@code earlier_change}, {@code lane} or {@code
 *     turn}; missing when it does not wait
 * @param dueAt when its time, or that of its next attempt, has come
 * @param queue the queue in which it waits for its turn
 * @param ahead how many are before it: in its lane, or of its organization in its queue
 * @param more whether there are more than were counted
 * @param holder who is at the head of its lane
 * @param heldBackBy what keeps it from being started whoever's turn it is
 */
@Introspected
record PositionForm(
    String task,
    @Nullable String waitsFor,
    @Nullable Instant dueAt,
    @Nullable TaskQueue queue,
    @Nullable Integer ahead,
    @Nullable Boolean more,
    @Nullable HolderForm holder,
    @Nullable List<ObstacleForm> heldBackBy) {

  /** Who is at the head of a lane. */
  @Introspected
  record HolderForm(String task, String type, String phase) {
    static HolderForm of(Wait.Head head) {
      return new HolderForm(
          head.id().toString(), head.type(), head.phase().name().toLowerCase(Locale.ROOT));
    }
  }

  /** What keeps it back. */
  @Introspected
  record ObstacleForm(
      String reason,
      @Nullable FlowScope scope,
      @Nullable String by,
      @Nullable Instant since,
      @Nullable String words,
      @Nullable Integer running,
      @Nullable StartRate rate,
      @Nullable Duration opensIn,
      @Nullable Map<String, String> workerLabels) {

    static ObstacleForm of(Obstacle obstacle) {
      return switch (obstacle) {
        case Obstacle.Paused(var pause) ->
            new ObstacleForm(
                "paused",
                pause.scope(),
                pause.by(),
                pause.at(),
                pause.reason(),
                null,
                null,
                null,
                null);
        case Obstacle.Full(var scope, var running) ->
            new ObstacleForm("limit_reached", scope, null, null, null, running, null, null, null);
        case Obstacle.TooFast(var scope, var rate, var opensIn) ->
            new ObstacleForm("rate_reached", scope, null, null, null, null, rate, opensIn, null);
        case Obstacle.Unserved(var labels) ->
            new ObstacleForm("no_worker", null, null, null, null, null, null, null, labels);
      };
    }
  }

  static PositionForm of(TaskId id, Wait waitsFor) {
    String task = id.toString();
    return switch (waitsFor) {
      case Wait.Nothing() -> new PositionForm(task, null, null, null, null, null, null, null);
      case Wait.Due(var at, var again) ->
          new PositionForm(task, again ? "retry" : "time", at, null, null, null, null, null);
      case Wait.EarlierChange() ->
          new PositionForm(task, "earlier_change", null, null, null, null, null, null);
      case Wait.InLane(var ahead, Optional<Wait.Head> head) ->
          new PositionForm(
              task,
              "lane",
              null,
              null,
              ahead.tasks(),
              ahead.more(),
              head.map(HolderForm::of).orElse(null),
              null);
      case Wait.Turn(var queue, var ahead, var obstacles) ->
          new PositionForm(
              task,
              "turn",
              null,
              queue,
              ahead.tasks(),
              ahead.more(),
              null,
              obstacles.stream().map(ObstacleForm::of).toList());
    };
  }
}
