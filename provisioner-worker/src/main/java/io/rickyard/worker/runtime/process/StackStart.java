package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.postgres.ClientAccess;
import io.rickyard.postgres.PortInUseException;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunningServer;
import io.rickyard.postgres.ServerSettings;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseFence;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * One start of a project's server: on the port the project has, or on the next when something else
 * sits there; then the fence in the database is closed for older owners.
 */
final class StackStart {

  static final Duration SETUP_ANSWER = Duration.ofMinutes(2);

  private static final int PORTS_TO_TRY = 20;

  private final ProcessSettings settings;
  private final PortAllocations ports;
  private final StackSpec stack;
  private final StackLog log;

  StackStart(ProcessSettings settings, PortAllocations ports, StackSpec stack, StackLog log) {
    this.settings = settings;
    this.ports = ports;
    this.stack = stack;
    this.log = log;
  }

  RunningServer run(PostgresServer server) throws StackFailure, SQLException, FencedOffException {
    var running = startOnAPort(server);
    passFence(running);
    return running;
  }

  private RunningServer startOnAPort(PostgresServer server) throws StackFailure {
    var port = ports.allocate(stack.project(), PortAllocations.DATABASE);
    for (int tried = 1; ; tried++) {
      moveAwayFromOtherThan(port, server);
      try {
        return server.start(
            port,
            serverSettings(stack),
            StackLogins.superuser(stack.secrets()),
            settings.startWithin());
      } catch (PortInUseException e) {
        if (tried == PORTS_TO_TRY) {
          throw e;
        }
        log.line(LogLevel.WARN, "port %d is used by another process and given up".formatted(port));
        port = ports.burn(stack.project(), PortAllocations.DATABASE, port);
      }
    }
  }

  /** What the project's server is told. */
  static ServerSettings serverSettings(StackSpec stack) throws StackFailure {
    try {
      var access = stack.settings().access();
      return DatabaseBlueprint.serverSettings(stack.settings().of(SettingSection.POSTGRES))
          .with(
              new ClientAccess(
                  Stream.concat(access.allowed().stream(), access.allowedV6().stream()).toList(),
                  access.tlsOnly()));
    } catch (IllegalArgumentException e) {
      throw new StackFailure(
          StackFailure.SETTING_REFUSED, String.valueOf(e.getMessage()), false, e);
    }
  }

  private void moveAwayFromOtherThan(int port, PostgresServer server) {
    if (server.port().filter(used -> used != port).isPresent()) {
      log.line(LogLevel.WARN, "the server runs on a port that is not its own and is moved");
      server.stop(settings.stopWithin());
    }
  }

  /** Makes older owners' SQL fail from here on; before the setup there is nothing to guard. */
  private void passFence(RunningServer running) throws SQLException, FencedOffException {
    var superuser = StackLogins.superuser(stack.secrets());
    try (var connection = superuser.connect(running.port(), SETUP_ANSWER)) {
      if (DatabaseFence.exists(connection)) {
        DatabaseFence.pass(connection, stack.generation(), stack.token());
      }
    }
  }
}
