package io.rickyard.worker.probe;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Runs {@code platform.probe}. */
@Singleton
public final class ProbeHandler implements TaskHandler {

  @Override
  public TaskType type() {
    return BuiltInType.PLATFORM_PROBE;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return new RetryPolicy(
        probe(input).maxAttempts(), Duration.ofMillis(200), Duration.ofSeconds(10), 0.2);
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    var probe = probe(input);
    return probe.stepDuration().multipliedBy(probe.steps()).plus(Duration.ofMinutes(1));
  }

  /** Its steps leave nothing behind, so it may be put back after each. */
  @Override
  public boolean yieldsAfter(TaskRun run, int step) {
    return true;
  }

  @Override
  public List<Step> plan(TaskRun run) {
    var probe = probe(run.input());
    return IntStream.rangeClosed(1, probe.steps())
        .<Step>mapToObj(number -> new ProbeStep(probe, number))
        .toList();
  }

  private static PlatformProbe probe(TaskInput input) {
    if (input instanceof PlatformProbe probe) {
      return probe;
    }
    throw new IllegalArgumentException("A probe cannot run a " + input.taskType().wireName());
  }

  private record ProbeStep(PlatformProbe probe, int number) implements Step {

    @Override
    public String name() {
      return "probe " + number;
    }

    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      for (int line = 1; line <= probe.logLines(); line++) {
        context.log(LogLevel.INFO, "step " + number + ", line " + line);
      }
      if (probe.stepDuration().isPositive()) {
        TimeUnit.NANOSECONDS.sleep(probe.stepDuration().toNanos());
      }
      context.checkpoint();
      long attempt = context.run().attempt().value();
      if (number == probe.failStep() && attempt <= probe.failAttempts()) {
        throw new TaskFailure(
            "probe_failed",
            "Attempt " + attempt + " was told to fail at step " + number,
            probe.failRetryable());
      }
    }
  }
}
