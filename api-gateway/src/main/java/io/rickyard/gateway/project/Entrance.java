package io.rickyard.gateway.project;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.StackEntrance;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Duration;

/** Whether a project takes requests. */
sealed interface Entrance {

  /**
   * It does.
   *
   * @param gateway where
   */
  record Open(GatewayEndpoint gateway) implements Entrance {
    /** Checks that nothing is missing. */
    public Open {
      requireNonNull(gateway, "gateway");
    }
  }

  /**
   * It does not.
   *
   * @param refusal what its callers are told
   */
  record Shut(RequestRefused refusal) implements Entrance {
    /** Checks that nothing is missing. */
    public Shut {
      requireNonNull(refusal, "refusal");
    }
  }

  /** How long a caller is asked to wait for a project that is about to be there. */
  Duration SOON = Duration.ofSeconds(3);

  /** What the worker's answer means for requests. */
  static Entrance of(ProjectRef project, StackEntrance stack) {
    return switch (stack.status()) {
      case ACTIVE_HEALTHY, ACTIVE_UNHEALTHY, UNKNOWN, PAUSE_FAILED -> running(project, stack);
      case COMING_UP, RESTORING, RESTARTING, UPGRADING, RESIZING -> starting(project);
      case PAUSING, INACTIVE ->
          shut(
              ErrorCode.PROJECT_PAUSED,
              "The project %s is paused; its owner can resume it".formatted(project));
      case INIT_FAILED, RESTORE_FAILED ->
          shut(
              ErrorCode.PROJECT_UNREACHABLE,
              "The project %s could not be started; its owner can see why".formatted(project));
      case GOING_DOWN, REMOVED ->
          shut(ErrorCode.NOT_FOUND, "There is no project %s".formatted(project));
    };
  }

  /** Whether it takes no requests because it is paused, by whomever. */
  static boolean stopped(StackEntrance stack) {
    return switch (stack.status()) {
      case PAUSING, INACTIVE -> true;
      case ACTIVE_HEALTHY,
          ACTIVE_UNHEALTHY,
          UNKNOWN,
          PAUSE_FAILED,
          COMING_UP,
          RESTORING,
          RESTARTING,
          UPGRADING,
          RESIZING,
          INIT_FAILED,
          RESTORE_FAILED,
          GOING_DOWN,
          REMOVED ->
          false;
    };
  }

  /** It will in a moment. */
  static Entrance starting(ProjectRef project) {
    return new Shut(
        new RequestRefused(
            ErrorCode.PROJECT_STARTING,
            "The project %s is on its way up".formatted(project),
            SOON));
  }

  private static Entrance running(ProjectRef project, StackEntrance stack) {
    var gateway = stack.gateway();
    return gateway != null
        ? new Open(gateway)
        : shut(
            ErrorCode.NO_GATEWAY,
            "The project %s has the profile %s, and no gateway"
                .formatted(project, stack.profile().wireName()));
  }

  private static Entrance shut(ErrorCode code, String detail) {
    return new Shut(new RequestRefused(code, detail));
  }
}
