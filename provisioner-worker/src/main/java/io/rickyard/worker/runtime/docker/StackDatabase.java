package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseFence;
import io.rickyard.stack.DatabaseSetup;
import io.rickyard.stack.FencedOffException;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.runtime.DatabaseSize;
import io.rickyard.worker.runtime.ServerSettingsCheck;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.runtime.UserPassword;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is done inside of a stack's database, behind the fence that stands in it. */
final class StackDatabase {

  private static final Duration ANSWER = Duration.ofMinutes(2);

  private final Containers containers;
  private final String address;
  private final SecureRandom random;

  /**
   * Does it over published ports.
   *
   * @param address where these are reached
   */
  StackDatabase(Containers containers, String address, SecureRandom random) {
    this.containers = containers;
    this.address = address;
    this.random = random;
  }

  /**
   * Makes older owners' SQL fail from here on; before the setup there is nothing to guard.
   *
   * @return whether the setup is complete
   */
  boolean passFence(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    try (var connection = connect(stack, plan)) {
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
  void changePassword(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    try (var connection = connect(stack, plan)) {
      UserPassword.change(connection, StackLogins.userVerifier(stack.secrets(), random), stack);
    } catch (FencedOffException e) {
      throw DockerFailures.fencedOff(e);
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }

  /** Complains about settings that the server does not know. */
  void requireKnown(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    try (var connection = connect(stack, plan)) {
      ServerSettingsCheck.requireKnown(
          connection, stack.settings().of(SettingSection.POSTGRES).keySet());
    } catch (SQLException e) {
      throw DockerFailures.projectDatabase(e);
    }
  }

  /** How much it keeps, if it tells. */
  @Nullable Long size(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    var size = DatabaseSize.ask(StackLogins.superuser(stack.secrets()), address, port(stack, plan));
    return size.isPresent() ? size.getAsLong() : null;
  }

  /** Brings the database to what the blueprint says. */
  void setUp(StackSpec stack, StackPlan plan, StackLog log)
      throws StackFailure, InterruptedException {
    var steps = DatabaseBlueprint.steps(StackLogins.credentials(stack.secrets(), random));
    try (var connection = connect(stack, plan)) {
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

  private Connection connect(StackSpec stack, StackPlan plan)
      throws SQLException, StackFailure, InterruptedException {
    return StackLogins.superuser(stack.secrets()).connect(address, port(stack, plan), ANSWER);
  }

  private int port(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    var service = plan.service(StackPlans.DATABASE).orElseThrow();
    for (var container : containers.of(stack.project())) {
      if (container.service().equals(StackPlans.DATABASE)
          && stack.keeps(container.generation())
          && container.running()) {
        var port = DockerSight.databasePort(service, container);
        if (port.isPresent()) {
          return port.getAsInt();
        }
      }
    }
    throw DockerFailures.failure("runtime_failed", "The database does not run.", true, null);
  }
}
