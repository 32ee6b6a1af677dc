package io.rickyard.gateway.management;

import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.stack.StackStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The health of one service, as the Management API shows it.
 *
 * @param name the service
 * @param healthy whether it does what it is for
 * @param status COMING_UP, ACTIVE_HEALTHY or UNHEALTHY
 * @param error what is wrong
 */
record HealthShape(String name, boolean healthy, String status, @Nullable String error) {

  /** The services that were seen; before any was, those that the profile will have. */
  static List<HealthShape> of(StackProfile profile, Observed observed) {
    var stack = observed.stack();
    if (stack == null || stack.services().isEmpty()) {
      return services(profile).stream().map(service -> unseen(service, observed)).toList();
    }
    return stack.services().stream().map(service -> seen(service, observed)).toList();
  }

  private static HealthShape seen(ServiceHealth service, Observed observed) {
    return service.healthy()
        ? new HealthShape(service.service(), true, "ACTIVE_HEALTHY", null)
        : new HealthShape(service.service(), false, notHealthy(observed.status()), service.error());
  }

  private static HealthShape unseen(String service, Observed observed) {
    return new HealthShape(service, false, notHealthy(observed.status()), observed.reason());
  }

  private static String notHealthy(StackStatus status) {
    return switch (status) {
      case COMING_UP, RESTORING, RESTARTING, UPGRADING, RESIZING -> "COMING_UP";
      case ACTIVE_HEALTHY,
          ACTIVE_UNHEALTHY,
          PAUSING,
          INACTIVE,
          GOING_DOWN,
          REMOVED,
          INIT_FAILED,
          PAUSE_FAILED,
          RESTORE_FAILED,
          UNKNOWN ->
          "UNHEALTHY";
    };
  }

  private static List<String> services(StackProfile profile) {
    return switch (profile) {
      case DATABASE -> List.of("db");
      case CORE -> List.of("db", "auth", "rest");
      case STANDARD, FULL -> List.of("db", "auth", "rest", "realtime", "storage", "pooler");
    };
  }
}
