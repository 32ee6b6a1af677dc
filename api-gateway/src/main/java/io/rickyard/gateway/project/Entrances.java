package io.rickyard.gateway.project;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.upstream.IdleClient;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Asks the worker where projects' requests go, and remembers it for a moment: a project under load
 * costs one question a second, and a change shows within that. A project that sleeps because nobody
 * used it is woken by being asked for.
 */
@Singleton
final class Entrances implements AutoCloseable {

  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final WorkerClient worker;
  private final IdleClient idle;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<ProjectRef, Entrance> known =
      Caffeine.newBuilder()
          .expireAfterWrite(REMEMBERED)
          .maximumSize(MOST_REMEMBERED)
          .executor(threads)
          .buildAsync();

  Entrances(WorkerClient worker, IdleClient idle) {
    this.worker = worker;
    this.idle = idle;
  }

  /** Whether a project takes requests; fails only when something is wrong here. */
  CompletableFuture<Entrance> of(ProjectRef project) {
    return known.get(project, this::ask);
  }

  /** Forgets what was said of a project whose gateway did not answer. */
  void forget(ProjectRef project) {
    known.synchronous().invalidate(project);
  }

  private Entrance ask(ProjectRef project) {
    try {
      var stack = worker.entrance(project);
      // One question for all requests of this moment, and org-service wakes it once for all.
      return Entrance.stopped(stack) && idle.wake(project)
          ? Entrance.starting(project)
          : Entrance.of(project, stack);
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return new Entrance.Shut(
            new RequestRefused(ErrorCode.NOT_FOUND, "There is no project %s".formatted(project)));
      }
      return new Entrance.Shut(refused);
    }
  }

  @Override
  @PreDestroy
  public void close() {
    threads.shutdownNow();
  }
}
