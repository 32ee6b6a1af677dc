package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.rickyard.worker.job.JobProgram;
import io.rickyard.worker.job.JobSurroundings;
import io.rickyard.worker.job.ProjectJob;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.task.TaskFailure;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Jobs as containers beside their stack's services.
 *
 * <ol>
 *   <li>What an earlier job of the project left is removed: it has lost the lane.
 *   <li>A container is made, and its lines are listened to before it starts.
 *   <li>It ends with its program, with the connection of the worker that started it, or when it is
 *       removed: by that worker, by the next job, or by the next task that starts or stops the
 *       stack.
 *   <li>One that nobody removed goes when its time is over.
 * </ol>
 */
final class JobContainers implements JobSurroundings {

  /** For what stands around a program's own time: pulling its image aside. */
  private static final Duration AROUND = Duration.ofMinutes(10);

  private static final Duration REMOVAL = Duration.ofSeconds(30);

  private final Engine engine;
  private final StackLabels labels;
  private final Claims claims;
  private final StackNetworks networks;
  private final StackImages images;
  private final StackPlans plans;
  private final String image;
  private final Clock clock;

  /** With this image for all jobs, or with that of each project's database when it is empty. */
  JobContainers(
      Engine engine,
      StackLabels labels,
      Claims claims,
      StackNetworks networks,
      StackImages images,
      StackPlans plans,
      String image,
      Clock clock) {
    this.engine = engine;
    this.labels = labels;
    this.claims = claims;
    this.networks = networks;
    this.images = images;
    this.plans = plans;
    this.image = image;
    this.clock = clock;
  }

  @Override
  public String runtime() {
    return DockerStackRuntime.NAME;
  }

  @Override
  public JobProgram start(ProjectJob job, StackLog log) throws TaskFailure, InterruptedException {
    try {
      return begin(job, log);
    } catch (StackFailure e) {
      throw failure(e);
    } catch (EngineUnavailable e) {
      throw failure(DockerFailures.away(e));
    } catch (DockerException e) {
      throw failure(DockerFailures.of(e));
    }
  }

  static TaskFailure failure(StackFailure e) {
    return new TaskFailure(e.code(), String.valueOf(e.getMessage()), e.retryable(), e);
  }

  private JobProgram begin(ProjectJob job, StackLog log) throws StackFailure, InterruptedException {
    var stack = job.stack();
    claims.enter(stack);
    for (var left : list(labels.of(stack.project()))) {
      remove(engine, left.getId());
    }
    var from = image.isEmpty() ? imageOfDatabase(stack) : image;
    images.fetch(from, log);
    var id = create(job, new JobShape(job, from, networks.open(stack)));
    boolean begun = false;
    try {
      var program = JobContainer.listenTo(engine, id);
      claims.require(stack);
      engine.act("start job " + id, client -> client.startContainerCmd(id).exec());
      begun = true;
      return program;
    } finally {
      if (!begun) {
        remove(engine, id);
      }
    }
  }

  private String imageOfDatabase(StackSpec stack) {
    return plans.of(stack).service(StackPlans.DATABASE).orElseThrow().image();
  }

  private String create(ProjectJob job, JobShape shape) throws StackFailure, InterruptedException {
    var stack = job.stack();
    var origin = requireNonNull(stack.origin(), "A job is a task");
    var whose = new TreeMap<>(labels.of(stack));
    whose.put(
        StackLabels.JOB_UNTIL, clock.instant().plus(job.job().timeout()).plus(AROUND).toString());
    var name = labels.job(stack.project(), origin);
    claims.require(stack);
    try {
      var id =
          engine.act(
              "create " + name, client -> shape.on(client, whose).withName(name).exec().getId());
      engine.act(
          "give directories to " + name,
          client ->
              client
                  .copyArchiveToContainerCmd(id)
                  .withRemotePath("/")
                  .withTarInputStream(new ByteArrayInputStream(JobShape.places()))
                  .exec());
      return id;
    } catch (ConflictException e) {
      throw DockerFailures.notOurs(
          "A container that is not ours is called %s; it is left alone.".formatted(name));
    }
  }

  /** Removes the containers of jobs whose time is over, whoever started them. */
  void collect() throws InterruptedException {
    var now = clock.instant();
    for (var job : list(labels.ours())) {
      if (Instant.parse(job.getLabels().get(StackLabels.JOB_UNTIL)).isBefore(now)) {
        remove(engine, job.getId());
      }
    }
  }

  private List<Container> list(Map<String, String> with) throws InterruptedException {
    return engine
        .ask(
            "list jobs",
            client ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(StackLabels.filter(with))
                    .exec())
        .stream()
        .filter(container -> container.getLabels().containsKey(StackLabels.JOB_UNTIL))
        .toList();
  }

  /** Ends a job's container and all its processes, and removes it; or finds that it is gone. */
  static void remove(Engine engine, String id) throws InterruptedException {
    try {
      engine.act(
          "remove job " + id,
          REMOVAL,
          client -> client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
    } catch (NotFoundException _) {
      // it is gone
    }
  }
}
