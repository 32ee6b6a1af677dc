package io.rickyard.worker.job;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Duration;
import java.util.List;

/**
 * Runs {@code job.run}: once, unless whoever asks says otherwise, since it may not be repeatable.
 */
final class JobHandler implements TaskHandler {

  /** The program's own time is counted by the step; this is for what stands around it. */
  private static final Duration AROUND = Duration.ofMinutes(1);

  private final ProjectDoors projects;
  private final JobSettings settings;
  private final List<JobSurroundings> surroundings;

  JobHandler(ProjectDoors projects, JobSettings settings, List<JobSurroundings> surroundings) {
    this.projects = projects;
    this.settings = settings;
    this.surroundings = List.copyOf(surroundings);
  }

  @Override
  public TaskType type() {
    return BuiltInType.JOB_RUN;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.once();
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    return job(input).timeout().plus(AROUND);
  }

  @Override
  public List<Step> plan(TaskRun run) {
    return List.of(new JobStep(job(run.input()), projects, settings, surroundings));
  }

  private static JobRun job(TaskInput input) {
    if (input instanceof JobRun job) {
      return job;
    }
    throw new IllegalArgumentException("A job cannot run a " + input.taskType().wireName());
  }
}
