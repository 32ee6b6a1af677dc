package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Set;

/**
 * Brings what runs of a stack to settings that have changed. What a container was made with it
 * keeps, so other settings take another container.
 */
final class ChangedSettings {

  private static final String HELD_BY_REFERENCE =
      "it holds where databases are opened by reference";

  private final StackActions actions;
  private final StackLayouts layouts;
  private final StackWaves waves;
  private final StackDatabase databases;
  private final ServiceRestart restarts;
  private final String address;

  /**
   * Settings of the stacks of an engine.
   *
   * @param address where their ports are published
   */
  ChangedSettings(
      StackActions actions,
      StackLayouts layouts,
      StackWaves waves,
      StackDatabase databases,
      ServiceRestart restarts,
      String address) {
    this.actions = actions;
    this.layouts = layouts;
    this.waves = waves;
    this.databases = databases;
    this.restarts = restarts;
    this.address = address;
  }

  void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    if (section == SettingSection.PASSWORD) {
      changePassword(stack, restart, log);
    } else if (section == SettingSection.ACCESS) {
      keepAddresses(stack, log);
    } else if (section == SettingSection.POOLER
        && actions.plan(stack).service(section.service()).isEmpty()) {
      log.line(LogLevel.INFO, HELD_BY_REFERENCE);
    } else {
      applyToService(stack, section, restart, log);
    }
  }

  /** The role has it first; then what was told the old one is replaced. */
  private void changePassword(StackSpec stack, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          databases.changePassword(stack, plan);
          log.line(LogLevel.INFO, "the role postgres has the new password");
          if (!restart) {
            log.line(LogLevel.WARN, "services that use it get it with their next restart");
            return;
          }
          var layout = layouts.open(stack, plan);
          waves.removeOutdated(layout, log);
          waves.start(layout, layout.all(), log);
        });
  }

  /**
   * The server in the container sees the engine's address in place of its clients', so that they
   * are told apart where databases are opened by reference. That is enough where the stack's own
   * port is reached on its host alone.
   */
  private void keepAddresses(StackSpec stack, StackLog log) throws StackFailure {
    try {
      if (!stack.settings().access().equals(DatabaseAccess.OPEN)
          && !InetAddress.getByName(address).isLoopbackAddress()) {
        throw DockerFailures.failure(
            StackFailure.SETTING_REFUSED,
            "the database's own port is published at %s, where nobody can be kept from it"
                .formatted(address),
            false,
            null);
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      throw DockerFailures.failure(
          StackFailure.SETTING_REFUSED, String.valueOf(e.getMessage()), false, e);
    }
    log.line(LogLevel.INFO, HELD_BY_REFERENCE);
  }

  private void applyToService(
      StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure, InterruptedException {
    var outdated = new ArrayList<Set<String>>();
    actions.act(
        stack,
        plan -> {
          ServiceRestart.require(plan, section.service());
          outdated.addAll(waves.outdated(layouts.open(stack, plan), section));
        });
    for (var services : outdated) {
      if (restart) {
        restarts.run(stack, services, log);
        requireKnown(stack, section);
      } else {
        log.line(LogLevel.WARN, services + " get them with their next restart");
      }
    }
  }

  private void requireKnown(StackSpec stack, SettingSection section)
      throws StackFailure, InterruptedException {
    if (section == SettingSection.POSTGRES) {
      actions.act(stack, plan -> databases.requireKnown(stack, plan));
    }
  }

  /** Whether what runs does not have them yet. */
  boolean awaitRestart(StackSpec stack, SettingSection section) throws RuntimeUnavailable {
    return actions.look(
        stack.project() + " can't be looked at",
        () -> !waves.outdated(layouts.given(stack, actions.plan(stack)), section).isEmpty());
  }
}
