package io.rickyard.worker.job;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job and what it may reach of its project.
 *
 * @param job what is to be run
 * @param stack the project's stack, under the claim of this attempt
 * @param database where it listens
 */
public record ProjectJob(JobRun job, StackSpec stack, DatabaseEndpoint database) {

  private static final String USER = "postgres";

  /** Checks that nothing is missing. */
  public ProjectJob {
    requireNonNull(job, "job");
    requireNonNull(stack, "stack");
    requireNonNull(database, "database");
  }

  /**
   * The program's variables, secrets among them.
   *
   * @param place those of the place it runs in
   * @param host where it finds the database there
   * @param port on which port
   */
  public Map<String, String> variables(Map<String, String> place, String host, String port) {
    var variables = new HashMap<>(place);
    variables.put("PGHOST", host);
    variables.put("PGPORT", port);
    variables.put("PGUSER", USER);
    variables.put("PGDATABASE", database.database());
    variables.put("PGPASSWORD", stack.secrets().dbPassword());
    variables.putAll(job.environment());
    job.secrets().forEach((name, secret) -> variables.put(name, value(secret)));
    return variables;
  }

  /** From which address of this machine its database is opened, if that matters there. */
  @Nullable String source() {
    return StackLogins.user(stack.secrets()).sourceTo(database.host()).orElse(null);
  }

  /** What must not stand in its log. */
  List<String> masked() {
    var secrets = stack.secrets();
    return List.of(
        secrets.dbPassword(), secrets.jwtSecret(), secrets.serviceKey(), secrets.secretKey());
  }

  private String value(ProjectSecret name) {
    StackSecrets secrets = stack.secrets();
    return switch (name) {
      case DB_PASSWORD -> secrets.dbPassword();
      case JWT_SECRET -> secrets.jwtSecret();
      case ANON_KEY -> secrets.anonKey();
      case SERVICE_ROLE_KEY -> secrets.serviceKey();
      case PUBLISHABLE_KEY -> secrets.publishableKey();
      case SECRET_KEY -> secrets.secretKey();
    };
  }
}
