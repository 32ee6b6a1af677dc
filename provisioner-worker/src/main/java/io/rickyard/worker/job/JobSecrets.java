package io.rickyard.worker.job;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.worker.content.ProjectKey;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.task.TaskFailure;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The secrets of a project for which a job asks by name, as they are when it starts: a key that
 * opens nothing any more is not given, since the program would find that out much later.
 */
final class JobSecrets {

  private final ProjectRef project;
  private final StackSecrets secrets;

  JobSecrets(ProjectRef project, StackSecrets secrets) {
    this.project = project;
    this.secrets = secrets;
  }

  /**
   * Those that are asked for, by the variables they are asked for in.
   *
   * @throws TaskFailure {@code secret_absent} when the project has not such a one, or not any more
   */
  Map<String, String> of(Map<String, ProjectSecret> asked) throws TaskFailure {
    var given = new HashMap<String, String>();
    for (var one : asked.entrySet()) {
      var name = one.getValue();
      given.put(one.getKey(), find(name).orElseThrow(() -> absent(name)));
    }
    return given;
  }

  private Optional<String> find(ProjectSecret name) {
    return switch (name) {
      case DB_PASSWORD -> secrets.find(StackSecrets.DB_PASS);
      case JWT_SECRET ->
          secrets
              .signing(project)
              .filter(signing -> signing.keys().legacy().verifies())
              .flatMap(_ -> secrets.find(StackSecrets.JWT_SECRET));
      case ANON_KEY -> legacy(StackSecrets.ANON_KEY);
      case SERVICE_ROLE_KEY -> legacy(StackSecrets.SERVICE_KEY);
      case PUBLISHABLE_KEY -> opaque(ProjectKey.Kind.PUBLISHABLE);
      case SECRET_KEY -> opaque(ProjectKey.Kind.SECRET);
    };
  }

  private Optional<String> legacy(String name) {
    return secrets.apiKeys(project).legacyEnabled() ? secrets.find(name) : Optional.empty();
  }

  private Optional<String> opaque(ProjectKey.Kind kind) {
    return secrets.apiKeys(project).opaque().stream()
        .filter(key -> key.kind() == kind)
        .map(ProjectKey::key)
        .findFirst();
  }

  private static TaskFailure absent(ProjectSecret name) {
    var wireName = name.name().toLowerCase(Locale.ROOT);
    return new TaskFailure(
        "secret_absent",
        switch (name) {
          case ANON_KEY, SERVICE_ROLE_KEY ->
              "The project's legacy keys are disabled or not known, and %s is one; let the job ask for publishable_key or secret_key"
                  .formatted(wireName);
          case JWT_SECRET -> "The project's services do not take what jwt_secret signs any more";
          case DB_PASSWORD, PUBLISHABLE_KEY, SECRET_KEY ->
              "The project has no " + wireName + " any more";
        },
        false);
  }
}
