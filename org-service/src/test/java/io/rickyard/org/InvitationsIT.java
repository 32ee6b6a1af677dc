package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvitationsIT {

  private final UUID guest = UUID.randomUUID();
  private OrgServer server;
  private Roles roles;

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server = new OrgServer(database, broker, directory, Map.of());
  }

  @BeforeEach
  void found() {
    roles = new Roles(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OrgServer.Answer invite(Map<String, Object> more) {
    var body = new HashMap<String, Object>(Map.of("role", "developer"));
    body.putAll(more);
    return server.post(roles.user(Role.ADMINISTRATOR), roles.invitations(), body);
  }

  private OrgServer.Answer accept(UUID user, String token) {
    return server.post(user, "/invitations/accept", Map.of("token", token));
  }

  private OrgServer.Answer look(UUID user, String token) {
    return server.post(user, "/invitations/look", Map.of("token", token));
  }

  private String state(String id) {
    for (var one : server.get(roles.owner(), roles.invitations()).body().path("data")) {
      if (one.path("id").asText().equals(id)) {
        return one.path("state").asText();
      }
    }
    return "missing";
  }

  @Test
  void linkMakesItsHolderAMemberOfTheRole() {
    // given
    var invitation = invite(Map.of());

    // when
    var accepted = accept(guest, invitation.text("/token"));

    // then
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(200);
    assertThat(accepted.text("/role")).isEqualTo("developer");
    assertThat(server.get(guest, "/organizations/" + roles.organization()).text("/role"))
        .isEqualTo("developer");
    assertThat(state(invitation.text("/id"))).isEqualTo("accepted");
  }

  @Test
  void linkIsGoodOnce() {
    // given
    String token = invite(Map.of()).text("/token");
    accept(guest, token);

    // when
    var replayed = accept(UUID.randomUUID(), token);

    // then
    assertThat(replayed.status()).isEqualTo(404);
    assertThat(look(UUID.randomUUID(), token).status()).isEqualTo(404);
  }

  @Test
  void ofManyWhoUseALinkAtOnceOneGetsIn() throws Exception {
    // given
    String token = invite(Map.of()).text("/token");
    Callable<Integer> use = () -> accept(UUID.randomUUID(), token).status();

    // when
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(Stream.generate(() -> use).limit(8).toList());

      // then
      assertThat(answers).filteredOn(answer -> answer.resultNow() == 200).hasSize(1);
      assertThat(answers).filteredOn(answer -> answer.resultNow() == 404).hasSize(7);
    }
  }

  @Test
  void invitationForAnAddressIsForItsAccountAlone() {
    // given
    String token =
        invite(
                Map.of(
                    "email",
                    "  " + guest.toString().toUpperCase(java.util.Locale.ROOT) + "@Example.org "))
            .text("/token");

    // when
    var foreign = accept(UUID.randomUUID(), token);

    // then
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(look(guest, token).text("/organization_name")).isEqualTo("acme");
    assertThat(accept(guest, token).status()).isEqualTo(200);
  }

  @Test
  void whatIsWrongWithALinkIsNotTold() {
    // given
    String revoked = invite(Map.of()).text("/token");
    String id = server.get(roles.owner(), roles.invitations()).text("/data/0/id");
    server.delete(roles.owner(), roles.invitations() + "/" + id);
    String others = invite(Map.of("email", "somebody@example.org")).text("/token");
    String unknown = "rki_" + "0".repeat(40);

    // then
    var answers = Stream.of(revoked, others, unknown).map(token -> accept(guest, token)).toList();
    assertThat(answers).extracting(OrgServer.Answer::status).containsOnly(404);
    assertThat(answers).extracting(OrgServer.Answer::body).containsOnly(answers.getFirst().body());
    assertThat(state(id)).isEqualTo("revoked");
  }

  @Test
  void invitationEndsWithItsTime(TestDatabase database) throws SQLException {
    // given
    var invitation = invite(Map.of("expires_in", "PT1M"));
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(
          "update org.invitation set expires_at = now() where id = '%s'"
              .formatted(invitation.text("/id")));
    }

    // when
    var late = accept(guest, invitation.text("/token"));

    // then
    assertThat(late.status()).isEqualTo(404);
    assertThat(state(invitation.text("/id"))).isEqualTo("expired");
  }

  @Test
  void invitationIsVoidOnceWhoInvitedMayNotAnyMore() {
    // given
    var invitation = invite(Map.of());
    server.patch(
        roles.owner(), roles.member(roles.user(Role.ADMINISTRATOR)), Map.of("role", "developer"));

    // when
    var refused = accept(guest, invitation.text("/token"));

    // then
    assertThat(refused.status()).isEqualTo(404);
    assertThat(state(invitation.text("/id"))).isEqualTo("void");
  }

  private OrgServer.Answer handOver(UUID from, String role) {
    return server.post(from, roles.invitations(), Map.of("role", role, "handover", true));
  }

  private String role(UUID user) {
    return server.get(user, "/organizations/" + roles.organization()).text("/role");
  }

  @Test
  void ownershipIsHandedOverWhenTheOtherSideAccepts() {
    // given
    var made = handOver(roles.owner(), "owner");
    assertThat(role(roles.owner())).isEqualTo("owner");

    // when
    var accepted = accept(guest, made.text("/token"));

    // then
    assertThat(accepted.text("/role")).as(accepted.body().toString()).isEqualTo("owner");
    assertThat(role(guest)).isEqualTo("owner");
    assertThat(role(roles.owner())).isEqualTo("administrator");
    assertThat(accept(UUID.randomUUID(), made.text("/token")).status()).isEqualTo(404);
  }

  @Test
  void memberTakesOwnershipOver() {
    // given
    var developer = roles.user(Role.DEVELOPER);

    // when
    var accepted = accept(developer, handOver(roles.owner(), "owner").text("/token"));

    // then
    assertThat(accepted.status()).as(accepted.body().toString()).isEqualTo(200);
    assertThat(role(developer)).isEqualTo("owner");
    assertThat(role(roles.owner())).isEqualTo("administrator");
  }

  @Test
  void onlyAnOwnerHandsOverAndOnlyOwnership() {
    assertThat(handOver(roles.user(Role.ADMINISTRATOR), "owner").status()).isEqualTo(403);
    assertThat(handOver(roles.owner(), "developer").status()).isEqualTo(400);
    assertThat(accept(roles.owner(), handOver(roles.owner(), "owner").text("/token")).status())
        .isEqualTo(409);
    assertThat(role(roles.owner())).isEqualTo("owner");
  }

  @Test
  void handoverOfWhoIsNoOwnerAnyMoreIsVoid() {
    // given
    var second = roles.join(Role.OWNER);
    String token = handOver(second, "owner").text("/token");
    server.patch(roles.owner(), roles.member(second), Map.of("role", "administrator"));

    // when
    var refused = accept(guest, token);

    // then
    assertThat(refused.status()).isEqualTo(404);
    assertThat(role(roles.owner())).isEqualTo("owner");
  }

  @Test
  void memberNeedsNoInvitation() {
    // given
    var invitation = invite(Map.of());

    // when
    var answer = accept(roles.user(Role.MEMBER), invitation.text("/token"));

    // then
    assertThat(answer.text("/code")).isEqualTo("conflict");
    assertThat(state(invitation.text("/id"))).isEqualTo("open");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT59S", "P31D", "P7", "-P1D"})
  void lifeThatMakesNoSenseIsRefused(String life) {
    assertThat(invite(Map.of("expires_in", life)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "a@b@c", "a b@example.org", "@example.org", "a@"})
  void addressThatIsNoneIsRefused(String email) {
    assertThat(invite(Map.of("email", email)).status()).isEqualTo(400);
  }

  @Test
  void repeatedInvitationIsTheSameAndShowsNoSecretAgain() {
    // given
    var administrator = roles.user(Role.ADMINISTRATOR);
    Map<String, Object> body = Map.of("role", "member");
    var first = server.once(administrator, roles.invitations(), body, "i-1", "a");

    // when
    var second = server.once(administrator, roles.invitations(), body, "i-1", "a");

    // then
    assertThat(first.text("/token")).startsWith("rki_");
    assertThat(second.replayed()).isTrue();
    assertThat(second.text("/id")).isEqualTo(first.text("/id"));
    assertThat(second.body().has("token")).isFalse();
    assertThat(server.get(administrator, roles.invitations()).body().toString())
        .doesNotContain(first.text("/token"));
  }

  @Test
  void secretStandsNowhere(TestDatabase database, TestBroker broker) throws SQLException {
    // given
    String token = invite(Map.of()).text("/token");

    // then
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select (select string_agg(i::text, '') from org.invitation i)"
                    + " || (select coalesce(string_agg(k::text, ''), '') from org.idempotency_key k)")) {
      rows.next();
      assertThat(rows.getString(1)).doesNotContain(token).doesNotContain(token.substring(4));
    }
    try (var audit = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(() -> assertThat(audit.envelopes()).isNotEmpty());
      assertThat(audit.envelopes().toString()).doesNotContain(token);
    }
  }
}
