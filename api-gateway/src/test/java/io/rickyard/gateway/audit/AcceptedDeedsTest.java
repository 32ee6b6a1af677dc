package io.rickyard.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.Identity;
import io.rickyard.messaging.PublishOutcomeUnknown;
import io.rickyard.service.identity.Caller;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.RecordingPublisher;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedDeedsTest {

  private static final OrganizationId ACME = new OrganizationId("acmeacmeacmeacmeacme");

  private final RecordingPublisher publisher = new RecordingPublisher();

  @Test
  void recordSaysWhoFromWhereWhatAndUnderWhichRequest() {
    // given
    try (var deeds = new AcceptedDeeds(publisher)) {

      // when
      deeds.accepted("task.submit", "task-1", ACME, null, call());

      // then
      Eventually.until(() -> !records().isEmpty());
    }
    var record = records().getFirst();
    assertThat(record.body()).isInstanceOf(AuditRecord.class);
    var body = (AuditRecord) record.body();
    assertThat(List.of(body.action(), body.target(), body.outcome(), String.valueOf(body.origin())))
        .containsExactly("task.submit", "task-1", "accepted", "203.0.113.9");
    assertThat(record.actor().id()).isEqualTo("token-1");
    assertThat(record.actor().onBehalfOf()).isEqualTo("user-1");
    assertThat(record.organization()).isEqualTo(ACME);
    assertThat(record.correlationId()).isEqualTo(new CorrelationId("request-1"));
  }

  @Test
  void refusedRecordIsSentAgainAsTheSameMessage() {
    // given
    publisher.failNext(failed());
    publisher.failNext(failed());
    try (var deeds = new AcceptedDeeds(publisher)) {

      // when
      deeds.accepted("task.submit", "task-1", ACME, null, call());
      deeds.accepted("task.submit", "task-2", ACME, null, call());

      // then
      Eventually.until(() -> records().size() == 2);
    }
    assertThat(records()).extracting(Envelope::entity).containsExactly("task-1", "task-2");
  }

  @Test
  void stopSendsWhatWaits() {
    // given
    var deeds = new AcceptedDeeds(publisher);
    deeds.accepted("task.cancel", "task-1", ACME, null, call());

    // when
    deeds.close();

    // then
    assertThat(records()).extracting(Envelope::entity).containsExactly("task-1");
  }

  private List<Envelope<?>> records() {
    return publisher.envelopes(Topic.AUDIT);
  }

  private static PublishOutcomeUnknown failed() {
    return new PublishOutcomeUnknown("rickyard.audit", "key", new IOException("gone"));
  }

  private static Call call() {
    var caller = new Caller(Caller.Kind.TOKEN, "user-1", null, "token-1", List.of(), null);
    return new Call(
        new Identity(caller, "internal"),
        "POST /v1/tasks",
        "203.0.113.9",
        new CorrelationId("request-1"),
        null,
        null,
        null,
        null);
  }
}
