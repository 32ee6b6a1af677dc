package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.stack.blueprint.PlannedValue;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.worker.stack.StackSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * A service with the settings that a project chose for it: PostgreSQL takes them as arguments, all
 * others as variables. They are part of its plan, so a container without them is one of another
 * plan.
 */
final class ConfiguredService {

  private ConfiguredService() {}

  static ServicePlan of(ServicePlan service, StackSettings settings) {
    var plan = service;
    for (var section : sections(service)) {
      if (!settings.of(section).isEmpty()) {
        plan =
            switch (section) {
              case POSTGRES -> withArguments(plan, settings);
              // These reach their services by other ways.
              case ACCESS, PASSWORD, KEYS, SIGNING_KEYS, FUNCTIONS -> plan;
              case AUTH ->
                  plan.withCommand(
                      plan.command(), AuthVariables.of(plan.environment(), settings.of(section)));
              case POSTGREST, STORAGE, REALTIME, POOLER -> withVariables(plan, section, settings);
            };
      }
    }
    return plan;
  }

  private static SettingSection[] sections(ServicePlan service) {
    return Arrays.stream(SettingSection.values())
        .filter(section -> section.service().equals(service.service()))
        .toArray(SettingSection[]::new);
  }

  private static ServicePlan withArguments(ServicePlan plan, StackSettings settings) {
    var command = new ArrayList<>(plan.command());
    new TreeMap<>(settings.of(SettingSection.POSTGRES))
        .forEach((name, value) -> {
          command.add("-c");
          command.add(name + "=" + value);
        });
    return plan.withCommand(command, plan.environment());
  }

  private static ServicePlan withVariables(
      ServicePlan plan, SettingSection section, StackSettings settings) {
    var list = SettingList.of(section);
    var environment = new TreeMap<>(plan.environment());
    settings
        .of(section)
        .forEach((name, value) ->
            list.find(name)
                .ifPresent(setting -> {
                  var variable = ServiceVariable.of(section, name, value);
                  environment.put(
                      variable.name(), new PlannedValue(variable.value(), setting.secret()));
                }));
    return plan.withCommand(plan.command(), environment);
  }
}
