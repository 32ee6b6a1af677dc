package io.rickyard.projector.stack;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stack as it is shown. The project's name is not part of it: it comes from another stream of
 * events and stands beside it.
 *
 * @param project whose stack it is
 * @param organization whose project it is, where that is known
 * @param status its status, in the hosted platform's words
 * @param reason why it is so
 * @param since since when
 * @param deadline when somebody has to look, while something is under way
 * @param services what was seen of each service
 * @param database where its database listens
 * @param generation the desired state that was last worked on
 * @param task the task that works on it, or did last
 * @param observedAt when something was last told of it
 * @param version how many of its events are in here
 */
public record StackView(
    ProjectRef project,
    @Nullable OrganizationId organization,
    StackStatus status,
    @Nullable Reason reason,
    Instant since,
    @Nullable Instant deadline,
    List<ServiceHealth> services,
    @Nullable DatabaseEndpoint database,
    @Nullable Generation generation,
    @Nullable TaskId task,
    Instant observedAt,
    Version version) {

  /** Checks that nothing required is missing. */
  public StackView {
    requireNonNull(project, "project");
    requireNonNull(status, "status");
    requireNonNull(since, "since");
    requireNonNull(observedAt, "observed_at");
    requireNonNull(version, "version");
    services = services == null ? List.of() : List.copyOf(services);
  }

  StackView changing(StackStatus next, TaskId by, Instant at, Instant until) {
    return new StackView(
        project,
        organization,
        next,
        null,
        at,
        until,
        services,
        database,
        generation,
        by,
        at,
        version);
  }

  StackView settled(StackStatus next, @Nullable Reason why, Instant at) {
    return new StackView(
        project,
        organization,
        next,
        why,
        next == status ? since : at,
        null,
        services,
        database,
        generation,
        task,
        at,
        version);
  }

  StackView seen(Instant at, List<ServiceHealth> health) {
    return new StackView(
        project,
        organization,
        status,
        reason,
        since,
        deadline,
        health,
        database,
        generation,
        task,
        at,
        version);
  }

  StackView listening(@Nullable DatabaseEndpoint endpoint) {
    return new StackView(
        project,
        organization,
        status,
        reason,
        since,
        deadline,
        services,
        endpoint,
        generation,
        task,
        observedAt,
        version);
  }

  StackView identified(StackIdentity identity, Version reached) {
    return new StackView(
        project,
        identity.organization() == null ? organization : identity.organization(),
        status,
        reason,
        since,
        deadline,
        services,
        database,
        identity.generation() == null ? generation : identity.generation(),
        task,
        observedAt,
        reached);
  }
}
