package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the end of a task, for clients to whom an answer says how it went. Not for ever: who
 * waited in vain finds the task's id in the complaint.
 */
@Singleton
public final class TaskEnds {

  private static final Duration LONGEST = Duration.ofSeconds(45);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final ProjectorClient projector;

  TaskEnds(ProjectorClient projector) {
    this.projector = projector;
  }

  /**
   * How far a task is.
   *
   * @param state its state
   * @param error why it failed
   */
  record Course(TaskStatus state, @Nullable TaskError error) {
    /** Checks that nothing required is missing. */
    Course {
      requireNonNull(state, "state");
    }
  }

  /** Returns when the task has done what it was to do; refuses when it has not. */
  public void await(Accepted accepted, Call call) {
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      var course = course(accepted, call);
      if (course.isPresent() && course.get().state().ended()) {
        requireSuccess(accepted, course.get());
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw unfinished(accepted);
      }
      pause(accepted);
    }
  }

  /**
   * Nothing before it can be seen, nor while the projector cannot be asked: the task goes on
   * without it.
   */
  private Optional<Course> course(Accepted accepted, Call call) {
    try {
      return Optional.of(projector.task(accepted.task(), call).as(Course.class));
    } catch (RequestRefused refused) {
      return switch (refused.code()) {
        case NOT_FOUND, BUSY, SERVICE_UNAVAILABLE -> Optional.empty();
        default -> throw refused;
      };
    }
  }

  private static void requireSuccess(Accepted accepted, Course course) {
    if (course.state() == TaskStatus.SUCCEEDED) {
      return;
    }
    var error = course.error();
    throw new RequestRefused(
        ErrorCode.TASK_FAILED,
        "The task %s %s%s"
            .formatted(
                accepted.task(),
                course.state() == TaskStatus.FAILED
                    ? "failed"
                    : "ended " + course.state().wireName(),
                error == null ? "" : ": " + error.message()));
  }

  private static RequestRefused unfinished(Accepted accepted) {
    return new RequestRefused(
        ErrorCode.NOT_READY_YET,
        "It was accepted as the task %s, whose end has not been seen yet"
            .formatted(accepted.task()),
        LATER);
  }

  private static void pause(Accepted accepted) {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw unfinished(accepted);
    }
  }
}
