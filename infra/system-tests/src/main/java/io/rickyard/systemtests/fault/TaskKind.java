package io.rickyard.systemtests.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.contracts.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** What the load asks for: tasks that need no stack, each with the ends it may come to. */
enum TaskKind {
  /** Over in a moment. */
  SHORT(60) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      task.put("queue", QUEUES[random.nextInt(QUEUES.length)]);
      input(task).put("steps", 1 + random.nextInt(2)).put("log_lines", random.nextInt(3));
    }
  },
  /** Long enough to be at work when its worker is killed or stopped. */
  LONG(10) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      input(task).put("steps", 4).put("step_duration", "PT0.5S").put("log_lines", 2);
    }
  },
  /** Due a little later. */
  DELAYED(6) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      task.put("run_at", Instant.now().plus(Duration.ofMillis(random.nextInt(3_000))).toString());
      input(task);
    }
  },
  /** Fails at first, and succeeds when it is tried again. */
  RETRIED(6) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      input(task).put("fail_attempts", 1 + random.nextInt(2)).put("max_attempts", 10);
      retry(task, 10);
    }
  },
  /** Fails until it is given up. */
  GIVEN_UP(3) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      input(task).put("fail_attempts", 100).put("fail_retryable", random.nextBoolean());
      retry(task, 2);
    }
  },
  /** Would run for minutes; the load cancels it. */
  CANCELLED(5) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      input(task).put("steps", 60).put("step_duration", "PT10S");
    }
  },
  /** One after the other with others of its key. */
  IN_LANE(4) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      lane(task, random, "queue");
      input(task);
    }
  },
  /** Takes the place of those of its key that have not begun. */
  REPLACING(3) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      lane(task, random, "replace_queued");
      input(task).put("step_duration", "PT0.1S");
    }
  },
  /** Holds a lock for a lease, or waits for it in vain. */
  LOCK(3) {
    @Override
    void fill(ObjectNode task, RandomGenerator random) {
      task.removeAll();
      task.put("name", "lock-" + random.nextInt(LANES)).put("lease", "PT1S").put("wait", "PT20S");
    }
  };

  private static final String[] QUEUES = {"critical", "normal", "normal", "batch"};
  private static final int LANES = 5;

  private final int weight;

  TaskKind(int weight) {
    this.weight = weight;
  }

  /** Draws one, the common ones more often. */
  static TaskKind drawn(RandomGenerator random) {
    int all = 0;
    for (TaskKind kind : values()) {
      all += kind.weight;
    }
    int drawn = random.nextInt(all);
    for (TaskKind kind : values()) {
      drawn -= kind.weight;
      if (drawn < 0) {
        return kind;
      }
    }
    throw new IllegalStateException("Weights do not add up");
  }

  /** Whether such a task may end so. */
  boolean mayEnd(TaskStatus end) {
    return switch (this) {
      case SHORT, LONG, DELAYED, RETRIED, IN_LANE -> end == TaskStatus.SUCCEEDED;
      case GIVEN_UP -> end == TaskStatus.FAILED;
      case CANCELLED -> end == TaskStatus.CANCELLED;
      case REPLACING -> end == TaskStatus.SUCCEEDED || end == TaskStatus.SUPERSEDED;
      case LOCK -> end == TaskStatus.FAILED || end == TaskStatus.EXPIRED; // nobody releases it
    };
  }

  /** The body of the request for one. */
  ObjectNode request(String organization, RandomGenerator random) {
    var task = RickyardClient.object().put("type", "platform.probe");
    fill(task, random);
    return task.put("organization", organization);
  }

  abstract void fill(ObjectNode task, RandomGenerator random);

  private static ObjectNode input(ObjectNode task) {
    return task.withObject("/input");
  }

  private static void retry(ObjectNode task, int attempts) {
    var retry = task.putObject("retry").put("max_attempts", attempts);
    retry.putObject("backoff").put("kind", "fixed").put("base", "PT0.2S");
  }

  private static void lane(ObjectNode task, RandomGenerator random, String policy) {
    task.putObject("concurrency")
        .put("key", policy + "-" + random.nextInt(LANES))
        .put("policy", policy);
  }
}
