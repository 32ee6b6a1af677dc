package io.rickyard.gateway.audit;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.call.Call;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records deeds whose promise is a message in Kafka, on {@code rickyard.audit}.
 *
 * <ol>
 *   <li>Whoever accepts only adds to a queue; the record is written and sent beside the answer, a
 *       tenth of a second's at once, so that their number costs the brokers no flushes.
 *   <li>What is not acknowledged stays in the queue and is sent again under the same message id;
 *       the trail keeps it once. The process ends only when the queue is empty or was tried in
 *       vain.
 *   <li>What cannot be sent, or finds no room, is written to the log with all its fields, as an
 *       error, so that a person can add it. The same can be read in the command itself, which Kafka
 *       keeps: a process that dies between its acknowledgement and the record's loses no more than
 *       the origin.
 * </ol>
 */
@Singleton
public final class AcceptedDeeds implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AcceptedDeeds.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LAST_TRY = Duration.ofSeconds(5);
  private static final int MOST = 100_000;

  private final Publisher publisher;
  private final Queue<Envelope<AuditRecord>> waiting = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private boolean failing;

  AcceptedDeeds(Publisher publisher) {
    this.publisher = publisher;
    this.thread = Thread.ofVirtual().name("accepted-deeds").start(this::run);
  }

  /** Records that a request was accepted. */
  public void accepted(
      String action,
      String target,
      OrganizationId organization,
      @Nullable ProjectRef project,
      Call call) {
    accepted(action, target, organization, project, null, call);
  }

  /** The same with what else matters about it; no secret. */
  public void accepted(
      String action,
      String target,
      OrganizationId organization,
      @Nullable ProjectRef project,
      @Nullable String detail,
      Call call) {
    Instant now = Instant.now();
    var record = new AuditRecord(now, action, target, "accepted", call.origin(), detail);
    add(
        new Envelope<>(
            MessageId.next(),
            record.messageType(),
            1,
            target,
            Version.NONE,
            now,
            organization,
            project,
            null,
            call.correlationId(),
            null,
            call.identity().caller().actor(),
            call.trace(),
            record));
  }

  /** Records that requests were refused; for {@link RefusedRequests}, which bounds their number. */
  void refused(Refusal refusal, String detail) {
    var record =
        new AuditRecord(
            refusal.at(), "request.refuse", refusal.target(), "refused", refusal.origin(), detail);
    add(
        new Envelope<>(
            MessageId.next(),
            record.messageType(),
            1,
            refusal.target(),
            Version.NONE,
            refusal.at(),
            refusal.organization(),
            null,
            null,
            refusal.correlationId(),
            null,
            refusal.actor(),
            refusal.trace(),
            record));
  }

  private void add(Envelope<AuditRecord> deed) {
    synchronized (waiting) {
      if (waiting.size() < MOST) {
        waiting.add(deed);
        return;
      }
    }
    lost(deed, "too many wait");
  }

  private void run() {
    boolean more = true;
    while (more) {
      more = !stopped();
      for (var deed : send(take())) {
        add(deed);
      }
    }
  }

  private boolean stopped() {
    try {
      return closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private List<Envelope<AuditRecord>> take() {
    synchronized (waiting) {
      var all = List.copyOf(waiting);
      waiting.clear();
      return all;
    }
  }

  /** Sends deeds; returns those that are not known to have arrived. */
  private List<Envelope<AuditRecord>> send(List<Envelope<AuditRecord>> deeds) {
    List<CompletableFuture<Position>> sent =
        deeds.stream().map(deed -> publisher.publish(message(deed))).toList();
    List<Envelope<AuditRecord>> again = new ArrayList<>();
    @Nullable Throwable cause = null;
    for (int i = 0; i < deeds.size(); i++) {
      try {
        var _ = sent.get(i).get();
      } catch (ExecutionException e) {
        cause = e.getCause();
        again.add(deeds.get(i));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        again.addAll(deeds.subList(i, deeds.size()));
        return again;
      }
    }
    tell(again.size(), cause);
    return again;
  }

  /** Once when it begins to fail and once when it works again. */
  private void tell(int failed, @Nullable Throwable cause) {
    if (failed > 0 && !failing) {
      LOG.warn(
          "event=audit_waits records={} follows=\"sent again until they arrive\" reason=\"{}\"",
          failed,
          cause == null ? "" : cause.getMessage());
    }
    if (failed == 0 && failing) {
      LOG.info("event=audit_goes_on");
    }
    failing = failed > 0;
  }

  private static OutgoingMessage message(Envelope<AuditRecord> deed) {
    return MessageCodec.encode(Topic.AUDIT, deed);
  }

  private static void lost(Envelope<AuditRecord> deed, String why) {
    LOG.error(
        "event=audit_lost message={} at={} actor={} action={} target={} outcome={} origin={}"
            + " organization={} correlation={} reason=\"{}\" repair=\"add it to auth.audit by hand\"",
        deed.messageId(),
        deed.time(),
        deed.actor(),
        deed.body().action(),
        deed.body().target(),
        deed.body().outcome(),
        deed.body().origin(),
        deed.organization(),
        deed.correlationId().value(),
        why);
  }

  /** Sends what waits, once more, before the publisher goes. */
  @Override
  @PreDestroy
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(LAST_TRY)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    take().forEach(deed -> lost(deed, "the brokers did not take it before the stop"));
  }
}
