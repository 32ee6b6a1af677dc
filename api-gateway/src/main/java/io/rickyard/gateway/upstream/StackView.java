package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was observed of a project's stack, as the projector has it.
 *
 * @param project whose it is
 * @param status how it is
 * @param reason why it is so, where that needs saying
 * @param since since when it is so
 * @param deadline until when it may be so
 * @param services what was seen of each service
 * @param database where the database listens
 * @param task the last task that changed it
 */
public record StackView(
    ProjectRef project,
    StackStatus status,
    @Nullable StatusReason reason,
    @Nullable Instant since,
    @Nullable Instant deadline,
    List<ServiceHealth> services,
    @Nullable DatabaseEndpoint database,
    @Nullable String task) {
  /** Checks that nothing required is missing. */
  public StackView {
    requireNonNull(project, "project");
    requireNonNull(status, "status");
    services = services == null ? List.of() : List.copyOf(services);
  }
}
