package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static io.rickyard.worker.stack.TestStacks.spec;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.postgres.Login;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.runtime.DatabaseUse;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.TestStacks;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who uses a project's database, seen on a real one. */
class DatabaseUseIT {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String SERVICE = "authenticator";

  @Test
  void connectionsOfUsersCountAndThoseOfTheStacksServicesDoNot() throws Exception {
    try (var host = EngineHost.open()) {
      // given
      var runtime = host.runtime(EngineHost.freePorts());
      var stack = spec(TestStacks.project(), 10);
      build(runtime, stack);
      var database = requireNonNull(runtime.observe(stack).database());
      var secrets = stack.secrets();
      var service =
          new Login(
              SERVICE,
              requireNonNull(secrets.rolePasswords().get(SERVICE)),
              DatabaseBlueprint.DATABASE);

      try (var _ = service.connect(database.port(), ANSWER)) {
        assertThat(DatabaseUse.connections(database, secrets)).hasValue(0);
        try (var _ = StackLogins.user(secrets).connect(database.port(), ANSWER)) {

          // then
          assertThat(DatabaseUse.connections(database, secrets)).hasValue(1);
        }
        // A server forgets a connection a moment after it was closed.
        Eventually.asserted(
            () -> assertThat(DatabaseUse.connections(database, secrets)).hasValue(0));
      }
      runtime.stop(newest(stack), SILENT);
      assertThat(DatabaseUse.connections(database, secrets)).isEmpty();
      runtime.remove(newest(stack), SILENT);
      runtime.collectTrash();
    }
  }
}
