package io.rickyard.worker.stack;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Secrets in memory, the same for every stack, and settings. Whether a claim is the last one is
 * nothing that is known here; sealed values are none.
 */
public final class MemoryStackVault implements StackVault {

  private record Changed(ProjectRef project, Generation generation, SettingSection section) {}

  private final Map<ProjectRef, StackSecrets> secrets = new ConcurrentHashMap<>();
  private final Map<Changed, StackSettings> former = new ConcurrentHashMap<>();

  @Override
  public StackSecrets openOrCreate(
      ProjectRef project, OrganizationId organization, Optional<SealedSecret> dbPass) {
    return secrets.computeIfAbsent(project, _ -> TestStacks.secrets());
  }

  @Override
  public StackSecrets adopt(
      ProjectRef project,
      OrganizationId organization,
      Map<String, String> found,
      Optional<SealedSecret> dbPass) {
    return secrets.computeIfAbsent(project, _ -> new StackSecrets(found));
  }

  @Override
  public Optional<StackSecrets> open(ProjectRef project) {
    return Optional.ofNullable(secrets.get(project));
  }

  @Override
  public boolean configure(
      StackSpec stack, SettingsChange change, Map<String, SealedSecret> sealed) {
    var now = secrets.get(stack.project());
    if (now == null) {
      return false;
    }
    var key = new Changed(stack.project(), stack.generation(), change.section());
    former.putIfAbsent(key, now.settings());
    put(
        stack.project(),
        now,
        change.section(),
        change.after(now.settings().of(change.section()), Map.of()));
    return true;
  }

  @Override
  public boolean configureBack(StackSpec stack, SettingSection section) {
    var now = secrets.get(stack.project());
    var before = former.get(new Changed(stack.project(), stack.generation(), section));
    if (now == null || before == null) {
      return false;
    }
    put(stack.project(), now, section, before.of(section));
    return true;
  }

  @Override
  public void discard(ProjectRef project, SettingsChange change) {
    // Nobody puts contents in here.
  }

  private void put(
      ProjectRef project, StackSecrets now, SettingSection section, Map<String, String> values) {
    var all = new HashMap<>(now.settings().bySection());
    all.put(section, values);
    var settings = new StackSettings(all);
    var kept = new HashMap<>(now.byName());
    AuthSettings.neededSecrets(settings)
        .forEach(name ->
            kept.computeIfAbsent(
                name, _ -> DeclaredSecrets.shipped().make(name, new SecureRandom())));
    secrets.put(project, new StackSecrets(kept, settings, now.contents()));
  }

  @Override
  public void destroy(ProjectRef project) {
    secrets.remove(project);
  }
}
