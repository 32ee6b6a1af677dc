package io.rickyard.gateway.acceptance;

import io.rickyard.contracts.Position;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.service.problem.RequestRefused;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells org-service which promises stand in Kafka, beside the answer to the caller. A report that
 * is lost costs a second emission by org-service's relay, which harms nobody; so at most some are
 * under way and none is repeated.
 */
@Singleton
final class SentReports implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SentReports.class);
  private static final int MOST = 64;

  private final OrgClient org;
  private final Semaphore free = new Semaphore(MOST);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  SentReports(OrgClient org) {
    this.org = org;
  }

  void report(String outboxId, Position position) {
    if (!free.tryAcquire()) {
      LOG.debug("outbox={} report=left_to_relay", outboxId);
      return;
    }
    threads.execute(() -> {
      try {
        org.sent(outboxId, position);
      } catch (RequestRefused refused) {
        LOG.info(
            "outbox={} report=failed follows=\"the relay emits it again\" reason=\"{}\"",
            outboxId,
            refused.getMessage());
      } finally {
        free.release();
      }
    });
  }

  @Override
  @PreDestroy
  public void close() {
    threads.shutdown();
  }
}
