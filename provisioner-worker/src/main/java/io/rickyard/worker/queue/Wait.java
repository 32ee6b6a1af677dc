package io.rickyard.worker.queue;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.worker.flow.Obstacle;
import io.rickyard.worker.lane.Holder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a task waits for. */
public sealed interface Wait {

  /**
   * So many are before it.
   *
   * @param tasks counted up to {@link PositionSight#MOST}
   * @param more whether there are more than were counted
   */
  record Ahead(int tasks, boolean more) {}

  /**
   * Who is at the head of a lane.
   *
   * @param id which task
   * @param type what it does, in words that a newer release may have made
   * @param phase where it stands
   */
  record Head(TaskId id, String type, Holder.Phase phase) {
    /** Checks that nothing is missing. */
    public Head {
      requireNonNull(id, "id");
      requireNonNull(type, "type");
      requireNonNull(phase, "phase");
    }
  }

  /** Nothing: a worker has it, or it holds its lock, or its end is being written. */
  record Nothing() implements Wait {}

  /** Its time, or that of its next attempt. */
  record Due(Instant at, boolean again) implements Wait {
    /** Checks that it is there. */
    public Due {
      requireNonNull(at, "at");
    }
  }

  /** An earlier change of its project, which has been accepted and has not come yet. */
  record EarlierChange() implements Wait {}

  /**
   * Those before it in its lane, which run one after the other.
   *
   * @param ahead who is before it, the head included
   * @param head whose turn it is; empty in the moment between two
   */
  record InLane(Ahead ahead, Optional<Head> head) implements Wait {
    /** Checks that nothing is missing. */
    public InLane {
      requireNonNull(ahead, "ahead");
      requireNonNull(head, "head");
    }
  }

  /**
   * Its turn in its queue. Organizations take turns, so only those of its own are in a known order:
   * how many of others come in between depends on what comes.
   *
   * @param queue which
   * @param ahead its organization's tasks before it in that queue
   * @param obstacles what keeps it back whoever's turn it is; without any it waits for a free slot
   */
  record Turn(TaskQueue queue, Ahead ahead, List<Obstacle> obstacles) implements Wait {
    /** Copies. */
    public Turn {
      requireNonNull(queue, "queue");
      requireNonNull(ahead, "ahead");
      obstacles = List.copyOf(obstacles);
    }
  }
}
