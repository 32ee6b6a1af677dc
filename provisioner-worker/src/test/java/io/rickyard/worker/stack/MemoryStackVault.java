package io.rickyard.worker.stack;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.SealedSecret;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets in memory; the same for every stack. */
public final class MemoryStackVault implements StackVault {

  private final Map<ProjectRef, StackSecrets> secrets = new ConcurrentHashMap<>();

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
  public void destroy(ProjectRef project) {
    secrets.remove(project);
  }
}
