package io.rickyard.worker.stack;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where stacks stand. Each change is an event, numbered under the stack's row lock and published.
 */
public interface StackLedger {

  /**
   * Makes room for a stack that was accepted; nothing happens when it is known.
   *
   * @param runtime the name of the runtime that is to have it
   */
  void open(
      ProjectRef project,
      OrganizationId organization,
      StackProfile profile,
      String runtime,
      Generation generation);

  /**
   * Notes which claim acts on a stack from now on. With a new desired state, repairs that nobody
   * asked for count anew.
   *
   * @return false when a newer one has, or when nothing is known of the stack
   */
  boolean claim(ProjectRef project, Generation generation, long token);

  /** The same for a claim that keeps what it does not have to replace. */
  boolean claimInPart(ProjectRef project, Generation generation, long token);

  /**
   * Looks at a stack under its lock and adds what follows.
   *
   * @param decide from what is remembered now to what happened; nothing when it is empty
   */
  void append(ProjectRef project, Actor actor, Function<StackRecord, Optional<StackEvent>> decide);

  /**
   * Notes another size, and the one it had before, until the next desired state is acted on.
   *
   * @return false when a newer claim acts on the stack
   */
  boolean resize(ProjectRef project, long token, StackSize size);

  /**
   * Goes back to the size it had before, if it was noted under this claim's desired state; as often
   * as that is asked.
   */
  boolean resizeBack(ProjectRef project, long token);

  /** The repairs of a stack that nobody asked for, since its desired state was decided last. */
  Repairs repairs(ProjectRef project);

  /**
   * Notes such a repair before it begins.
   *
   * @return false when a newer claim acts on the stack; then there is none
   */
  boolean repairing(ProjectRef project, long token, Instant at);

  /** Notes that such repairs do not last. */
  void repairsGivenUp(ProjectRef project, long token);

  /** What is remembered of a stack. */
  Optional<StackRecord> find(ProjectRef project);

  /** All stacks that are not removed. */
  List<StackRecord> all();

  /** Notes that these stacks were looked at; cheap, and nothing is lost when it is. */
  void observed(List<ProjectRef> projects, Instant at);

  /** Whether nobody has looked at a stack for so long. */
  static boolean stale(StackRecord stack, Instant now, Duration longest) {
    Instant observedAt = stack.observedAt();
    return observedAt == null || observedAt.plus(longest).isBefore(now);
  }
}
