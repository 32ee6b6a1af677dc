package io.rickyard.projector.stack;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stack looks like after its events. A project that was accepted is shown as coming up, at
 * version 0, until the worker's own events come.
 */
public final class StackProjection {

  private StackProjection() {}

  /** A stack of which nothing is known but that its project was accepted. */
  public static StackView accepted(ProjectRef project, OrganizationId organization, Instant at) {
    return absent(new StackIdentity(project, organization, null), at);
  }

  /** The stack after one more event. */
  public static StackView evolve(
      @Nullable StackView stack, StackEvent event, StackIdentity identity) {
    StackView before = stack == null ? absent(identity, event.at()) : stack;
    return next(before, event).identified(identity, before.version().next());
  }

  private static StackView next(StackView stack, StackEvent event) {
    return switch (event) {
      case StackEvent.StackProvisioningStarted e ->
          stack.changing(StackStatus.COMING_UP, e.task(), e.at(), e.deadline());
      case StackEvent.StackActivated e ->
          stack
              .settled(StackStatus.ACTIVE_HEALTHY, null, e.at())
              .seen(e.at(), e.services())
              .listening(e.database());
      case StackEvent.StackPauseStarted e ->
          stack.changing(StackStatus.PAUSING, e.task(), e.at(), e.deadline());
      case StackEvent.StackPaused e ->
          stack.settled(StackStatus.INACTIVE, null, e.at()).seen(e.at(), List.of());
      case StackEvent.StackResumeStarted e ->
          stack.changing(StackStatus.RESTORING, e.task(), e.at(), e.deadline());
      case StackEvent.StackRestartStarted e ->
          stack.changing(StackStatus.RESTARTING, e.task(), e.at(), e.deadline());
      // The hosted platform has no word for it; what it does comes nearest to a restart.
      case StackEvent.StackRepairStarted e ->
          stack.changing(StackStatus.RESTARTING, e.task(), e.at(), e.deadline());
      case StackEvent.StackResizeStarted e ->
          stack.changing(StackStatus.RESIZING, e.task(), e.at(), e.deadline());
      // Nor for this.
      case StackEvent.StackConfigureStarted e ->
          stack.changing(StackStatus.RESTARTING, e.task(), e.at(), e.deadline());
      case StackEvent.StackRemovalStarted e ->
          stack.changing(StackStatus.GOING_DOWN, e.task(), e.at(), e.deadline());
      case StackEvent.StackRemoved e ->
          stack.settled(StackStatus.REMOVED, null, e.at()).seen(e.at(), List.of()).listening(null);
      case StackEvent.StackHealthObserved e -> observed(stack.seen(e.at(), e.services()), e);
      case StackEvent.StackObservationLost e ->
          isWatched(stack.status())
              ? stack.settled(StackStatus.UNKNOWN, e.reason(), e.at())
              : stack;
      case StackEvent.StackChangeFailed e -> stack.settled(after(e.change()), e.reason(), e.at());
    };
  }

  private static StackView observed(StackView stack, StackEvent.StackHealthObserved event) {
    if (!isWatched(stack.status())) {
      return stack; // what is under way, or stopped, says itself when it is over
    }
    return event.healthy()
        ? stack.settled(StackStatus.ACTIVE_HEALTHY, null, event.at())
        : stack.settled(StackStatus.ACTIVE_UNHEALTHY, event.reason(), event.at());
  }

  /** Whether an observation alone may change the status. */
  private static boolean isWatched(StackStatus status) {
    return switch (status) {
      case ACTIVE_HEALTHY, ACTIVE_UNHEALTHY, UNKNOWN -> true;
      case COMING_UP,
          PAUSING,
          INACTIVE,
          RESTORING,
          RESTARTING,
          UPGRADING,
          GOING_DOWN,
          REMOVED,
          INIT_FAILED,
          PAUSE_FAILED,
          RESTORE_FAILED,
          RESIZING ->
          false;
    };
  }

  private static StackStatus after(StackChange failed) {
    return switch (failed) {
      case PROVISION -> StackStatus.INIT_FAILED;
      case PAUSE -> StackStatus.PAUSE_FAILED;
      case RESUME -> StackStatus.RESTORE_FAILED;
      case RESTART, REPAIR, RESIZE, CONFIGURE -> StackStatus.ACTIVE_UNHEALTHY;
      // What is left of it, nobody can say.
      case REMOVE -> StackStatus.UNKNOWN;
    };
  }

  private static StackView absent(StackIdentity identity, Instant at) {
    return new StackView(
        identity.project(),
        identity.organization(),
        StackStatus.COMING_UP,
        null,
        at,
        null,
        List.of(),
        null,
        identity.generation(),
        null,
        at,
        Version.NONE);
  }
}
