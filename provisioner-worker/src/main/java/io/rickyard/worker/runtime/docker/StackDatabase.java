package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseFence;
import io.rickyard.stack.DatabaseSetup;
import io.rickyard.stack.FencedOffException;
import io.rickyard.worker.runtime.DatabaseSize;
import io.rickyard.worker.runtime.ServerSettingsCheck;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.runtime.UserPassword;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is done inside of a stack's database, behind the fence that stands in it. */
final class StackDatabase {

  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final String address;
  private final SecureRandom random;

  /**
   * Does it over published ports.
   *
   * @param address where these are reached
   */
  StackDatabase(String address, SecureRandom random) {
    this.address = address;
    this.random = random;
  }

  /**
   * Makes older owners' SQL fail from here on; before the setup there is nothing to guard.
   *
   * @return whether the setup is complete
   */
  boolean passFence(StackSpec stack, int port) throws StackFailure {
    try (var connection = StackLogins.superuser(stack.secrets()).connect(address, port, ANSWER)) {
      if (!DatabaseFence.exists(connection)) {
        return false;
      }
      DatabaseFence.pass(connection, stack.generation(), stack.token());
      var steps = DatabaseBlueprint.steps(StackLogins.credentials(stack.secrets(), random));
      return DatabaseSetup.complete(connection, steps);
    } catch (FencedOffException e) {
      throw DockerFailures.fencedOff(e);
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }

  /** Gives the role that users have the password that the stack's secrets name. */
  void changePassword(StackSpec stack, int port) throws StackFailure {
    try (var connection = StackLogins.superuser(stack.secrets()).connect(address, port, ANSWER)) {
      UserPassword.change(connection, StackLogins.userVerifier(stack.secrets(), random), stack);
    } catch (FencedOffException e) {
      throw DockerFailures.fencedOff(e);
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }

  /** Complains about settings that the server does not know. */
  void requireKnown(StackSpec stack, int port) throws StackFailure {
    try (var connection = StackLogins.superuser(stack.secrets()).connect(address, port, ANSWER)) {
      ServerSettingsCheck.requireKnown(
          connection, stack.settings().of(SettingSection.POSTGRES).keySet());
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }

  /** How much it keeps, if it tells. */
  @Nullable Long size(StackSpec stack, int port) {
    var size = DatabaseSize.ask(StackLogins.superuser(stack.secrets()), address, port);
    return size.isPresent() ? size.getAsLong() : null;
  }

  /** Brings the database to what the blueprint says. */
  void setUp(StackSpec stack, int port, StackLog log) throws StackFailure {
    var steps = DatabaseBlueprint.steps(StackLogins.credentials(stack.secrets(), random));
    try (var connection = StackLogins.superuser(stack.secrets()).connect(address, port, ANSWER)) {
      DatabaseSetup.apply(
          connection,
          steps,
          stack.generation(),
          stack.token(),
          step -> log.line(LogLevel.INFO, "applied " + step));
    } catch (FencedOffException e) {
      throw DockerFailures.fencedOff(e);
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }
}
