package io.rickyard.gateway.project;

import io.micronaut.context.annotation.Context;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.upstream.IdleClient;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.RequestRefused;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has projects paused that nobody uses.
 *
 * <ol>
 *   <li>org-service is told which projects were used through here. Where that fails nothing is
 *       stopped, and it is told the next time.
 *   <li>It says which have not been used for their time, through whatever gateway.
 *   <li>The worker says whether such a project is used otherwise: by a task, or by connections to
 *       its database. What cannot be seen counts as used.
 *   <li>org-service is asked to pause the others, and looks once more under the project's lock.
 * </ol>
 */
@Context
final class IdleProjects implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IdleProjects.class);

  private static final int MOST_AT_ONCE = 1_000;

  private final Uses uses;
  private final IdleClient org;
  private final WorkerClient worker;
  private final IdleSettings settings;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("rickyard-idle-projects").factory());

  IdleProjects(Uses uses, IdleClient org, WorkerClient worker, IdleSettings settings) {
    this.uses = uses;
    this.org = org;
    this.worker = worker;
    this.settings = settings;
  }

  @PostConstruct
  void start() {
    var pause = settings.lookEvery().toMillis();
    var _ = looks.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      if (tell(List.copyOf(uses.take()))) {
        stopIdle();
      }
    } catch (RequestRefused refused) {
      LOG.debug(
          "idle_projects=unknown follows=\"looks again\" reason=\"{}\"", refused.getMessage());
    } catch (RuntimeException e) {
      // The one loop that owns this: a project that cannot be decided about must not end it.
      LOG.error("idle_projects=failed follows=\"looks again\"", e);
    }
  }

  private boolean tell(List<ProjectRef> used) {
    for (int from = 0; from < used.size(); from += MOST_AT_ONCE) {
      var some = used.subList(from, Math.min(used.size(), from + MOST_AT_ONCE));
      try {
        org.used(some);
      } catch (RequestRefused refused) {
        uses.putBack(used.subList(from, used.size()));
        LOG.debug("uses=untold follows=\"tells again\" reason=\"{}\"", refused.getMessage());
        return false;
      }
    }
    return true;
  }

  private void stopIdle() {
    var busy = new ArrayList<ProjectRef>();
    for (var project : org.due()) {
      if (!idle(project)) {
        busy.add(project);
      } else if (org.stop(project)) {
        LOG.info("project={} stop=accepted reason=\"nobody uses it\"", project);
      }
    }
    if (!busy.isEmpty()) {
      org.used(busy);
    }
  }

  private boolean idle(ProjectRef project) {
    try {
      return worker.use(project).idle();
    } catch (RequestRefused refused) {
      LOG.debug("project={} use=unknown reason=\"{}\"", project, refused.getMessage());
      return false;
    }
  }

  @Override
  @PreDestroy
  public void close() {
    looks.shutdownNow();
  }
}
