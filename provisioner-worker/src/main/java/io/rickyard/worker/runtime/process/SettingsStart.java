package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.runtime.ServerSettingsCheck;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Brings a project's server to its settings.
 *
 * <ol>
 *   <li>One that does not run is started, which is all.
 *   <li>One that runs reads its settings again.
 *   <li>What it takes only when it starts makes a restart necessary; where none is wanted, it
 *       waits.
 *   <li>The server has to know every setting.
 * </ol>
 */
final class SettingsStart {

  private static final Duration RELOAD = Duration.ofSeconds(30);

  private final ProcessSettings settings;
  private final StackStart start;
  private final StackSpec stack;
  private final StackLog log;

  SettingsStart(ProcessSettings settings, StackStart start, StackSpec stack, StackLog log) {
    this.settings = settings;
    this.start = start;
    this.stack = stack;
    this.log = log;
  }

  void run(PostgresServer server, boolean restart)
      throws StackFailure, SQLException, FencedOffException {
    var superuser = StackLogins.superuser(stack.secrets());
    var chosen = stack.settings().of(SettingSection.POSTGRES);
    if (start.run(server).adopted()) {
      restartFor(
          server.reload(StackStart.serverSettings(stack), superuser, RELOAD), restart, server);
    }
    var port = server.port().orElseThrow();
    try (var connection = superuser.connect(port, StackStart.SETUP_ANSWER)) {
      ServerSettingsCheck.requireKnown(connection, chosen.keySet());
    }
  }

  private void restartFor(List<String> pending, boolean restart, PostgresServer server)
      throws StackFailure, SQLException, FencedOffException {
    if (pending.isEmpty()) {
      log.line(LogLevel.INFO, "the server has read its settings");
      return;
    }
    if (!restart) {
      log.line(LogLevel.WARN, pending + " wait for the next restart of the server");
      return;
    }
    log.line(LogLevel.INFO, "the server is restarted for " + pending);
    server.stop(settings.stopWithin());
    start.run(server);
  }
}
