package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Concurrency;
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
 *   <li>One with a concurrency key does to others with the same key what its policy says.
 *   <li>A lane that nobody holds goes to the first of the line.
 * </ol>
 *
 * @param lane the lane afterwards
 * @param replaced who gave way to whom
 * @param stop the holder that has begun and is asked to stop
 * @param stale whether the newcomer was refused, since the project is further
 * @param rejected whether the newcomer was refused, since another one has its key
 */
public record Admission(
    Lane lane, List<Replaced> replaced, Optional<TaskId> stop, boolean stale, boolean rejected) {

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

  /** Decides about a newcomer without a concurrency key. */
  public static Admission of(Lane lane, Member newcomer) {
    return of(lane, newcomer, Concurrency.Policy.QUEUE);
  }

  /** Decides about a newcomer. The policy counts when it has a concurrency key. */
  public static Admission of(Lane lane, Member newcomer, Concurrency.Policy policy) {
    var generation = newcomer.generation();
    if (generation == null) {
      return newcomer.key() == null
          ? new Line(lane).join(newcomer).admission()
          : keyed(lane, newcomer, policy);
    }
    if (generation.value() <= lane.generation()) {
      return new Admission(lane, List.of(), Optional.empty(), true, false);
    }
    if (generation.value() > lane.generation() + 1) {
      var early = new ArrayList<>(lane.early());
      early.add(newcomer);
      return new Admission(
          new Lane(lane.key(), lane.holder(), lane.line(), early, lane.generation(), lane.passed()),
          List.of(),
          Optional.empty(),
          false,
          false);
    }
    return new Line(lane).joinInOrder(newcomer).admission();
  }

  private static Admission keyed(Lane lane, Member newcomer, Concurrency.Policy policy) {
    var line = new Line(lane);
    return switch (policy) {
      case QUEUE -> line.join(newcomer).admission();
      case REJECT ->
          line.hasOther(newcomer)
              ? new Admission(lane, List.of(), Optional.empty(), false, true)
              : line.join(newcomer).admission();
      case REPLACE_QUEUED -> line.replaceWaiting(newcomer).join(newcomer).admission();
      case CANCEL_RUNNING ->
          line.replaceWaiting(newcomer).stopBegun(newcomer).join(newcomer).admission();
    };
  }

  /** Lets a generation pass whose task ended before it came into the lane. */
  public static Admission passing(Lane lane, Generation generation) {
    if (generation.value() <= lane.generation()) {
      return new Admission(lane, List.of(), Optional.empty(), true, false);
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

    private static boolean same(Member one, @Nullable String key) {
      return key != null && key.equals(one.key());
    }

    /** Whether another task with the newcomer's key has not ended. */
    boolean hasOther(Member newcomer) {
      boolean holds =
          holder != null && holder.phase() != Holder.Phase.ENDING && same(newcomer, holder.key());
      return holds || line.stream().anyMatch(member -> same(newcomer, member.key()));
    }

    /** Takes the place of those with its key that have not begun. */
    Line replaceWaiting(Member newcomer) {
      line.removeIf(member -> same(newcomer, member.key()) && giveWay(member.id(), newcomer));
      if (holder != null
          && holder.phase() == Holder.Phase.PENDING
          && same(newcomer, holder.key())
          && giveWay(holder.id(), newcomer)) {
        holder = null;
      }
      return this;
    }

    /** Asks the one with its key that has begun to stop. */
    Line stopBegun(Member newcomer) {
      if (holder != null
          && (holder.phase() == Holder.Phase.RUNNING || holder.phase() == Holder.Phase.RETRYING)
          && same(newcomer, holder.key())) {
        stop = holder.id();
      }
      return this;
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
      return new Admission(lane, replaced, Optional.ofNullable(stop), false, false);
    }
  }
}
