package io.rickyard.worker.lane;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A lane as it stands.
 *
 * @param key its name
 * @param holder its head, whose turn it is; empty when nothing holds it
 * @param line those behind it, in the order in which they will run
 * @param early those whose earlier generations have not come yet
 * @param generation up to here all generations have come
 * @param passed generations beyond that which came and ended before they had a place
 */
public record Lane(
    String key,
    @Nullable Holder holder,
    List<Member> line,
    List<Member> early,
    long generation,
    SortedSet<Long> passed) {

  /** Copies its collections. */
  public Lane {
    requireNonNull(key, "key");
    line = List.copyOf(line);
    early = List.copyOf(early);
    passed = Collections.unmodifiableSortedSet(new TreeSet<>(passed));
  }

  /** One that nothing has happened to. */
  public static Lane empty(String key) {
    return new Lane(key, null, List.of(), List.of(), 0, new TreeSet<>());
  }

  /** Lets the first of the line take a lane that nobody holds. */
  public Lane promote() {
    if (holder != null || line.isEmpty()) {
      return this;
    }
    var first = line.getFirst();
    return new Lane(
        key,
        new Holder(first.id(), first.type(), Holder.Phase.PENDING, first.key()),
        line.subList(1, line.size()),
        early,
        generation,
        passed);
  }

  /** With its holder at work, be it only to undo what it did. */
  public Lane holderRunning() {
    return new Lane(
        key,
        holder == null ? null : holder.in(Holder.Phase.RUNNING),
        line,
        early,
        generation,
        passed);
  }

  /** Takes out a task that ended before it ran; its generation still counts as come. */
  public Lane without(TaskId id) {
    var held = holder != null && holder.id().equals(id) ? null : holder;
    var stillPassed = new TreeSet<>(passed);
    early.stream()
        .filter(member -> member.id().equals(id))
        .map(Member::generation)
        .forEach(of -> {
          if (of != null) {
            stillPassed.add(of.value());
          }
        });
    return new Lane(key, held, others(line, id), others(early, id), generation, stillPassed);
  }

  private static List<Member> others(List<Member> members, TaskId id) {
    return members.stream().filter(member -> !member.id().equals(id)).toList();
  }
}
