package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the worker remembers of a stack.
 *
 * @param project which one
 * @param organization whose
 * @param size which services it has, and what they may use
 * @param runtime the name of the runtime that has it
 * @param generation the desired state that was last acted on
 * @param keptFrom what was made for this desired state or a later one is still in use; what is
 *     older has been replaced
 * @param token the claim that acted on it last; who acts without a claim of its own uses it
 * @param state where it stands
 * @param everActive whether it was ever seen to work, so that its data are worth keeping
 * @param database where its database was seen to listen last
 * @param observedAt when it was looked at last
 */
public record StackRecord(
    ProjectRef project,
    OrganizationId organization,
    StackSize size,
    String runtime,
    Generation generation,
    Generation keptFrom,
    long token,
    StackState state,
    boolean everActive,
    @Nullable DatabaseEndpoint database,
    @Nullable Instant observedAt) {
  /** Checks that nothing required is missing. */
  public StackRecord {
    requireNonNull(project, "project");
    requireNonNull(organization, "organization");
    requireNonNull(size, "size");
    requireNonNull(runtime, "runtime");
    requireNonNull(generation, "generation");
    requireNonNull(keptFrom, "keptFrom");
    requireNonNull(state, "state");
  }

  /** Which services it has. */
  public StackProfile profile() {
    return size.profile();
  }

  /** One that was accepted and to which nothing has happened. */
  public static StackRecord accepted(
      ProjectRef project,
      OrganizationId organization,
      StackProfile profile,
      String runtime,
      Generation first) {
    return new StackRecord(
        project,
        organization,
        StackSize.of(profile),
        runtime,
        first,
        first,
        0,
        new StackState.Absent(),
        false,
        null,
        null);
  }

  /** The same after one more event. */
  public StackRecord after(StackEvent event) {
    var next = StackState.evolve(state, event);
    return new StackRecord(
        project,
        organization,
        size,
        runtime,
        generation,
        keptFrom,
        token,
        next,
        everActive || next instanceof StackState.Active,
        event instanceof StackEvent.StackActivated activated ? activated.database() : database,
        observedAt);
  }

  /** The same while a newer claim acts on it, which replaces everything that is there. */
  public StackRecord claimed(Generation newer, long newToken) {
    return claimed(newer, newToken, newer);
  }

  /** The same while a newer claim acts on it, which keeps what it does not have to replace. */
  public StackRecord claimedInPart(Generation newer, long newToken) {
    return claimed(newer, newToken, keptFrom);
  }

  private StackRecord claimed(Generation newer, long newToken, Generation kept) {
    return new StackRecord(
        project,
        organization,
        size,
        runtime,
        newer,
        kept,
        newToken,
        state,
        everActive,
        database,
        observedAt);
  }

  /** Whether this task is the one that changes it. */
  public boolean changedBy(TaskId task) {
    return state instanceof StackState.Changing changing && changing.task().equals(task);
  }

  /** The same with another size. */
  public StackRecord sized(StackSize other) {
    return new StackRecord(
        project,
        organization,
        other,
        runtime,
        generation,
        keptFrom,
        token,
        state,
        everActive,
        database,
        observedAt);
  }
}
