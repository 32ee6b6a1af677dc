package io.rickyard.worker.stack;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.DatabaseBlueprint;
import java.util.HashMap;
import java.util.Random;
import java.util.stream.Collectors;

/** Stacks for tests. */
public final class TestStacks {

  public static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  public static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  public static final StackLog SILENT = (_, _) -> {};

  private static final Random RANDOM = new Random();

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

  public static StackSecrets secrets() {
    var secrets = new HashMap<String, String>();
    DatabaseBlueprint.LOGIN_ROLES.stream()
        .filter(role -> !role.equals("supabase_admin") && !role.equals("postgres"))
        .forEach(role -> secrets.put("role:" + role, "password-of-" + role));
    secrets.put("db_pass", "password of the user, with 'quotes'");
    secrets.put("superuser_password", "password-of-the-superuser");
    secrets.put("jwt_secret", "a-jwt-secret-that-is-long-enough-to-be-one");
    secrets.put("anon_key", "anon-key");
    secrets.put("service_key", "service-key");
    secrets.put("publishable_key", "publishable-key");
    secrets.put("secret_key", "secret-key");
    return new StackSecrets(secrets);
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

  /** From nothing to healthy. */
  public static void build(StackRuntime runtime, StackSpec spec)
      throws StackFailure, InterruptedException {
    runtime.prepare(spec, SILENT);
    runtime.initialize(spec, SILENT);
    runtime.start(spec, SILENT);
    runtime.configure(spec, SILENT);
  }
}
