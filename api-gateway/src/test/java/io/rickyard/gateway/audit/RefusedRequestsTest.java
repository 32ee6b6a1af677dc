package io.rickyard.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.RecordingPublisher;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RefusedRequestsTest {

  private static final OrganizationId ACME = new OrganizationId("acmeacmeacmeacmeacme");
  private static final OrganizationId OTHER = new OrganizationId("otherotherotherother");
  private static final Actor BEN = new Actor(Actor.Kind.PERSON, "ben", null);
  private static final Actor ADA = new Actor(Actor.Kind.PERSON, "ada", null);

  /** Later than any clock of a test's machine, so that no sweep of its own ends it. */
  private static final Instant MINUTE = Instant.parse("2100-01-01T12:00:00Z");

  private final RecordingPublisher publisher = new RecordingPublisher();
  private final AcceptedDeeds deeds = new AcceptedDeeds(publisher);
  private final RefusedRequests refusals = new RefusedRequests(deeds);

  private void refuse(int times, Actor actor, @Nullable OrganizationId organization, Instant at) {
    for (int i = 0; i < times; i++) {
      refusals.refused(
          new Refusal(
              at,
              actor,
              "/v1/tasks",
              organization,
              "203.0.113.9",
              new CorrelationId("r-" + i),
              null),
          "POST: no");
    }
  }

  private List<Envelope<?>> told() {
    refusals.close();
    deeds.close();
    return publisher.envelopes(Topic.AUDIT);
  }

  private static String detail(Envelope<?> envelope) {
    return String.valueOf(((AuditRecord) envelope.body()).detail());
  }

  @Test
  void refusalIsRecordedWithWhoFromWhereAndWhat() {
    // when
    refuse(1, BEN, ACME, MINUTE);

    // then
    var record = told().getFirst();
    assertThat(record.actor()).isEqualTo(BEN);
    assertThat(record.organization()).isEqualTo(ACME);
    assertThat(record.correlationId()).isEqualTo(new CorrelationId("r-0"));
    assertThat(record.body())
        .isEqualTo(
            new AuditRecord(
                MINUTE, "request.refuse", "/v1/tasks", "refused", "203.0.113.9", "POST: no"));
  }

  @Test
  void floodIsTenRecordsAndTheirNumberForEachOrganization() {
    // when
    refuse(RefusedRequests.EACH, BEN, ACME, MINUTE);
    refuse(5_000, BEN, ACME, MINUTE.plusSeconds(30));
    refuse(7, BEN, OTHER, MINUTE.plusSeconds(59));

    // then
    var records = told();
    assertThat(records).hasSize(RefusedRequests.EACH + 2);
    assertThat(records)
        .filteredOn(record -> detail(record).contains("more requests"))
        .satisfiesExactlyInAnyOrder(
            one -> {
              assertThat(one.organization()).isEqualTo(ACME);
              assertThat(detail(one)).startsWith("5000 more").contains(MINUTE.toString());
            },
            other -> {
              assertThat(other.organization()).isEqualTo(OTHER);
              assertThat(detail(other)).startsWith("7 more");
            });
  }

  @Test
  void actorsDoNotShareTheirNumber() {
    // when
    refuse(RefusedRequests.EACH + 1, BEN, ACME, MINUTE);
    refuse(1, ADA, ACME, MINUTE);

    // then
    assertThat(told()).filteredOn(record -> record.actor().equals(ADA)).hasSize(1);
  }

  @Test
  void nextMinuteBeginsAnewAndTellsTheLastOne() {
    // given
    refuse(RefusedRequests.EACH + 3, BEN, ACME, MINUTE);

    // when
    refuse(1, BEN, ACME, MINUTE.plusSeconds(60));

    // then
    assertThat(told())
        .extracting(RefusedRequestsTest::detail)
        .hasSize(RefusedRequests.EACH + 2)
        .filteredOn(detail -> detail.startsWith("3 more"))
        .hasSize(1);
  }

  @Test
  void whereNothingWasLeftOverNothingIsCounted() {
    // when
    refuse(RefusedRequests.EACH, BEN, ACME, MINUTE);

    // then
    assertThat(told()).extracting(RefusedRequestsTest::detail).containsOnly("POST: no");
  }
}
