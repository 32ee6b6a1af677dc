package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks that act with an access token of their maker's. */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HookTokenIT {

  private static final String PUSH = "{\"ref\":\"refs/heads/main\",\"after\":\"c0ffee\"}";

  private final UUID ada = UUID.randomUUID();
  private final UUID token = UUID.randomUUID();
  private OrgServer server;
  private TestBroker broker;
  private String organization = "";
  private String project = "";

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    this.broker = broker;
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.runtime.process.shared-trust", true));
  }

  @BeforeEach
  void found() {
    organization = server.organization(ada, "acme");
    project = server.project(ada, organization);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.*",
        "project.change",
        "project.*@organization:ORGANIZATION",
        "project.change@project:PROJECT"
      })
  void whatTheScopesAllowIsAccepted(String scope) {
    // given
    var sender = hook(restart(), token(UUID.randomUUID(), null, scope));

    // when
    var answer = sender.github("d-1", PUSH);

    // then
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(202);
    assertThat(delivery(sender).path("outcome").asText()).isEqualTo("accepted");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "project.read",
        "project.delete",
        "task.*",
        "project.change@organization:otherotherotherother",
        "project.change@project:otherotherotherother",
        "a.scope.of@another:version"
      })
  void whatTheScopesDoNotAllowIsRefusedAndTold(String scope) {
    // given
    var sender = hook(restart(), token(UUID.randomUUID(), null, scope));

    // when
    var refused = sender.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/code")).isEqualTo("forbidden");
    assertThat(refused.text("/detail")).contains("project.change");
    assertThat(delivery(sender).path("outcome").asText()).isEqualTo("refused");
    assertThat(delivery(sender).path("reason").asText()).isEqualTo("out_of_scope");
  }

  @Test
  void scopesOfOneProjectMakeNoOther() {
    // given
    var provision = Map.of("type", "stack.provision", "input", Map.of("name", "another"));
    var inside = hook(provision, token(UUID.randomUUID(), null, "*.*@project:PROJECT"));
    var above =
        hook(provision, token(UUID.randomUUID(), null, "project.create@organization:ORGANIZATION"));

    // when
    var refused = inside.github("d-1", PUSH);
    var accepted = above.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(accepted.status()).isEqualTo(202);
    assertThat(server.get(ada, "/projects?organization=" + organization).body()).hasSize(2);
  }

  @Test
  void tokenWithoutScopesDoesWhatItsHolderMay() {
    // given
    var sender = hook(restart(), token(token, null));

    // when
    var answer = sender.github("d-1", PUSH);

    // then
    assertThat(answer.status()).isEqualTo(202);
    var listed = listed(sender);
    assertThat(listed.path("token").asText()).isEqualTo(token.toString());
    assertThat(listed.path("token_state").asText()).isEqualTo("valid");
    assertThat(listed.path("token_scopes")).isEmpty();
  }

  @Test
  void scopesGiveNoMoreThanTheMakersRole(TestDatabase database) throws SQLException {
    // given
    var sender = hook(restart(), token(UUID.randomUUID(), null, "*.*"));
    try (var connection = database.superuser();
        var demote =
            connection.prepareStatement(
                "update org.membership set role = 'member' where organization_id = ?")) {
      demote.setString(1, organization);
      demote.executeUpdate();
    }

    // when
    var refused = sender.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(delivery(sender).path("reason").asText()).isEqualTo("forbidden");
  }

  @Test
  void expiredTokenDoesNothing(TestDatabase database) throws SQLException {
    // given
    var end = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MILLIS);
    var sender = hook(restart(), token(UUID.randomUUID(), end, "*.*"));
    var before = sender.github("d-1", PUSH);
    try (var connection = database.superuser();
        var pass =
            connection.prepareStatement(
                "update org.hook set token_expires_at = now() - interval '1 second' where id = ?")) {
      pass.setObject(1, UUID.fromString(sender.hook()));
      pass.executeUpdate();
    }

    // when
    var refused = sender.github("d-2", PUSH.replace("c0ffee", "decaf"));

    // then
    assertThat(before.status()).isEqualTo(202);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/detail")).contains("expired");
    assertThat(delivery(sender).path("reason").asText()).isEqualTo("token_expired");
    assertThat(listed(sender).path("token_state").asText()).isEqualTo("expired");
  }

  @Test
  void revokedTokenDoesNothingMoreAndOthersGoOn() {
    // given
    var id = UUID.randomUUID();
    var sender = hook(restart(), token(id, null, "*.*"));
    var other = hook(restart(), token(UUID.randomUUID(), null, "*.*"));
    var accepted = sender.github("d-1", PUSH);

    // when
    revoke(id);
    Eventually.asserted(
        () -> assertThat(listed(sender).path("token_state").asText()).isEqualTo("revoked"));
    var refused = sender.github("d-2", PUSH.replace("c0ffee", "decaf"));
    var repeated = sender.github("d-1", PUSH);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("/detail")).contains("revoked");
    assertThat(delivery(sender).path("reason").asText()).isEqualTo("token_revoked");
    assertThat(repeated.replayed() || repeated.body().path("replayed").asBoolean()).isTrue();
    assertThat(repeated.text("/task_id")).isEqualTo(accepted.text("/task_id"));
    assertThat(other.github("d-1", PUSH).status()).isEqualTo(202);
  }

  @Test
  void deliveryThatComesAgainAfterTheRevocationIsRefusedAndAuditedOnce() {
    // given
    var id = UUID.randomUUID();
    server.change(ada, "stack.pause", project);
    var sender = hook(restart(), token(id, null, "*.*"));
    var paused = sender.github("d-1", PUSH);
    server.change(ada, "stack.resume", project);
    revoke(id);
    Eventually.asserted(
        () -> assertThat(listed(sender).path("token_state").asText()).isEqualTo("revoked"));

    // when
    var again = sender.github("d-1", PUSH);
    var once = sender.github("d-1", PUSH);

    // then
    assertThat(paused.text("/code")).isEqualTo("project_paused");
    assertThat(List.of(again.status(), once.status())).containsOnly(403);
    assertThat(delivery(sender).path("reason").asText()).isEqualTo("token_revoked");
    assertThat(server.delete(ada, "/hooks/" + sender.hook()).status()).isEqualTo(204);
    try (var audit = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(() ->
          assertThat(trail(audit, sender)).extracting(AuditRecord::action).endsWith("hook.delete"));
      assertThat(trail(audit, sender))
          .filteredOn(record -> record.action().equals("delivery.refuse"))
          .singleElement()
          .satisfies(record -> {
            assertThat(record.outcome()).isEqualTo("refused");
            assertThat(record.detail()).isEqualTo("token_revoked");
            assertThat(record.origin()).isEqualTo("192.0.2.7");
          });
    }
  }

  @Test
  void revocationThatIsToldBeforeTheHookIsMadeCounts() {
    // given
    var id = UUID.randomUUID();
    var first = hook(restart(), token(id, null));
    revoke(id);
    Eventually.asserted(
        () -> assertThat(listed(first).path("token_state").asText()).isEqualTo("revoked"));

    // when
    var sender = hook(restart(), token(id, null));

    // then
    assertThat(listed(sender).path("token_state").asText()).isEqualTo("revoked");
    assertThat(sender.github("d-1", PUSH).status()).isEqualTo(403);
  }

  @Test
  void hookWithoutATokenSaysNothingOfOne() {
    assertThat(listed(hook(restart(), null)).properties())
        .noneMatch(field -> field.getKey().startsWith("token"));
  }

  private Map<String, Object> restart() {
    return Map.of("type", "stack.restart", "project", project);
  }

  private Map<String, Object> token(UUID id, @Nullable Instant expiresAt, String... scopes) {
    var token = new HashMap<String, Object>();
    token.put("id", id.toString());
    token.put(
        "scopes",
        List.of(scopes).stream()
            .map(scope -> scope.replace("ORGANIZATION", organization).replace("PROJECT", project))
            .toList());
    if (expiresAt != null) {
      token.put("expires_at", expiresAt.toString());
    }
    return token;
  }

  private Sender hook(Map<String, Object> rule, @Nullable Map<String, Object> token) {
    var body = new HashMap<String, Object>();
    body.put("organization", organization);
    body.put("name", "ci");
    body.put("provider", "github");
    body.put("rule", rule);
    if (token != null) {
      body.put("token", token);
    }
    var made = server.post(ada, "/hooks", body);
    assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
    return new Sender(server, made.text("/id"), made.text("/secret"));
  }

  private JsonNode listed(Sender sender) {
    for (var hook : server.get(ada, "/hooks?organization=" + organization).body().get("data")) {
      if (hook.path("id").asText().equals(sender.hook())) {
        return hook;
      }
    }
    throw new AssertionError("The hook is not listed");
  }

  private JsonNode delivery(Sender sender) {
    return server.get(ada, "/hooks/" + sender.hook() + "/deliveries").body().at("/data/0");
  }

  private static List<AuditRecord> trail(TopicReader audit, Sender sender) {
    return audit.envelopes().stream()
        .map(Envelope::body)
        .map(AuditRecord.class::cast)
        .filter(record -> sender.hook().equals(record.target()))
        .toList();
  }

  private void revoke(UUID id) {
    var body =
        new IdentityEvents(
            ada.toString(), List.of(new IdentityEvent.TokenRevoked(Instant.now(), id.toString())));
    var envelope =
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            ada.toString(),
            Version.NONE,
            Instant.now(),
            null,
            null,
            null,
            new CorrelationId("revocation-1"),
            null,
            new Actor(Actor.Kind.PERSON, ada.toString(), null),
            null,
            body);
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      publisher.publish(MessageCodec.encode(Topic.IDENTITY_EVENTS, envelope)).join();
    }
  }
}
