package io.rickyard.gateway.project;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.upstream.DomainClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Which project a domain belongs to, for domains that projects brought along.
 *
 * <ol>
 *   <li>What org-service says is remembered, also that a domain is nobody's, and forgotten at once
 *       when an event tells of a change.
 *   <li>As an event may be missed, it is asked for again after half a minute, behind a request that
 *       gets the answer from before. While org-service is away that answer goes on for minutes.
 *   <li>Both what is remembered and how many questions are under way is bounded, since anybody can
 *       send any name.
 * </ol>
 */
@Singleton
public final class OwnDomains implements AutoCloseable {

  private static final Duration FRESH = Duration.ofSeconds(30);
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_QUESTIONS = 32;

  private final DomainClient domains;
  private final Semaphore questions = new Semaphore(MOST_QUESTIONS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AsyncLoadingCache<DomainName, Optional<ProjectRef>> known =
      Caffeine.newBuilder()
          .refreshAfterWrite(FRESH)
          .expireAfterWrite(REMEMBERED)
          .maximumSize(MOST_REMEMBERED)
          .executor(threads)
          .buildAsync(this::ask);

  OwnDomains(DomainClient domains) {
    this.domains = domains;
  }

  /** Whose a domain is, if it is a project's. */
  CompletableFuture<Optional<ProjectRef>> owner(DomainName name) {
    return known.get(name);
  }

  /** Forgets what was said of a domain. */
  public void forget(DomainName name) {
    known.synchronous().invalidate(name);
  }

  private Optional<ProjectRef> ask(DomainName name) {
    if (!questions.tryAcquire()) {
      throw new RequestRefused(
          ErrorCode.BUSY, "Too many names are being looked up at the moment", SOON);
    }
    try {
      return domains.routed(name);
    } finally {
      questions.release();
    }
  }

  @Override
  @PreDestroy
  public void close() {
    threads.shutdownNow();
  }
}
