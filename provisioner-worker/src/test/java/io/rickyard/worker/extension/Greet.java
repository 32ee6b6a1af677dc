package io.rickyard.worker.extension;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A type of task as somebody else would add it, in one class. */
@Singleton
public final class Greet implements TaskExtension<Greet.Input> {

  /** How a greeting sounds. */
  public enum Tone {
    WARM,
    COOL
  }

  /**
   * Whom to greet.
   *
   * @param name who
   * @param times how often, 1 to 10; once when left out
   * @param tone how; warm when left out
   * @param failAttempts how many attempts fail, from the first
   * @param longestPause how long a greeting takes
   */
  public record Input(
      String name,
      @Nullable Integer times,
      @Nullable Tone tone,
      @Nullable Integer failAttempts,
      @Nullable Duration longestPause) {
    public Input {
      requireNonNull(name, "name");
      times = requireNonNullElse(times, 1);
      if (times < 1 || times > 10) {
        throw new IllegalArgumentException("times lies between 1 and 10");
      }
    }
  }

  @Override
  public ExtensionType type() {
    return new ExtensionType("acme.greet");
  }

  @Override
  public String description() {
    return "Greets somebody";
  }

  @Override
  public Class<Input> input() {
    return Input.class;
  }

  @Override
  public TypeTerms terms() {
    return TypeTerms.PLAIN.within(5, Duration.ofMinutes(10));
  }

  @Override
  public RetryPolicy retryPolicy(Input input) {
    return new RetryPolicy(3, Duration.ofMillis(20), Duration.ofMillis(50), 0);
  }

  @Override
  public List<Step> plan(Input input, TaskRun run) {
    return IntStream.rangeClosed(1, requireNonNull(input.times()))
        .<Step>mapToObj(number -> new Say(input, number))
        .toList();
  }

  private record Say(Input input, int number) implements Step {

    @Override
    public String name() {
      return "greeting " + number;
    }

    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      if (context.run().attempt().value() <= requireNonNullElse(input.failAttempts(), 0)) {
        throw new TaskFailure("nobody_there", "Nobody listens yet", true);
      }
      TimeUnit.NANOSECONDS.sleep(requireNonNullElse(input.longestPause(), Duration.ZERO).toNanos());
      context.log(LogLevel.INFO, "Hello, " + input.name());
      context.result("greeted", Integer.toString(number));
    }
  }
}
