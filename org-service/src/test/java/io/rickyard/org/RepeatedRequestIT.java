package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.Received;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What comes again under the same idempotency key is done once, and audited once. */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepeatedRequestIT {

  private final UUID ada = UUID.randomUUID();
  private final Map<String, String> organizations = new ConcurrentHashMap<>();
  private final List<AuditRecord> audited = new CopyOnWriteArrayList<>();
  private OrgServer server;
  private Follower audit;

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server = new OrgServer(database, broker, directory, Map.of());
    audit =
        Follower.start(
            broker.settings("reader"),
            "reader",
            Set.of(Topic.AUDIT),
            Follower.Start.BEGINNING,
            messages -> messages.stream().map(RepeatedRequestIT::record).forEach(audited::add));
  }

  @AfterAll
  void stop() {
    audit.close();
    server.close();
  }

  @Test
  void organizationIsMadeOnce() {
    // given
    var body = Map.of("name", "acme");
    var first = server.once(ada, "/organizations", body, "o-1", "a");

    // when
    var again = server.once(ada, "/organizations", body, "o-1", "a");
    var other = server.once(ada, "/organizations", Map.of("name", "other"), "o-1", "b");

    // then
    assertThat(first.replayed()).isFalse();
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.replayed()).isTrue();
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("/code")).isEqualTo("idempotency_key_reused");
    assertAudited("organization.create", first.text("/id"));
  }

  @Test
  void hookIsMadeOnceAndItsSecretShownOnce() {
    // given
    var first = server.once(ada, "/hooks", hook("ci"), "h-1", "a");

    // when
    var again = server.once(ada, "/hooks", hook("ci"), "h-1", "a");

    // then
    assertThat(first.text("/secret")).isNotEmpty();
    assertThat(again.replayed()).isTrue();
    assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    assertThat(again.body().hasNonNull("secret")).isFalse();
    assertAudited("hook.create", first.text("/id"));
  }

  @Test
  void secretIsRotatedOnce() {
    // given
    var hook = server.once(ada, "/hooks", hook("rotated"), "h-2", "a").text("/id");
    String rotate = "/hooks/" + hook + "/rotate";
    var first = server.once(ada, rotate, Map.of(), "r-1", "a");

    // when
    var again = server.once(ada, rotate, Map.of(), "r-1", "a");

    // then
    assertThat(first.text("/secret")).isNotEmpty();
    assertThat(again.body().hasNonNull("secret")).isFalse();
    assertThat(again.text("/previous_secret_valid_until"))
        .isEqualTo(first.text("/previous_secret_valid_until"));
    assertAudited("hook.rotate", hook);
  }

  @Test
  void decisionStandsAsItWasTaken() {
    // given
    server.once(ada, "/idempotency-claims", Map.of("decision", "accepted"), "d-1", "a");

    // when
    var again = server.once(ada, "/idempotency-claims", Map.of("decision", "refused"), "d-1", "a");

    // then
    assertThat(again.text("/decision")).isEqualTo("accepted");
  }

  private Map<String, Object> hook(String name) {
    return Map.of(
        "organization",
        organizations.computeIfAbsent(name, of -> server.organization(ada, of)),
        "name",
        name,
        "provider",
        "github",
        "rule",
        Map.of("type", "platform.probe", "input", Map.of()));
  }

  private void assertAudited(String action, String target) {
    Eventually.until(() -> audited.stream().anyMatch(record -> is(record, action, target)));
    assertThat(audited)
        .filteredOn(record -> is(record, action, target))
        .singleElement()
        .extracting(AuditRecord::origin)
        .isEqualTo("203.0.113.9");
  }

  private static boolean is(AuditRecord record, String action, String target) {
    return record.action().equals(action) && record.target().equals(target);
  }

  private static AuditRecord record(Received received) {
    return (AuditRecord) received.envelope().body();
  }
}
