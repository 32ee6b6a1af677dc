package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.DatabaseEntrance;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks the worker where projects' databases are, and remembers it for a moment. A project that
 * sleeps because nobody used it is woken by who connects.
 */
@Singleton
final class Databases implements AutoCloseable {

  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;

  private final DatabaseSettings settings;
  private final WorkerClient worker;
  private final IdleClient idle;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncCache<ProjectRef, Way> known =
      Caffeine.newBuilder()
          .expireAfterWrite(REMEMBERED)
          .maximumSize(MOST_REMEMBERED)
          .executor(threads)
          .buildAsync();

  Databases(DatabaseSettings settings, WorkerClient worker, IdleClient idle) {
    this.settings = settings;
    this.worker = worker;
    this.idle = idle;
  }

  /** Whether there is a way to a project's database. */
  sealed interface Way {
    /**
     * There is.
     *
     * @param access for whom
     * @param source where the gateway comes from, for the server
     * @param connections how many there may be at once
     */
    record Open(
        DatabaseEndpoint database, DatabaseAccess access, @Nullable String source, int connections)
        implements Way {
      /** Checks that nothing is missing. */
      public Open {
        requireNonNull(database, "database");
        requireNonNull(access, "access");
      }
    }

    /** There is none. */
    record Shut(Complaint complaint) implements Way {
      /** Checks that nothing is missing. */
      public Shut {
        requireNonNull(complaint, "complaint");
      }
    }
  }

  /** The way to a project's database. */
  CompletableFuture<Way> way(ProjectRef project) {
    return known.get(project, this::ask);
  }

  private Way ask(ProjectRef project) {
    try {
      return way(project, worker.databaseEntrance(project));
    } catch (RequestRefused refused) {
      return new Way.Shut(
          refused.code() == ErrorCode.NOT_FOUND
              ? Complaint.unknown(project.value())
              : Complaint.notNow("A part of Rickyard does not answer; try again"));
    }
  }

  private Way way(ProjectRef project, DatabaseEntrance entrance) {
    return switch (entrance.status()) {
      case ACTIVE_HEALTHY, ACTIVE_UNHEALTHY, UNKNOWN, PAUSE_FAILED, RESIZING ->
          entrance.database() == null
              ? starting(project)
              : new Way.Open(
                  entrance.database(),
                  entrance.access(),
                  entrance.source(),
                  settings.connections(entrance.connections()));
      case COMING_UP, RESTORING, RESTARTING, UPGRADING -> starting(project);
      case PAUSING, INACTIVE ->
          idle.wake(project)
              ? starting(project)
              : new Way.Shut(
                  Complaint.notNow("The project %s is paused; resume it".formatted(project)));
      case INIT_FAILED, RESTORE_FAILED ->
          new Way.Shut(Complaint.notNow("The project %s could not be started".formatted(project)));
      case GOING_DOWN, REMOVED -> new Way.Shut(Complaint.unknown(project.value()));
    };
  }

  private static Way starting(ProjectRef project) {
    return new Way.Shut(
        Complaint.notNow("The project %s is on its way up; try again".formatted(project)));
  }

  @Override
  @PreDestroy
  public void close() {
    threads.shutdownNow();
  }
}
