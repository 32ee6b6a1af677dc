package io.rickyard.worker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.RecordingPublisher;
import io.rickyard.testing.SettableClock;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.content.ProjectKey;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.TestStacks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysControllerIT {

  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final String MEMBER = "a-member";
  private static final String DEVELOPER = "a-developer";
  private static final String STRANGER = "a-stranger";
  private static final String SECRET = "sb_secret_AbC_dEf_gHi_jKl_mNo_pQ_12345678";

  private final TestDatabase database = TestDatabase.create();
  private final RecordingPublisher publisher = new RecordingPublisher();
  private final Outbox outbox;
  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final Memberships memberships = new Memberships();
  private final KeysController controller;
  private final ProjectRef project = provisioned();

  KeysControllerIT() {
    database.migrate("provisioner", "io/rickyard/persistence/outbox.sql");
    var transactions = new Transactions(database.dataSource("provisioner"));
    outbox = Outbox.start(transactions, publisher, OutboxSettings.of("test-keys"));
    controller =
        new KeysController(
            new VisibleStacks(ledger, memberships),
            vault,
            memberships,
            new Revelations(transactions, outbox, SettableClock.atNoon()));
    member(TestStacks.ORGANIZATION, MEMBER, Role.MEMBER);
    member(TestStacks.ORGANIZATION, DEVELOPER, Role.DEVELOPER);
    member(TestStacks.OTHER, STRANGER, Role.OWNER);
  }

  @AfterAll
  void close() {
    outbox.close();
    database.close();
  }

  private void member(OrganizationId organization, String user, Role role) {
    memberships.apply(
        new OrganizationEvents(
            organization, List.of(new OrganizationEvent.MemberAdded(AT, user, role))));
  }

  private ProjectRef accepted() {
    var ref = TestStacks.project();
    ledger.put(
        StackRecord.accepted(
            ref, TestStacks.ORGANIZATION, StackProfile.DATABASE, "process", Generation.FIRST));
    vault.openOrCreate(ref, TestStacks.ORGANIZATION, Optional.empty());
    return ref;
  }

  private ProjectRef provisioned() {
    var ref = accepted();
    tell(
        ref,
        new StackEvent.StackActivated(
            AT, List.of(), new DatabaseEndpoint("127.0.0.1", 20_000, "postgres", "17")));
    return ref;
  }

  private void tell(ProjectRef ref, StackEvent event) {
    ledger.append(ref, Actor.system("test"), _ -> Optional.of(event));
  }

  private static Authentication session(String user) {
    return Authentication.build(user, Map.of("kind", "session", "sid", "a-session"));
  }

  private List<Envelope<?>> audited(ProjectRef ref) {
    return publisher.envelopes(Topic.AUDIT).stream()
        .filter(envelope -> ref.equals(envelope.project()))
        .toList();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  @Test
  void unrevealedSecretKeysAreMaskedForEverybody() {
    for (String user : List.of(MEMBER, DEVELOPER)) {
      // when
      var keys = controller.keys(session(user), project.value(), false);

      // then
      assertThat(keys)
          .extracting(ApiKey::name, ApiKey::type)
          .containsExactly(
              tuple("anon", "legacy"),
              tuple("service_role", "legacy"),
              tuple("default", "publishable"),
              tuple("default", "secret"));
      var secrets = TestStacks.secrets();
      assertThat(keys.get(0).apiKey()).isEqualTo(secrets.anonKey());
      assertThat(keys.get(2).apiKey()).isEqualTo(secrets.publishableKey());
      assertThat(keys.toString())
          .doesNotContain(secrets.serviceKey())
          .doesNotContain(secrets.secretKey());
    }
  }

  @Test
  void aSecretKeySaysWhoseRoleItHasAndAPublishableOneHasNoClaimsToTell() {
    // when
    var keys = controller.keys(session(MEMBER), project.value(), false);

    // then
    assertThat(keys)
        .extracting(ApiKey::type, key -> String.valueOf(key.secretJwtTemplate()))
        .containsExactly(
            tuple("legacy", "null"),
            tuple("legacy", "null"),
            tuple("publishable", "null"),
            tuple("secret", "{\"role\":\"service_role\"}"));
  }

  @Test
  void aMaskedKeyShowsItsBeginningHoweverManyUnderscoresFollow() {
    var key =
        new ProjectKey(
            UUID.randomUUID(),
            ProjectKey.Kind.SECRET,
            "default",
            null,
            null,
            SECRET,
            "token",
            null,
            null);

    var masked = ApiKey.opaque(key, false);

    assertThat(masked.prefix()).isEqualTo("sb_secret_AbC_dE");
    assertThat(masked.apiKey()).startsWith("sb_secret_AbC_dE\u00b7").doesNotContain("f_gHi");
  }

  @Test
  void aDeveloperIsShownKeysAndThatIsWrittenDown() {
    // given
    var ref = provisioned();

    // when
    var keys = controller.keys(session(DEVELOPER), ref.value(), true);

    // then
    assertThat(keys)
        .extracting(ApiKey::apiKey)
        .containsExactly(
            TestStacks.secrets().anonKey(),
            TestStacks.secrets().serviceKey(),
            TestStacks.secrets().publishableKey(),
            TestStacks.secrets().secretKey());
    Eventually.until(() -> audited(ref).size() == 1);
    var record = audited(ref).getFirst();
    assertThat(record.actor()).isEqualTo(new Actor(Actor.Kind.PERSON, DEVELOPER, null));
    assertThat(record.organization()).isEqualTo(TestStacks.ORGANIZATION);
    assertThat(record.body())
        .isEqualTo(new AuditRecord(AT, "project.keys_revealed", ref.value(), "done", null, null));
  }

  @Test
  void aPasswordIsShownOnlyWhenAskedForAndThatIsWrittenDown() {
    // given
    var ref = provisioned();
    var unrevealed = controller.connection(session(DEVELOPER), ref.value(), false);

    // when
    var revealed = controller.connection(session(DEVELOPER), ref.value(), true);

    // then
    assertThat(unrevealed.password()).isNull();
    assertThat(unrevealed.connectionString())
        .isEqualTo("postgresql://postgres:[YOUR-PASSWORD]@127.0.0.1:20000/postgres");
    assertThat(revealed.password()).isEqualTo(TestStacks.secrets().dbPassword());
    assertThat(revealed.connectionString()).contains("password%20of%20the%20user");
    Eventually.until(() -> audited(ref).size() == 1);
    assertThat(((AuditRecord) audited(ref).getFirst().body()).action())
        .isEqualTo("project.password_revealed");
  }

  @Test
  void aMemberMayNotRevealAnything() {
    assertRefused(
        ErrorCode.FORBIDDEN, () -> controller.keys(session(MEMBER), project.value(), true));
    assertRefused(
        ErrorCode.FORBIDDEN, () -> controller.connection(session(MEMBER), project.value(), true));
  }

  @Test
  void whoIsNoMemberFindsNothing() {
    for (boolean reveal : new boolean[] {false, true}) {
      assertRefused(
          ErrorCode.NOT_FOUND, () -> controller.keys(session(STRANGER), project.value(), reveal));
      assertRefused(
          ErrorCode.NOT_FOUND,
          () -> controller.connection(session(STRANGER), project.value(), reveal));
    }
  }

  @Test
  void whoWasRemovedFromTheOrganizationFindsNothing() {
    // given
    member(TestStacks.ORGANIZATION, "gone", Role.OWNER);

    // when
    memberships.apply(
        new OrganizationEvents(
            TestStacks.ORGANIZATION, List.of(new OrganizationEvent.MemberRemoved(AT, "gone"))));

    // then
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.keys(session("gone"), project.value(), true));
  }

  @Test
  void whatIsNoProjectIsNotFound() {
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.keys(session(DEVELOPER), "../etc/passwd", false));
    assertRefused(
        ErrorCode.NOT_FOUND,
        () -> controller.keys(session(DEVELOPER), TestStacks.project().value(), false));
  }

  @Test
  void aRemovedProjectIsNotFound() {
    // given
    var ref = provisioned();

    // when
    tell(ref, new StackEvent.StackRemoved(AT));

    // then
    assertRefused(
        ErrorCode.NOT_FOUND, () -> controller.keys(session(DEVELOPER), ref.value(), false));
  }

  @Test
  void noKeyIsShownBeforeAProjectWasSeenToWork() {
    // given
    var ref = accepted();

    // when
    for (boolean reveal : new boolean[] {false, true}) {
      // then
      assertRefused(
          ErrorCode.NOT_READY_YET, () -> controller.keys(session(DEVELOPER), ref.value(), reveal));
      assertRefused(
          ErrorCode.NOT_READY_YET,
          () -> controller.connection(session(DEVELOPER), ref.value(), reveal));
    }
    assertThat(audited(ref)).isEmpty();
  }

  @Test
  void aPausedProjectsKeysAreStillShown() {
    // given
    var ref = provisioned();

    // when
    tell(ref, new StackEvent.StackPaused(AT));

    // then
    assertThat(controller.keys(session(MEMBER), ref.value(), false)).hasSize(4);
  }
}
