package io.rickyard.worker.job;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.task.TaskFailure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job and what it may reach of its project.
 *
 * @param job what is to be run
 * @param stack the project's stack, under the claim of this attempt
 * @param database where it listens
 * @param given the secrets that it asks for, by the variables it asks for them in
 */
public record ProjectJob(
    JobRun job, StackSpec stack, DatabaseEndpoint database, Map<String, String> given) {

  private static final String USER = "postgres";

  /** Checks that nothing is missing. */
  public ProjectJob {
    requireNonNull(job, "job");
    requireNonNull(stack, "stack");
    requireNonNull(database, "database");
    given = Map.copyOf(given);
  }

  /**
   * With the secrets that it asks for.
   *
   * @throws TaskFailure {@code secret_absent} when there is none of that name
   */
  public static ProjectJob of(JobRun job, StackSpec stack, DatabaseEndpoint database)
      throws TaskFailure {
    var given = new JobSecrets(stack.project(), stack.secrets()).of(job.secrets());
    return new ProjectJob(job, stack, database, given);
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
    variables.putAll(given);
    return variables;
  }

  /** From which address of this machine its database is opened, if that matters there. */
  @Nullable String source() {
    return StackLogins.user(stack.secrets()).sourceTo(database.host()).orElse(null);
  }

  /** Says who it is for, and no secret. */
  @Override
  public String toString() {
    return "ProjectJob[%s]".formatted(stack.project());
  }
}
