package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a newcomer does to a lane.
 *
 * <ol>
 *   <li>A generation that has been passed by is stale: the project is further than that.
 *   <li>One that comes before its predecessors waits without a place until they have come.
 *   <li>Else it joins the line, replacing what the table says; with it everything that it was the
 *       missing predecessor of.
 *   <li>A lane that nobody holds goes to the first of the line.
 * </ol>
 *
 * @param lane the lane afterwards
 * @param replaced who gave way to whom
 * @param stop the running holder that is asked to stop
 * @param stale whether the newcomer was refused
 */
public record Admission(Lane lane, List<Replaced> replaced, Optional<TaskId> stop, boolean stale) {

  /**
   * A task that gave way.
   *
   * @param id which
   * @param by the newer one
   */
  public record Replaced(TaskId id, TaskId by) {}

  /** Checks that nothing is missing. */
  public Admission {
    requireNonNull(lane, "lane");
    replaced = List.copyOf(replaced);
    requireNonNull(stop, "stop");
  }

  /** Decides about a newcomer. */
  public static Admission of(Lane lane, Member newcomer) {
    var generation = newcomer.generation();
    if (generation == null) {
      return new Line(lane).join(newcomer).admission();
    }
    if (generation.value() <= lane.generation()) {
      return new Admission(lane, List.of(), Optional.empty(), true);
    }
    if (generation.value() > lane.generation() + 1) {
      var early = new ArrayList<>(lane.early());
      early.add(newcomer);
      return new Admission(
          new Lane(lane.key(), lane.holder(), lane.line(), early, lane.generation(), lane.passed()),
          List.of(),
          Optional.empty(),
          false);
    }
    return new Line(lane).joinInOrder(newcomer).admission();
  }

  /** Lets a generation pass whose task ended before it came into the lane. */
  public static Admission passing(Lane lane, Generation generation) {
    if (generation.value() <= lane.generation()) {
      return new Admission(lane, List.of(), Optional.empty(), true);
    }
    var line = new Line(lane);
    line.passed.add(generation.value());
    return line.closeGap().admission();
  }

  /**
   * Goes on without generations that nobody sent in a long time: those that waited for them join
   * the line. Should a missing one come after all, it is stale.
   */
  public static Admission overGap(Lane lane) {
    var line = new Line(lane);
    lane.early().stream()
        .map(Member::generation)
        .filter(Objects::nonNull)
        .mapToLong(Generation::value)
        .min()
        .ifPresent(first -> line.generation = first - 1);
    return line.closeGap().admission();
  }

  /** Whether the task of that id waits for an earlier generation. */
  public boolean waitsForEarlier(TaskId id) {
    return lane.early().stream().anyMatch(member -> member.id().equals(id));
  }

  /** The lane while it changes. */
  private static final class Line {
    private final String key;
    private final List<Member> line;
    private final List<Member> early;
    private final TreeSet<Long> passed;
    private final List<Replaced> replaced = new ArrayList<>();
    private @Nullable Holder holder;
    private @Nullable TaskId stop;
    private long generation;

    Line(Lane lane) {
      key = lane.key();
      holder = lane.holder();
      line = new ArrayList<>(lane.line());
      early = new ArrayList<>(lane.early());
      passed = new TreeSet<>(lane.passed());
      generation = lane.generation();
    }

    Line joinInOrder(Member newcomer) {
      join(newcomer);
      generation++;
      return closeGap();
    }

    /** Lets in those whose missing predecessors have come by now. */
    Line closeGap() {
      while (true) {
        long next = generation + 1;
        var follower = early.stream().filter(member -> isOf(member, next)).findFirst();
        if (follower.isPresent()) {
          early.remove(follower.get());
          join(follower.get());
        } else if (!passed.remove(next)) {
          return this;
        }
        generation = next;
      }
    }

    Line join(Member newcomer) {
      TaskType newer = newcomer.type();
      line.removeIf(member ->
          Replacement.replacesWaiting(newer, member.type()) && giveWay(member.id(), newcomer));
      if (holder != null) {
        switch (holder.phase()) {
          case PENDING -> {
            if (Replacement.replacesWaiting(newer, holder.type())
                && giveWay(holder.id(), newcomer)) {
              holder = null;
            }
          }
          case RETRYING -> {
            if (Replacement.passesRetrying(newer) && giveWay(holder.id(), newcomer)) {
              holder = null;
            }
          }
          case RUNNING -> {
            if (Replacement.stopsRunning(newer, holder.type())) {
              stop = holder.id();
            }
          }
          case ENDING -> {
            // It is over; its lane comes free by itself.
          }
        }
      }
      line.add(newcomer);
      return this;
    }

    private boolean giveWay(TaskId older, Member newer) {
      return replaced.add(new Replaced(older, newer.id()));
    }

    private static boolean isOf(Member member, long generation) {
      var own = member.generation();
      return own != null && own.value() == generation;
    }

    Admission admission() {
      var lane = new Lane(key, holder, line, early, generation, passed).promote();
      return new Admission(lane, replaced, Optional.ofNullable(stop), false);
    }
  }
}
