package io.rickyard.worker.stack;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Stacks for tests. */
public final class TestStacks {

  public static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  public static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  public static final StackLog SILENT = (_, _) -> {};

  private static final Random RANDOM = new Random();
  private static final StackSecrets SECRETS = make();

  private TestStacks() {}

  /** A project nobody has had. */
  public static ProjectRef project() {
    return new ProjectRef(
        RANDOM
            .ints(20, 'a', 'z' + 1)
            .mapToObj(letter -> String.valueOf((char) letter))
            .collect(Collectors.joining()));
  }

  public static StackSpec spec(ProjectRef project, long token) {
    return new StackSpec(
        project, ORGANIZATION, Generation.FIRST, token, StackProfile.DATABASE, secrets());
  }

  /** Secrets of the declared form, always the same ones; the user's password is an awkward one. */
  public static StackSecrets secrets() {
    return SECRETS;
  }

  private static StackSecrets make() {
    var secrets =
        new HashMap<>(
            DeclaredSecrets.shipped()
                .make(
                    new ProjectRef("aaaaaaaaaaaaaaaaaaaa"),
                    Instant.parse("2026-01-01T00:00:00Z"),
                    new SecureRandom()));
    secrets.put(StackSecrets.DB_PASS, "password of the user, with 'quotes'");
    return new StackSecrets(secrets);
  }

  /** Another {@code work_mem} for a stack's server. */
  public static TaskInput.StackConfigure workMemory(String size) {
    return new TaskInput.StackConfigure(
        new SettingsChange(SettingSection.POSTGRES, Map.of("work_mem", size), Set.of(), Set.of()),
        true);
  }

  /** The same stack under a later claim. */
  public static StackSpec later(StackSpec spec) {
    return new StackSpec(
        spec.project(),
        spec.organization(),
        spec.generation(),
        spec.token() + 1,
        spec.profile(),
        spec.secrets());
  }

  /** The same stack under a claim that none can follow. */
  public static StackSpec newest(StackSpec spec) {
    return new StackSpec(
        spec.project(),
        spec.organization(),
        new Generation(Long.MAX_VALUE),
        Long.MAX_VALUE,
        spec.profile(),
        spec.secrets());
  }

  /** From nothing to healthy. */
  public static void build(StackRuntime runtime, StackSpec spec)
      throws StackFailure, InterruptedException {
    runtime.prepare(spec, SILENT);
    runtime.initialize(spec, SILENT);
    runtime.start(spec, SILENT);
    runtime.configure(spec, SILENT);
  }
}
