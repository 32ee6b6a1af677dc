package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.PostgresException;
import io.rickyard.postgres.ServerSight;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** A look at a stack without taking its directory: whoever acts on it is not disturbed. */
final class StackSight {

  private StackSight() {}

  static StackObservation of(Path directory, StackSpec stack, String address, Instant now)
      throws RuntimeUnavailable {
    if (!Files.isDirectory(directory)) {
      return StackObservation.absent(now);
    }
    try {
      var sight = ServerSight.of(directory);
      return sight.process().isPresent()
          ? ofServer(directory, sight.port(), stack, address, now)
          : ofNone(sight.initialized(), now);
    } catch (PostgresException e) {
      throw new RuntimeUnavailable(stack.project() + " can't be looked at: " + e.getMessage(), e);
    }
  }

  private static StackObservation ofNone(boolean initialized, Instant now) {
    var why = initialized ? "the server does not run" : "there is no database yet";
    return new StackObservation(
        initialized,
        false,
        DatabaseHealth.down(now, why),
        null,
        List.of(new Drift(DatabaseHealth.SERVER, Drift.Kind.STOPPED, "does not run")),
        now);
  }

  private static StackObservation ofServer(
      Path directory, int port, StackSpec stack, String address, Instant now) {
    var identifier = ServerSight.systemIdentifier(directory);
    var services =
        DatabaseHealth.ask("127.0.0.1", port, stack.secrets(), OptionalLong.of(identifier), now);
    var version = services.getFirst().version();
    var endpoint =
        version == null
            ? null
            : new DatabaseEndpoint(address, port, DatabaseBlueprint.DATABASE, version);
    return new StackObservation(true, true, services, endpoint, List.of(), now);
  }
}
